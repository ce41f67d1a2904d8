"""The start page: what waits for somebody, and how far the latest incidents have come."""

import pytest
from django.test import Client

from hotwash.process.models import StageMark
from hotwash.respond.core.states import FoundBy
from hotwash.respond.models import Incident
from hotwash.respond.steps import Declaration, declare_incident
from tests.cast import NOON, Cast, actor
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def declared(cast: Cast, title: str, *, private: bool = False) -> Incident:
    declaration = Declaration(title=title, severity="sev3", found_by=FoundBy.COLLEAGUE, private=private, pages=False)
    made = declare_incident(actor=actor(cast.carl), declaration=declaration, now=NOON)
    assert isinstance(made, Incident)
    return made


def test_the_latest_incidents_and_how_far_they_have_come(client: Client, cast: Cast):
    client.force_login(cast.olga)
    assert "Latest incidents" not in client.get("/").content.decode()
    seen = declared(cast, "Search is slow")
    declared(cast, "A secret of the board", private=True)
    StageMark.objects.create(incident_id=seen.pk, stage="respond", finished_at=NOON)
    page = client.get("/").content.decode()
    assert "Search is slow" in page
    assert "1 of 7 stages done" in page
    assert "A secret of the board" not in page


def test_the_page_asks_no_more_with_more_incidents(client: Client, cast: Cast):
    client.force_login(cast.olga)
    declared(cast, "The first")
    client.get("/")
    few = count_queries(lambda: client.get("/"))
    for number in range(8):
        declared(cast, f"Incident {number}")
    assert count_queries(lambda: client.get("/")) == few
    assert client.get("/").content.decode().count("stages done") == 6

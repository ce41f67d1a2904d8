"""Settings of a source tried out on a recorded delivery, as a browser without script does it."""

import json

import pytest
from django.test import Client

from hotwash.respond.models import Alert, Delivery, Source
from hotwash.respond.steps import decide_deliveries
from tests.cast import NOON, Cast
from tests.respond.given import a_source, delivered
from tests.respond.views.test_alerts import text_of

pytestmark = pytest.mark.django_db
BODY = {"checks": [{"what": "Disk full", "how_bad": "P1", "now": "BAD", "host": {"name": "db-1"}}], "sent": True}


@pytest.fixture
def source(cast: Cast) -> Source:
    return a_source("generic_json", "Own tool")


@pytest.fixture
def delivery(source: Source) -> Delivery:
    row = delivered(source, json.dumps(BODY).encode())
    decide_deliveries(now=NOON)
    row.refresh_from_db()
    assert row.state == "unreadable"
    return row


@pytest.fixture
def ada(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.ada)
    return client


MAPPING = {"option_list": "checks", "option_title": "what", "option_severity": "how_bad", "option_labels": "host"}


def test_a_delivery_that_could_not_be_read_leads_to_the_page(ada: Client, source: Source, delivery: Delivery) -> None:
    assert f"/alerts/sources/{source.pk}/try/{delivery.pk}" in ada.get(f"/alerts/sources/{source.pk}/").content.decode()
    shown = text_of(ada.get(f"/alerts/sources/{source.pk}/try/{delivery.pk}"))
    assert "where the title should be" in shown
    assert "a list of 1" in shown
    assert "checks.0.what" in shown


def test_the_mapping_shows_at_once_what_it_would_mean_and_saves_nothing(
    ada: Client, source: Source, delivery: Delivery
) -> None:
    answer = ada.get(f"/alerts/sources/{source.pk}/try/{delivery.pk}", MAPPING)
    shown = answer.content.decode()
    assert "Disk full" in shown
    assert "severity P1" in shown
    assert "name=db-1" in shown
    assert '<option value="how_bad">' in shown  # below the list, to pick from
    assert 'value="checks"' in shown  # what was typed stays
    source.refresh_from_db()
    assert source.options["list"] == ""
    assert Alert.objects.count() == 0


def test_what_was_tried_is_saved_and_reads_the_next_delivery(ada: Client, source: Source, delivery: Delivery) -> None:
    fields = {"name": source.name, "enabled": "on", "version": source.version, **MAPPING}
    answer = ada.post(f"/alerts/sources/{source.pk}/try/{delivery.pk}", fields)
    assert answer["location"] == f"/alerts/sources/{source.pk}/"
    delivered(source, json.dumps(BODY).encode())
    decide_deliveries(now=NOON)
    assert Alert.objects.get().labels == {"name": "db-1"}


def test_two_people_who_save_are_told(ada: Client, source: Source, delivery: Delivery) -> None:
    fields = {"name": source.name, "version": source.version + 7, **MAPPING}
    answer = ada.post(f"/alerts/sources/{source.pk}/try/{delivery.pk}", fields)
    assert answer.status_code == 422
    assert 'value="checks"' in answer.content.decode()


def test_a_secret_option_is_used_and_never_shown(ada: Client) -> None:
    source = a_source("pagerduty", "PD")
    source.options = {"signing_secret": "s3cr3t-value"}
    source.save()
    row = delivered(source, b'{"event": {}}')
    shown = text_of(ada.get(f"/alerts/sources/{source.pk}/try/{row.pk}"))
    assert "signature does not fit" in shown
    assert "s3cr3t-value" not in shown


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"[]", b"[" * 5000, b"<script>alert(1)</script>"])
def test_what_is_no_json_is_told_on_the_page(ada: Client, source: Source, body: bytes) -> None:
    row = delivered(source, body)
    answer = ada.get(f"/alerts/sources/{source.pk}/try/{row.pk}")
    assert answer.status_code == 200
    assert "<script>alert(1)" not in answer.content.decode()


def test_only_who_manages_sources_and_only_its_own_deliveries(ada: Client, source: Source, cast: Cast) -> None:
    other = delivered(a_source(), b"{}")
    assert ada.get(f"/alerts/sources/{source.pk}/try/{other.pk}").status_code == 404
    rhea = Client()
    rhea.force_login(cast.rhea)
    assert rhea.get(f"/alerts/sources/{source.pk}/try/{other.pk}").status_code == 403

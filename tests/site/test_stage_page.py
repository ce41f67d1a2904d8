from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from hotwash.process.queries import current_version
from hotwash.respond.models import Incident, Participant
from tests.cast import NOON


@pytest.fixture
def incident(cast):
    made = Incident.objects.create(
        title="Checkout answers <b>502</b>",
        severity="sev1",
        process_version=current_version(),
        declared_at=NOON,
        started_at=NOON - timedelta(minutes=5),
    )
    Participant.objects.create(incident=made, person=cast.carl, role="commander", since=NOON)
    Participant.objects.create(incident=made, person=cast.rhea, role="responder", since=NOON)
    return made


def page(incident, person, key="respond"):
    request = RequestFactory().get(f"/incidents/{incident.reference}/{key}/")
    request.user = person
    return render_to_string("site/stage.html", {"incident": incident, "user": person}, request)


def test_the_head_shows_what_a_person_looks_for_first(incident, cast):
    html = page(incident, cast.olga)
    assert "Checkout answers &lt;b&gt;502&lt;/b&gt;" in html
    assert 'data-state="active"' in html
    assert "<span>Carl</span>" in html
    assert 'title="Rhea"' in html
    assert f'data-clock="{incident.started_at.isoformat()}"' in html


def test_a_resolved_incident_has_a_clock_that_stands(incident, cast):
    incident.state, incident.resolved_at = "resolved", NOON + timedelta(hours=1)
    html = page(incident, cast.olga)
    assert "data-clock" not in html
    assert "1:05:00" in html


def test_the_side_column_says_what_is_missing_and_how_to_end_the_stage(incident, cast):
    html = page(incident, cast.olga, "respond")
    assert "The incident is not resolved yet." in html
    assert f'action="/incidents/{incident.reference}/stages/respond/finish"' in html
    assert html.count('aria-current="step"') == 1


def test_a_stage_that_has_not_begun_cannot_be_called_done(incident, cast):
    html = page(incident, cast.olga, "team")
    assert "Nobody facilitates yet." in html
    assert "stages/team/finish" not in html


def test_head_and_rail_cost_the_same_for_one_person_and_for_thirty(incident, cast, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as few:
        page(incident, cast.olga)
    people = [type(cast.olga).objects.create_user(f"p{n}@example.org", f"P{n}", None, "member") for n in range(30)]
    Participant.objects.bulk_create(
        Participant(incident=incident, person=person, role="responder", since=NOON) for person in people
    )
    with django_assert_max_num_queries(len(few)):
        page(incident, cast.olga)

from datetime import timedelta

import pytest
from django.test import Client

from hotwash.improve.steps import look_for_recurrences
from hotwash.process.queries import current_version
from tests.actions.conftest import make_incident
from tests.cast import NOON, Cast
from tests.improve.test_steps import LATER, About, again

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def olga(client: Client, cast: Cast) -> Client:
    client.force_login(cast.olga)
    return client


def post(client: Client, address: str, **body: object):
    return client.post(f"/api/v1{address}", body, content_type=JSON)


def test_follow_ups_and_verdicts(olga, cast, incident, done):
    base = f"/incidents/{incident.reference}"
    made = post(olga, f"{base}/follow-ups", at="2026-12-01T10:00:00Z", invited=[cast.carl.pk])
    assert (made.status_code, made.json()["invited"], made.json()["state"]) == (201, [cast.carl.pk], "planned")
    pk = made.json()["id"]
    body = {"at": "2026-12-02T10:00:00+01:00", "version": 1}
    moved = olga.put(f"/api/v1{base}/follow-ups/{pk}", body, content_type=JSON)
    assert (moved.json()["at"], moved.json()["version"]) == ("2026-12-02T09:00:00Z", 2)
    assert olga.put(f"/api/v1{base}/follow-ups/{pk}", body, content_type=JSON).status_code == 409
    (look,) = olga.get(f"/api/v1{base}/follow-ups/agenda").json()
    assert (look["action"], look["state"], look["advice"]) == ("A-1", "done", "too_early")
    judged = post(olga, f"{base}/actions/1/verdicts", verdict="effective", evidence="Fired", follow_up=pk)
    assert (judged.status_code, judged.json()["verdict"]) == (201, "effective")
    assert [one["evidence"] for one in olga.get(f"/api/v1{base}/actions/1/verdicts").json()] == ["Fired"]
    held = post(olga, f"{base}/follow-ups/{pk}/held", attended=[cast.carl.pk], version=2)
    assert held.json()["state"] == "held"
    assert post(olga, f"{base}/follow-ups/{pk}/cancel", version=3).status_code == 422
    assert [one["id"] for one in olga.get(f"/api/v1{base}/follow-ups").json()] == [pk]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"at": "1970-01-01T00:00:00Z"}, 422),
        ({"at": "2400-01-01T00:00:00Z"}, 422),
        ({"at": "soon"}, 422),
        ({}, 422),
        ({"at": "2026-12-01T10:00:00Z", "invited": [999999]}, 404),
    ],
)
def test_bad_follow_ups(olga, incident, body, status):
    answer = post(olga, f"/incidents/{incident.reference}/follow-ups", **body)
    assert answer.status_code == status
    assert answer.json()["reasons"][0]["message"]


def test_recurrences(olga, cast, done):
    new = again(cast)
    look_for_recurrences(About(new.incident_id), now=LATER)
    base = f"/incidents/{new.incident.reference}/recurrences"
    found = olga.get(f"/api/v1{base}").json()
    assert [(one["factor"], one["earlier_incident"], one["state"]) for one in found] == [
        ("F-1", done.incident.reference, "proposed")
    ]
    pk = found[0]["id"]
    assert post(olga, f"{base}/{pk}/dismiss", note="No").json()["state"] == "dismissed"
    assert post(olga, f"{base}/{pk}/confirm").json()["state"] == "confirmed"
    linked = post(olga, base, factor=1, earlier_incident=done.incident.reference, earlier_factor=1)
    assert (linked.status_code, linked.json()["state"]) == (201, "confirmed")
    missing = post(olga, base, factor=1, earlier_incident=done.incident.reference, earlier_factor=9)
    assert missing.status_code == 404


def test_reviews_themes_and_figures(olga, cast, factor):
    make_incident(cast, started_at=NOON, resolved_at=NOON + timedelta(hours=1))
    assert olga.get("/api/v1/insights?days=0").json()["phases"][-1]["n"] == 1
    assert olga.get("/api/v1/insights?days=0").json()["phases"][-1]["trend"] == "too few"
    assert len(olga.get("/api/v1/reviews/material").json()["incidents"]) == 2
    assert post(olga, "/reviews", attendees=[]).status_code == 422
    assert "Attendees: Olga" in post(olga, "/reviews", attendees=[cast.olga.pk]).json()["text"]
    assert len(olga.get("/api/v1/reviews").json()) == 1
    made = post(olga, "/themes", name="Expiry", factors=[factor.pk]).json()
    body = {"name": "Expiry without warning", "factors": [factor.pk], "version": 1}
    changed = olga.put(f"/api/v1/themes/{made['id']}", body, content_type=JSON)
    assert (changed.json()["name"], changed.json()["version"]) == ("Expiry without warning", 2)
    assert olga.put(f"/api/v1/themes/{made['id']}", body, content_type=JSON).status_code == 409
    assert [one["name"] for one in olga.get("/api/v1/themes").json()] == ["Expiry without warning"]


def test_suggestions(olga, cast, incident):
    edited = current_version().text.replace("remind_before_days: 3", "remind_before_days: 5")
    made = post(olga, "/process/suggestions", title="Earlier", edited=edited, incident=incident.reference)
    assert (made.status_code, made.json()["hunks"][0]["where"]) == (201, "deadlines > remind_before_days")
    pk = made.json()["id"]
    assert post(olga, f"/process/suggestions/{pk}/accept", version=1).status_code == 403
    olga.force_login(cast.ada)
    assert post(olga, f"/process/suggestions/{pk}/decline", version=1, reason="").status_code == 422
    before = current_version().number
    assert post(olga, f"/process/suggestions/{pk}/accept", version=1).json()["process_version"] == before + 1
    assert post(olga, f"/process/suggestions/{pk}/accept", version=1).status_code == 409
    assert len(olga.get("/api/v1/process/suggestions?state=accepted").json()) == 1

import pytest
from django.test import Client

from hotwash.actions.models import Action
from tests.actions.conftest import make_factor, make_incident
from tests.cast import Cast

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def olga(client: Client, cast: Cast) -> Client:
    client.force_login(cast.olga)
    return client


def body(**changes: object) -> dict[str, object]:
    return {"title": "Add an alert", "kind": "corrective", "type": "alert", "due": "2026-03-20"} | changes


def test_the_whole_life_by_api(olga, cast, incident, factor):
    base = f"/api/v1/incidents/{incident.reference}/actions"
    made = olga.post(base, body(owner_id=cast.rhea.pk, factors=[1]), content_type=JSON)
    assert (made.status_code, made.json()["reference"], made.json()["strength"]) == (201, "A-1", "medium")
    assert made.json()["factors"] == [1]
    changed = olga.put(
        f"{base}/1", body(owner_id=cast.rhea.pk, title="Add an alert on expiry", version=1), content_type=JSON
    )
    assert (changed.json()["title"], changed.json()["version"]) == ("Add an alert on expiry", 2)
    stale = olga.put(f"{base}/1", body(version=1), content_type=JSON)
    assert (stale.status_code, stale.json()["reasons"][0]["code"]) == (409, "conflict")
    assert olga.post(f"{base}/1/start", {"version": 2}, content_type=JSON).json()["state"] == "in_progress"
    refused = olga.post(f"{base}/1/finish", {"version": 3, "evidence": ""}, content_type=JSON)
    assert (refused.status_code, refused.json()["reasons"][0]["field"]) == (422, "evidence")
    olga.post(f"{base}/1/finish", {"version": 3, "evidence": "live"}, content_type=JSON)
    assert olga.post(f"{base}/1/confirm", {"version": 4, "note": "saw it"}, content_type=JSON).json()[
        "confirmed_by_id"
    ] == (cast.olga.pk)
    assert (
        olga.post(f"{base}/1/reopen", {"version": 5, "reason": "came back"}, content_type=JSON).json()["reopened"] == 1
    )
    dropped = olga.post(
        f"{base}/1/drop", {"version": 6, "reason": "retired", "accepted_by_id": cast.carl.pk}, content_type=JSON
    )
    assert dropped.json()["state"] == "wont_do"
    assert [row["reference"] for row in olga.get(base).json()] == ["A-1"]
    assert olga.get("/api/v1/actions").json() == []
    assert [row["state"] for row in olga.get("/api/v1/actions?state=").json()] == ["wont_do"]
    assert olga.get("/api/v1/actions/export?state=").json()[0]["incident"] == incident.reference


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"{oops", 400),
        (b"[]", 422),
        (b'{"title": "x", "kind": "other", "type": "alert"}', 422),
        (b'{"title": "", "kind": "corrective", "type": "alert"}', 422),
        (b'{"title": "x", "kind": "corrective", "type": "alert", "due": "2400-01-01"}', 422),
        (b'{"title": "x", "kind": "corrective", "type": "alert", "factors": [99]}', 404),
        (b'{"title": "x", "kind": "corrective", "type": "alert", "owner_id": 999999}', 404),
    ],
)
def test_bad_bodies(olga, incident, data, status):
    answer = olga.post(f"/api/v1/incidents/{incident.reference}/actions", data, content_type=JSON)
    assert answer.status_code == status
    assert answer.json()["reasons"][0]["message"]
    assert not Action.objects.exists()


def test_leave_and_advice(olga, incident, factor):
    left = olga.post(
        f"/api/v1/incidents/{incident.reference}/factors/1/leave", {"reason": "vendor fixed it"}, content_type=JSON
    )
    assert left.json() == {"factor": 1, "reason": "vendor fixed it"}
    advice = olga.get(f"/api/v1/incidents/{incident.reference}/actions/advice?title=Improve+alerts+soon").json()
    assert advice[0]["rule"] == "vague-verb"


def test_private_is_not_there(client, cast):
    incident = make_incident(cast, private=True)
    make_factor(incident)
    client.force_login(cast.otto)
    assert client.get(f"/api/v1/incidents/{incident.reference}/actions").status_code == 404


def test_the_due_date_moves_alone(olga, cast, incident, factor):
    base = f"/api/v1/incidents/{incident.reference}/actions"
    olga.post(base, body(owner_id=cast.rhea.pk), content_type=JSON)
    refused = olga.post(f"{base}/1/due", {"due": "2026-04-01", "version": 1}, content_type=JSON)
    assert (refused.status_code, refused.json()["reasons"][0]["field"]) == (422, "due_reason")
    moved = olga.post(f"{base}/1/due", {"due": "2026-04-01", "version": 1, "due_reason": "freeze"}, content_type=JSON)
    assert (moved.json()["due"], moved.json()["version"]) == ("2026-04-01", 2)
    stale = olga.post(f"{base}/1/due", {"due": "2026-05-01", "version": 1, "due_reason": "x"}, content_type=JSON)
    assert stale.status_code == 409
    assert olga.post(f"{base}/9/due", {"due": None, "version": 1}, content_type=JSON).status_code == 404


def test_what_answers_each_factor(olga, cast, incident, factor):
    make_factor(incident, "The alert went to a mailbox nobody reads")
    base = f"/api/v1/incidents/{incident.reference}"
    olga.post(f"{base}/actions", body(owner_id=cast.olga.pk, factors=[1]), content_type=JSON)
    told = olga.get(f"{base}/actions/answers").json()
    assert [(one["factor"], one["actions"], one["answered"]) for one in told] == [
        ("F-1", ["A-1"], True),
        ("F-2", [], False),
    ]
    olga.post(f"{base}/factors/2/leave", {"reason": "The mailbox is gone"}, content_type=JSON)
    assert olga.get(f"{base}/actions/answers").json()[1]["no_action"] == "The mailbox is gone"
    tally = olga.get("/api/v1/actions/tally").json()
    assert tally == {"mine": 1, "overdue": 1, "unresolved": 1, "unconfirmed": 0}

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

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotwash.reports.models import PublicationDelivery, Report
from hotwash.respond.models import Incident
from tests.cast import Cast
from tests.outbox import drain
from tests.reports.conftest import LATER, make_incident

JSON = "application/json"


@pytest.fixture
def olga(client: Client, cast: Cast) -> Client:
    client.force_login(cast.olga)
    return client


@pytest.fixture
def vera(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.vera)
    return client


def base(incident: Incident) -> str:
    return f"/api/v1/incidents/{incident.reference}/report"


def test_the_whole_way_of_a_report(olga: Client, vera: Client, cast: Cast, incident: Incident):
    assert olga.get(base(incident)).status_code == 404
    begun = olga.post(base(incident)).json()
    assert (begun["state"], begun["title"], begun["revisions"]) == ("draft", "Checkout answered with errors", [])
    assert {"check": 1, "section": "summary"}.items() <= begun["advice"][0].items()
    written = olga.put(f"{base(incident)}/sections/summary", {"text": "It broke.", "version": 0}, content_type=JSON)
    assert written.json()["sections"][0] | {"hint": ""} == {
        "key": "summary", "title": "Summary", "hint": "", "text": "It broke.", "version": 1,
    }  # fmt: skip
    stale = olga.put(f"{base(incident)}/sections/summary", {"text": "x", "version": 0}, content_type=JSON)
    assert (stale.status_code, stale.json()["reasons"][0]["code"]) == (409, "conflict")
    (change,) = olga.get(f"{base(incident)}/sections/summary/versions").json()
    assert (change["text"], change["by"]) == ("It broke.", "Olga")
    named = olga.patch(base(incident), {"title": "The pool", "version": written.json()["version"]}, content_type=JSON)
    assert named.json()["title"] == "The pool"
    asked = olga.post(
        f"{base(incident)}/reviews", {"reviewers": [cast.vera.pk, cast.carl.pk]}, content_type=JSON
    ).json()
    assert (asked["state"], [row["reviewer"] for row in asked["reviews"]]) == ("in_review", ["Vera", "Carl"])
    gone = olga.delete(f"{base(incident)}/reviews/{asked['reviews'][1]['id']}").json()
    assert [row["reviewer"] for row in gone["reviews"]] == ["Vera"]
    refused = olga.post(f"{base(incident)}/publications", {"note": ""}, content_type=JSON)
    assert (refused.status_code, refused.json()["reasons"][0]["code"]) == (422, "approval")
    assert vera.post(f"{base(incident)}/reviews/answer", {"verdict": "waiting"}, content_type=JSON).status_code == 422
    approved = vera.post(f"{base(incident)}/reviews/answer", {"verdict": "approved"}, content_type=JSON).json()
    assert approved["state"] == "approved"
    made = olga.post(f"{base(incident)}/publications", {"note": ""}, content_type=JSON)
    assert (made.status_code, made.json()["number"], made.json()["deliveries"]) == (201, 1, [])
    assert [row["number"] for row in vera.get(f"{base(incident)}/publications").json()] == [1]
    shown = [olga.get(base(incident)).json(), vera.get(base(incident)).json()]
    assert [(row["may_review"], row["touched"]) for row in shown] == [(False, False), (True, False)]
    text = {"text": "It broke twice.", "version": 1}
    assert olga.put(f"{base(incident)}/sections/summary", text, content_type=JSON).json()["touched"] is True
    assert "It broke." in vera.get(f"{base(incident)}/publications/1").json()["markdown"]
    assert vera.get(f"{base(incident)}/publications/1/pdf").content.startswith(b"%PDF")


def test_what_is_not_there(olga: Client, report: Report):
    for rest in ("publications/9", "publications/9/pdf"):
        assert olga.get(f"{base(report.incident)}/{rest}").status_code == 404
    assert olga.delete(f"{base(report.incident)}/reviews/9").status_code == 404
    assert olga.post(f"{base(report.incident)}/reviews", {"reviewers": [999]}, content_type=JSON).status_code == 404
    refused = olga.put(f"{base(report.incident)}/sections/nowhere", {"text": "x", "version": 0}, content_type=JSON)
    assert refused.status_code == 422


def test_private_ones_are_not_there_for_others(client: Client, cast: Cast):
    incident = make_incident(cast, private=True)
    client.force_login(cast.otto)
    for address in (
        base(incident),
        f"{base(incident)}/publications",
        f"/api/v1/incidents/{incident.reference}/comments",
    ):
        assert client.get(address).status_code == 404


def test_comments(olga: Client, vera: Client, incident: Incident):
    address = f"/api/v1/incidents/{incident.reference}/comments"
    said = vera.post(address, {"text": "Why\u0000 then?", "target": "T-1"}, content_type=JSON)
    assert (said.status_code, said.json()["text"], said.json()["by_name"]) == (201, "Why then?", "Vera")
    number = said.json()["id"]
    assert vera.post(address, {"text": "", "target": "T-1"}, content_type=JSON).status_code == 422
    olga.post(f"{address}/{number}/answers", {"text": "Because."}, content_type=JSON)
    (shown,) = olga.get(address).json()
    assert [row["text"] for row in shown["answers"]] == ["Because."]
    assert vera.post(f"{address}/{number}/resolve").json()["resolved_at"]
    assert vera.post(f"{address}/{number}/reopen").json()["resolved_at"] is None
    assert vera.post(f"{address}/999/resolve").status_code == 404


def test_what_the_archive_can_be_filtered_by(olga: Client, incident: Incident):
    offered = olga.get("/api/v1/archive/choices").json()
    assert {"key": "sev1", "name": offered["severities"][0]["name"]} == offered["severities"][0]
    assert {row["key"] for row in offered["categories"]} == {"technical", "process", "monitoring"}


def test_the_archive(olga: Client, vera: Client, client: Client, cast: Cast):
    file = SimpleUploadedFile(
        "search.md", b"# Search was slow on 2025-03-04\n\n- 13:02 UTC latency grows\n- 13:40 UTC over\n"
    )
    taken = olga.post("/api/v1/archive/documents", {"file": file})
    assert (taken.status_code, taken.json()["day"]) == (201, "2025-03-04")
    number = taken.json()["id"]
    assert olga.post("/api/v1/archive/documents", {"file": SimpleUploadedFile("x", b"\x00")}).status_code == 422
    assert vera.get(f"/api/v1/archive/documents/{number}").json()["reading"]["events"][0]["time"] == "2025-03-04T13:02Z"
    found = vera.get("/api/v1/archive?q=latency&year=2025").json()
    assert (found["total"], found["matches"][0]["title"]) == (1, "Search was slow on 2025-03-04")
    assert ["latency", True] in found["matches"][0]["snippet"]
    assert vera.get("/api/v1/archive?year=2024&page=99999999").json()["total"] == 0
    assert vera.get("/api/v1/archive?year=99999").json()["total"] == 0
    assert vera.delete(f"/api/v1/archive/documents/{number}").status_code == 403
    client.force_login(cast.ada)
    assert client.delete(f"/api/v1/archive/documents/{number}").status_code == 204
    assert vera.get(f"/api/v1/archive/documents/{number}").status_code == 404


def test_targets_and_deliveries(client: Client, cast: Cast, approved: Report, tmp_path: Path, olga: Client):
    ada = Client()
    ada.force_login(cast.ada)
    body = {"name": "Site", "publisher": "folder", "settings": {"folder": "not/absolute"}}
    assert olga.get("/api/v1/publish-targets").status_code == 403
    made = ada.post("/api/v1/publish-targets", body, content_type=JSON)
    assert (made.status_code, made.json()["version"]) == (201, 1)
    assert "settings" not in made.json()
    assert ada.post("/api/v1/publish-targets", body, content_type=JSON).status_code == 422
    olga.post(f"{base(approved.incident)}/publications", {}, content_type=JSON)
    PublicationDelivery.objects.update(next_at=LATER)
    drain(now=LATER.replace(year=2099))
    (delivery,) = olga.get(f"{base(approved.incident)}/publications").json()[0]["deliveries"]
    assert delivery["state"] == "failed"
    target = f"/api/v1/publish-targets/{made.json()['id']}"
    changed = ada.put(target, body | {"settings": {"folder": str(tmp_path)}, "version": 1}, content_type=JSON)
    assert changed.json()["version"] == 2
    assert ada.put(target, body | {"version": 1}, content_type=JSON).status_code == 409
    retry = f"{base(approved.incident)}/publications/1/deliveries/{delivery['id']}/retry"
    assert olga.post(retry).json()["state"] == "waiting"
    drain(now=LATER.replace(year=2099))
    assert olga.post(retry).status_code == 422
    assert (tmp_path / "index.html").exists()
    assert ada.delete(target).status_code == 204
    assert ada.get("/api/v1/publish-targets").json() == []

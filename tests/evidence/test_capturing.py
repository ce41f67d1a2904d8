"""Captured commands on the server: begun, lines as they come, ended; nothing twice, nothing missing."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from hotwash.evidence.models import Capture, CapturePart
from hotwash.kernel import storage
from hotwash.kernel.models import Event
from hotwash.respond.models import Incident
from tests.cast import Cast
from tests.evidence.conftest import SECRET
from tests.outbox import drain

KEY = "0123456789abcdef"
HEAD = {
    "key": KEY,
    "command": f"deploy --token {SECRET}",
    "host": "runner-1",
    "cwd": "/srv",
    "at": "2026-03-10T12:00:00Z",
}


@pytest.fixture
def api(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.rhea)
    return client


def rows(*texts: str) -> list[dict[str, str]]:
    return [{"at": f"2026-03-10T12:00:0{number}Z", "text": text} for number, text in enumerate(texts, 1)]


def post(api: Client, incident: Incident, path: str = "", **body: object) -> tuple[int, dict[str, object]]:
    address = f"/api/v1/incidents/{incident.reference}/evidence/captures{path}"
    answer = api.post(address, json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def test_a_run_from_begin_to_evidence(api: Client, incident: Incident) -> None:
    status, begun = post(api, incident, **HEAD)
    assert (status, begun["lines"], begun["ended_at"], SECRET in str(begun)) == (200, 0, None, False)
    assert post(api, incident, f"/{KEY}/lines", first=0, rows=rows("  one", "two"))[1]["lines"] == 2
    again = post(api, incident, f"/{KEY}/lines", first=1, rows=rows("two", f"key {SECRET}\x00"))
    assert again[1]["lines"] == 3
    listed = api.get(f"/api/v1/incidents/{incident.reference}/evidence/captures/{KEY}/lines?start=1").json()
    assert [(row["number"], row["text"]) for row in listed] == [(2, "two"), (3, "key [masked: AWS key id]")]
    status, gap = post(api, incident, f"/{KEY}/lines", first=4, rows=rows("five"))
    assert (status, gap["reasons"][0]["code"]) == (422, "gap")  # type: ignore[index]
    end = {"total": 3, "at": "2026-03-10T12:00:09Z", "status": 2, "seconds": 9.5}
    assert post(api, incident, f"/{KEY}/end", **{**end, "total": 4})[0] == 422
    status, ended = post(api, incident, f"/{KEY}/end", **end)
    assert (status, ended["file"], ended["status"]) == (200, 1, 2)
    assert post(api, incident, f"/{KEY}/end", **end)[1] == ended
    assert post(api, incident, f"/{KEY}/lines", first=3, rows=rows("late"))[1]["reasons"][0]["code"] == "closed"  # type: ignore[index]
    file = incident.evidence_files.get()
    with storage.open_blob(file.sha256) as stream:
        events = [json.loads(line) for line in stream]
    assert [event.get("text") for event in events] == [None, "  one", "two", "key [masked: AWS key id]", None]
    assert (events[0]["id"], events[-1]["status"], file.name) == (
        KEY,
        2,
        "capture-deploy---token-20260310T120000.jsonl",
    )
    drain(now=datetime.now(UTC) + timedelta(seconds=5))
    file.refresh_from_db()
    assert (file.format, file.records, CapturePart.objects.count()) == ("capture", 5, 0)
    told = [(row.type, row.payload.get("how")) for row in Event.objects.filter(type__startswith="evidence.capture")]
    assert told == [("evidence.capture_began", None), ("evidence.capture_ended", "exit status 2")]


def test_begun_twice_is_one_run(api: Client, incident: Incident) -> None:
    post(api, incident, **HEAD)
    post(api, incident, f"/{KEY}/lines", first=0, rows=rows("one"))
    assert post(api, incident, **HEAD)[1]["lines"] == 1
    assert Capture.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("", {**HEAD, "key": "short"}),
        ("", {**HEAD, "key": "é" * 10}),
        ("", {**HEAD, "command": "x" * 20_001}),
        (f"/{KEY}/lines", {"first": -1, "rows": []}),
        (f"/{KEY}/lines", {"first": 0, "rows": rows("x" * 131_073)}),
        (f"/{KEY}/lines", {"first": 0, "rows": rows("x") * 1001}),
        (f"/{KEY}/lines", {"first": 0, "rows": [{"text": "no time"}]}),
    ],
)
def test_what_cannot_be_taken_is_told(api: Client, incident: Incident, path: str, body: dict[str, object]) -> None:
    post(api, incident, **HEAD)
    status, told = post(api, incident, path, **body)
    assert (status, bool(told["reasons"])) == (422, True)


def test_only_who_may(api: Client, cast: Cast, incident: Incident, private: Incident) -> None:
    api.force_login(cast.vera)
    assert post(api, incident, **HEAD)[0] == 403
    api.force_login(cast.otto)
    assert post(api, private, **HEAD)[0] == 404
    assert post(api, incident, "/unknown-key/lines", first=0, rows=[])[0] == 404


def test_the_team_sees_it_run_and_may_close_it(api: Client, incident: Incident) -> None:
    post(api, incident, **HEAD)
    post(api, incident, f"/{KEY}/lines", first=0, rows=rows(*(f"step {number}" for number in range(9))))
    row = Capture.objects.get()
    files = f"/incidents/{incident.reference}/evidence/files/"
    page = f"/incidents/{incident.reference}/evidence/captures/{row.pk}/"
    assert page in api.get(files).content.decode()
    captures = f"/api/v1/incidents/{incident.reference}/evidence/captures"
    assert [one["key"] for one in api.get(f"{captures}?running=true").json()] == [KEY]
    shown = api.get(page).content.decode()
    assert ("step 8" in shown, 'hx-trigger="every 2s"' in shown) == (True, True)
    assert api.post(f"{page}close").status_code == 302
    row.refresh_from_db()
    assert (row.status, row.file == incident.evidence_files.get()) == (None, True)
    assert api.get(f"{captures}?running=true").json() == []
    assert [one["file"] for one in api.get(captures).json()] == [1]
    assert page not in api.get(files).content.decode()
    ended = api.get(page).content.decode()
    assert ("its exit status was not told" in ended, "every 2s" in ended) == (True, False)


def test_addresses_are_masked_while_it_runs_and_the_original_is_whole(api: Client, incident: Incident) -> None:
    api.put(
        f"/api/v1/incidents/{incident.reference}/evidence/masking",
        '{"emails": null, "ips": true}',
        content_type="application/json",
    )
    post(api, incident, **HEAD)
    post(api, incident, f"/{KEY}/lines", first=0, rows=rows("from 203.0.113.7"))
    (row,) = api.get(f"/api/v1/incidents/{incident.reference}/evidence/captures/{KEY}/lines").json()
    assert row["text"] == "from masked-ip-1"
    post(api, incident, f"/{KEY}/end", total=1, at="x", status=0, seconds=1.0)
    with storage.open_blob(incident.evidence_files.get().sha256) as stream:
        assert b"from 203.0.113.7" in stream.read()

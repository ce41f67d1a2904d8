"""Stage 3 by API: the same steps, the same refusals."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotwash.evidence.models import EvidenceFile
from hotwash.respond.models import Incident
from tests.cast import NOON, Cast
from tests.evidence.conftest import SECRET, app_log
from tests.outbox import drain


@pytest.fixture
def api(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.rhea)
    return client


def at(incident: Incident, rest: str) -> str:
    return f"/api/v1/incidents/{incident.reference}/evidence/{rest}"


def send(api: Client, method: str, address: str, **body: object) -> tuple[int, object]:
    answer = api.generic(method, address, json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def test_the_road_of_a_file_from_upload_to_timeline(api: Client, incident: Incident) -> None:
    taken = api.post(
        at(incident, "files"), {"files": [SimpleUploadedFile("app.jsonl", app_log())], "path": "logs/app.jsonl"}
    )
    assert [row["name"] for row in taken.json()["added"]] == ["logs/app.jsonl"]
    drain(now=datetime.now(UTC) + timedelta(seconds=5))
    (file,) = api.get(at(incident, "files")).json()
    assert (file["format"], file["records"], file["masked"], file["zone"]) == ("json", 31, {"AWS key id": 1}, "UTC")
    records = api.get(at(incident, "files/1/records?start=30")).json()
    assert (records["total"], records["records"][0]["text"]) == (31, "refused, key [masked: AWS key id]")
    assert api.get(at(incident, "files/1/records?line=31")).json()["start"] == 30
    assert [row["line"] for row in api.get(at(incident, "files/1/records/find?words=REFUSED")).json()] == [31]
    assert api.get(at(incident, "files/1/records/find?words=")).status_code == 422
    (line,) = api.get(at(incident, "files/1/lines?start=30")).json()
    assert (line["line"], SECRET in line["text"], "[masked: AWS key id]" in line["text"]) == (31, False, True)
    masked = b"".join(api.get(at(incident, "files/1/masked")).streaming_content)
    assert (masked.count(b"\n"), SECRET.encode() in masked) == (31, False)
    (moment,) = api.get(at(incident, "moments")).json()
    status, pinned = send(api, "POST", at(incident, f"moments/{moment['id']}/pin"))
    assert isinstance(pinned, dict)
    assert (status, pinned["reference"], pinned["file"], pinned["line"]) == (200, "T-1", 1, 31)
    assert send(api, "POST", at(incident, f"moments/{moment['id']}/dismiss"))[0] == 422
    assert send(api, "POST", at(incident, f"moments/{moment['id']}/undo"))[1]["state"] == "proposed"  # type: ignore[index]
    assert SECRET not in api.get(at(incident, "moments")).content.decode()
    original = at(incident, "files/1/original")
    assert (api.post(original).status_code, api.post(original).json()["reasons"][0]["field"]) == (422, "why")
    assert b"".join(api.post(original, {"why": "for the vendor"}).streaming_content) == app_log()


def test_a_source_is_set_right_and_removed(api: Client, incident: Incident) -> None:
    api.post(at(incident, "files"), {"files": [SimpleUploadedFile("m", b"Mar 10 13:00:00 web app: ok\n")]})
    version = EvidenceFile.objects.get().version
    status, changed = send(
        api, "PATCH", at(incident, "files/1"), version=version, zone="Europe/Berlin", clock_offset_ms=500, note="x"
    )
    assert isinstance(changed, dict)
    assert (status, changed["zone"], changed["clock_offset_ms"], changed["version"]) == (
        200,
        "Europe/Berlin",
        500,
        version + 3,
    )
    assert send(api, "PATCH", at(incident, "files/1"), version=version, note="y")[0] == 409
    assert send(api, "PATCH", at(incident, "files/1"), version=version + 3, zone="Nowhere")[0] == 422
    assert api.delete(at(incident, "files/1")).json()["removed_at"] is not None
    assert api.get(at(incident, "files")).json() == []
    assert send(api, "POST", at(incident, "files/1/restore"))[0] == 200


def test_entries_are_written_changed_and_removed(api: Client, incident: Incident) -> None:
    noon = NOON.isoformat()
    assert send(api, "POST", at(incident, "entries"), at=noon, text="Rolled back")[0] == 200
    assert send(api, "POST", at(incident, "entries"), at=noon, text="")[0] == 422
    assert send(api, "POST", at(incident, "entries"), at="2026-03-10T12:00:00", text="no zone")[0] == 400
    assert send(api, "POST", at(incident, "entries"), at="soon", text="x")[0] == 422
    assert send(api, "PUT", at(incident, "entries/1"), at=noon, text="Rolled back 4.18", version=1)[0] == 200
    assert send(api, "PUT", at(incident, "entries/1"), at=noon, text="x", version=1)[0] == 409
    changes = api.get(at(incident, "entries/1/history")).json()
    assert [(row["who"], row["verb"], row["after"]) for row in changes] == [
        ("Rhea", "edited", "2026-03-10T12:00:00Z Rolled back 4.18"),
        ("Rhea", "wrote", "Rolled back"),
    ]
    assert sum(row["entries"] for row in api.get(at(incident, "lanes")).json()) == 1
    (row,) = api.get(at(incident, "export")).json()
    assert (row["reference"], row["text"], row["sha256"]) == ("T-1", "Rolled back 4.18", None)
    found = api.get(at(incident, "entries?size=1")).json()
    assert ([row["text"] for row in found["entries"]], found["after"]) == (["Rolled back 4.18"], "")
    assert api.delete(at(incident, "entries/1")).status_code == 200
    assert api.get(at(incident, "entries/1")).status_code == 404
    assert send(api, "POST", at(incident, "entries/1/restore"))[0] == 200


def test_key_times_impact_and_figures(api: Client, incident: Incident) -> None:
    send(api, "PUT", at(incident, "key-times/detected"), at=NOON.isoformat())
    send(api, "PUT", at(incident, "key-times/resolved"), at=(NOON + timedelta(minutes=40)).isoformat())
    told = api.get(at(incident, "key-times")).json()
    assert told["durations"] == [{"name": "to resolve", "start": "detected", "end": "resolved", "seconds": 2400.0}]
    assert api.delete(at(incident, "key-times/resolved")).json() == {"done": True}
    body = {
        "audience": "availability",
        "starts_at": NOON.isoformat(),
        "ends_at": (NOON + timedelta(minutes=36)).isoformat(),
        "amount": 50,
    }
    status, made = send(api, "POST", at(incident, "impacts"), **body)
    assert isinstance(made, dict)
    assert status == 200
    (figure,) = api.get(at(incident, "figures")).json()
    assert (figure["downtime_minutes"], figure["lost_minutes"]) == (36.0, 18.0)
    assert send(api, "PUT", at(incident, f"impacts/{made['id']}"), **body | {"version": 0})[0] == 409
    assert api.delete(at(incident, f"impacts/{made['id']}")).json() == {"done": True}


def test_strangers_and_outsiders_get_nothing(private: Incident, cast: Cast) -> None:
    client = Client()
    assert client.get(at(private, "entries")).status_code == 401
    client.force_login(cast.otto)
    assert [
        client.get(at(private, rest)).status_code
        for rest in ("entries", "files", "moments", "key-times", "impacts", "figures")
    ] == [404] * 6


@pytest.mark.parametrize(
    "body",
    [
        {"at": "0001-01-01T00:00:00+14:00", "text": "x"},
        {"at": "9999-12-31T23:59:59-14:00", "text": "x"},
        {"at": "2026-03-10T12:00:00Z", "text": "\x00"},
        {"at": "2026-03-10T12:00:00Z", "text": "x", "line": 2**70},
        {"at": "2026-03-10T12:00:00Z", "text": "x", "file": 10**30},
        {"at": "2026-03-10T12:00:00Z", "text": "x", "precision": "\x00"},
    ],
)
def test_values_that_no_row_can_hold_are_refused(api: Client, incident: Incident, body: dict[str, object]) -> None:
    assert send(api, "POST", at(incident, "entries"), **body)[0] in {404, 422}


def test_nul_is_left_out_of_what_is_kept_and_looked_for(api: Client, incident: Incident) -> None:
    made = send(api, "POST", at(incident, "entries"), at=NOON.isoformat(), text="a\x00b", lane="\x00")[1]
    assert isinstance(made, dict)
    assert (made["text"], made["lane"]) == ("ab", "notes")
    for rest in ("entries?words=%00a", "entries?lane=%00", "entries?after=0001-01-01T00:00:00_1", "entries?after=x"):
        assert api.get(at(incident, rest)).status_code == 200
    assert send(api, "PUT", at(incident, "key-times/a%00b"), at=NOON.isoformat())[0] == 200
    assert send(api, "PUT", at(incident, "key-times/x"), at="0001-01-01T00:00:00Z")[0] == 422
    assert api.delete(at(incident, "key-times/%00")).json() == {"done": False}
    assert (
        send(api, "POST", at(incident, "impacts"), audience="customers", note="\x00", amount=1, service_ids=[1])[0]
        == 200
    )


def test_malformed_json_is_a_clear_word(api: Client, incident: Incident) -> None:
    answer = api.post(at(incident, "entries"), "{not json", content_type="application/json")
    assert answer.status_code in {400, 422}
    assert answer.json()["reasons"]

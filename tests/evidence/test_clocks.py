"""Clocks that disagree and times that contradict each other: suggested and shown, never applied."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotwash.evidence.models import Entry, EvidenceFile, KeyTime, Moment
from hotwash.evidence.queries import clock_hints, first_moments, order_contradictions
from hotwash.respond.models import Incident
from tests.cast import NOON, Cast
from tests.outbox import drain
from tests.queries import count_queries

IDS = [f"{n:08x}c0ffee{n:02x}" for n in range(9)]
HOUR_MS = 3_600_000


@pytest.fixture
def api(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.rhea)
    return client


def at(incident: Incident, rest: str) -> str:
    return f"/api/v1/incidents/{incident.reference}/evidence/{rest}"


def app() -> bytes:
    rows = [
        {"time": f"2026-03-10T12:{n:02d}:00Z", "level": "info", "msg": f"request {one} taken"}
        for n, one in enumerate(IDS)
    ]
    return "\n".join(map(json.dumps, rows)).encode()


def proxy() -> bytes:
    """The same requests in a log without a zone, an hour ahead."""
    return "\n".join(f"2026-03-10 13:{n:02d}:00.250 INFO passed {one} on" for n, one in enumerate(IDS)).encode()


def give(api: Client, incident: Incident, **files: bytes) -> None:
    for name, raw in files.items():
        api.post(at(incident, "files"), {"files": [SimpleUploadedFile(f"{name}.log", raw)]})
    drain(now=datetime.now(UTC) + timedelta(seconds=5))


def test_a_zone_that_was_read_wrongly_is_suggested_with_its_proof(api: Client, incident: Incident) -> None:
    give(api, incident, app=app(), proxy=proxy())
    (hint,) = api.get(at(incident, "clocks")).json()
    assert {name: value for name, value in hint.items() if name not in {"pairs", "text"}} == {
        "file": 2,
        "against": 1,
        "kind": "zone",
        "shift_ms": -HOUR_MS,
        "clock_offset_ms": -HOUR_MS,
        "confidence": 0.94,
        "support": 9,
        "common": 9,
    }
    assert hint["text"].startswith("E-2: its zone seems to be read wrongly. -1 h makes it agree with E-1")
    pair = hint["pairs"][0]
    minute = IDS.index(pair["what"])
    assert pair["at"].startswith(f"2026-03-10T13:{minute:02d}:00.250")
    assert pair["against_at"].startswith(f"2026-03-10T12:{minute:02d}:00")
    assert api.get(at(incident, "files/2/clock")).json() == [hint]
    assert api.get(at(incident, "files/1/clock")).json() == []
    page = api.get(f"/incidents/{incident.reference}/evidence/files/2/").content.decode()
    assert "If so, set its clock to -3600 s, or its zone, below." in page
    assert IDS[minute] in page
    assert "set its clock" not in api.get(f"/incidents/{incident.reference}/evidence/files/1/").content.decode()
    assert not EvidenceFile.objects.exclude(clock_offset_ms=0).exists()


def test_a_suggestion_that_was_taken_is_gone_and_one_half_taken_is_made_anew(api: Client, incident: Incident) -> None:
    give(api, incident, app=app(), proxy=proxy())
    EvidenceFile.objects.filter(number=2).update(clock_offset_ms=-HOUR_MS)
    assert clock_hints(incident) == []
    EvidenceFile.objects.filter(number=2).update(clock_offset_ms=-HOUR_MS - 60_000)
    (hint,) = clock_hints(incident)
    assert hint.clock_offset_ms == -HOUR_MS - 250
    assert hint.offset.kind == "skew"


def test_a_file_alone_or_removed_has_nothing_to_be_compared_with(api: Client, incident: Incident) -> None:
    give(api, incident, app=app())
    assert clock_hints(incident) == []
    give(api, incident, proxy=proxy())
    EvidenceFile.objects.filter(number=1).update(removed_at=NOON)
    assert clock_hints(incident) == []


def test_a_private_incident_of_others_tells_nothing(cast: Cast, incident: Incident) -> None:
    Incident.objects.filter(pk=incident.pk).update(private=True)
    outsider = Client()
    outsider.force_login(cast.olga)
    for rest in ("clocks", "contradictions", "files/1/clock", "moments/first"):
        assert outsider.get(at(incident, rest)).status_code == 404


def test_contradictions_know_precision_marks_and_files(api: Client, incident: Incident) -> None:
    minute = timedelta(minutes=1)
    rows = Entry.objects.bulk_create(
        Entry(incident=incident, number=n, at=NOON + n * minute, text=f"t {n}", created_at=NOON) for n in range(1, 4)
    )
    KeyTime.objects.filter(incident=incident).delete()
    KeyTime.objects.create(incident=incident, name="detected", at=NOON + 5 * minute, precision="about")
    KeyTime.objects.create(incident=incident, name="acknowledged", at=NOON + 4 * minute)
    assert api.get(at(incident, "contradictions")).json() == []
    KeyTime.objects.create(incident=incident, name="resolved", at=NOON - 30 * minute, entry=rows[2])
    found = api.get(at(incident, "contradictions")).json()
    assert [row["code"] for row in found] == ["order", "mark"]
    assert found[1]["text"] == "“resolved” is marked 33 min before T-3, the entry it stands on."


def test_contradictions_and_first_moments_cost_the_same_for_many(cast: Cast, incident: Incident) -> None:
    file = EvidenceFile.objects.create(incident=incident, number=1, name="a", sha256="0" * 64, size=1, added_at=NOON)

    def fill(numbers: range) -> None:
        Entry.objects.bulk_create(
            Entry(incident=incident, number=n, at=NOON, text=f"{n}", file=file, line=n, created_at=NOON)
            for n in numbers
        )
        Moment.objects.bulk_create(Moment(file=file, at=NOON, kind="log", text=f"m {n}", score=0.5) for n in numbers)

    fill(range(1, 2))
    one = count_queries(lambda: (order_contradictions(incident), first_moments(incident)))
    fill(range(2, 31))
    assert count_queries(lambda: (order_contradictions(incident), first_moments(incident))) == one


def test_first_moments_look_across_files_and_write_nothing(api: Client, incident: Incident) -> None:
    files = EvidenceFile.objects.bulk_create(
        EvidenceFile(incident=incident, number=n, name=f"{name}.log", sha256=f"{n:064d}", size=1, added_at=NOON)
        for n, name in enumerate(("deploys", "shop", "pay"), 1)
    )
    told = [
        (0, -3, "deploy.state", 0.7),
        (1, 0, "log.error", 0.8),
        (2, 1, "log.error", 0.8),
        (1, -600, "log.error", 0.82),
    ]
    Moment.objects.bulk_create(
        Moment(file=files[n], at=NOON + timedelta(minutes=at), kind=kind, text=f"{n} {at}", score=score, why="because")
        for n, at, kind, score in told
    )
    found = api.get(at(incident, "moments/first?limit=3")).json()
    assert [row["text"] for row in found] == ["0 -3", "1 0", "2 1"]
    assert found[0]["why"] == "because; 3 min before shop.log is in trouble"
    assert Moment.objects.get(text="0 -3").why == "because"
    assert api.get(at(incident, "moments/first?limit=0")).status_code == 422

"""The steps of stage 3: files in, read, moments, entries, key times, impact."""

import io
import os
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from hotwash.evidence.core.masks import pieces
from hotwash.evidence.events import ReadDue
from hotwash.evidence.models import Entry, EvidenceFile, KeyTime, Moment
from hotwash.evidence.queries import (
    gate_facts,
    get_file,
    key_times,
    lines_page,
    moments_of,
    record_at_line,
    records_page,
    records_with,
)
from hotwash.evidence.steps import (
    EntryValues,
    ImpactValues,
    Mark,
    Upload,
    add_evidence,
    clear_key_time,
    delete_entry,
    dismiss_moment,
    edit_entry,
    mark_key_time,
    note_response,
    pin_moment,
    propose_moment,
    read_waiting_file,
    remove_evidence,
    restore_entry,
    restore_evidence,
    save_impact,
    set_clock,
    set_zone,
    store,
    write_entry,
)
from hotwash.kernel import eventlog, storage
from hotwash.kernel.core.errors import NotPermitted
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.models import Event, SearchDocument
from hotwash.kernel.steps import step
from hotwash.respond.events import Acknowledged, IncidentDeclared
from hotwash.respond.models import Incident
from tests.cast import NOON, Cast, actor
from tests.evidence.conftest import SECRET, app_log
from tests.outbox import drain


def put(incident: Incident, cast: Cast, name: str, raw: bytes) -> EvidenceFile:
    made = add_evidence(actor=actor(cast.rhea), incident=incident, upload=Upload(name, store(raw)), now=NOON)
    assert isinstance(made, EvidenceFile)
    drain(now=NOON + timedelta(seconds=1))
    made.refresh_from_db()
    return made


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return out.getvalue()


def test_a_file_is_kept_whole_scrubbed_recognised_and_read(incident: Incident, cast: Cast) -> None:
    raw = app_log()
    file = put(incident, cast, "logs/app.jsonl", raw)
    assert (file.reference, file.status, file.format, file.records) == ("E-1", "read", "json", 31)
    assert (file.earliest, file.latest, file.zone) == (NOON, NOON + timedelta(seconds=40), "UTC")
    with storage.open_blob(file.sha256) as stream:
        assert stream.read() == raw
    with storage.open_blob(file.scrubbed) as stream:
        assert SECRET.encode() not in stream.read()
    assert file.masked == {"AWS key id": 1}
    assert [(place["line"], place["kind"]) for place in file.masked_places] == [(31, "AWS key id")]
    (moment,) = moments_of(incident)
    assert (moment.kind, moment.level, moment.line, moment.text) == (
        "log.error",
        "error",
        31,
        "refused, key [masked: AWS key id]",
    )
    assert moment.why == "the first error of this source"
    assert not SearchDocument.objects.filter(body__contains=SECRET).exists()
    assert list(eventlog.problems()) == []


def test_records_come_in_pages_around_any_line(incident: Incident, cast: Cast) -> None:
    file = put(incident, cast, "app.jsonl", app_log())
    page = records_page(file, 28)
    assert [row.line for row in page.rows] == [29, 30, 31]
    assert page.total == 31
    assert record_at_line(file, 30) == 29
    assert [row.number for row in records_with(file, "ORDER 7 ")] == [7]
    assert [(piece.text, piece.masked) for piece in pieces("key [masked: AWS key id] x")] == [
        ("key ", ""),
        ("AWS key id", "AWS key id"),
        (" x", ""),
    ]


def test_a_zip_becomes_its_files_and_says_what_it_left_closed(incident: Incident, cast: Cast) -> None:
    archive = put(
        incident,
        cast,
        "night.zip",
        zipped({"app.jsonl": app_log(), "../../x": b"y", "notes.md": b"# 2026-03-10\n12:05 paged\n"}),
    )
    files = list(EvidenceFile.objects.order_by("number").values_list("number", "name", "archive", "format", "status"))
    assert files == [
        (1, "night.zip", "", "archive", "read"),
        (2, "app.jsonl", "E-1", "json", "read"),
        (3, "notes.md", "E-1", "notes", "read"),
    ]
    assert archive.problems == ["../../x: Its path climbs out of the archive: it was left closed."]


@pytest.mark.parametrize(
    ("name", "raw", "problem"),
    [
        (
            "app.log",
            b"\x00\x01\x02\xff" * 2000,
            "This is not text: it is kept whole, but there is nothing to read in it.",
        ),
        ("bad.zip", b"PK\x03\x04 not really", "The zip is damaged"),
        (
            "shot.png",
            b"\x89PNG\r\n\x1a\n broken",
            "The picture is damaged and could not be opened; the file itself is kept.",
        ),
    ],
)
def test_what_cannot_be_read_is_kept_and_named(
    incident: Incident, cast: Cast, name: str, raw: bytes, problem: str
) -> None:
    file = put(incident, cast, name, raw)
    assert file.status == "failed"
    assert file.problems[0].startswith(problem)
    with storage.open_blob(file.sha256) as stream:
        assert stream.read() == raw


def test_a_five_megabyte_line_and_broken_json_are_read(incident: Incident, cast: Cast) -> None:
    long = put(
        incident, cast, "long.log", b"2026-03-10T12:00:00Z start\n" + b"x" * 5_000_000 + b"\n2026-03-10T12:00:01Z end\n"
    )
    broken = put(
        incident, cast, "broken.json", b'{"items": [{"time": "2026-03-10T12:00:00Z", "message": "one"}, {"time": "2026-'
    )
    assert (long.records, long.problems) == (2, ["Line 2 is longer than 4 MB and was read in pieces."])
    assert (broken.records, broken.problems) == (1, ["The JSON ends too early: what came before was read."])


def test_a_file_whose_bytes_are_lost_says_so(incident: Incident, cast: Cast) -> None:
    file = put(incident, cast, "a.log", b"2026-03-10T12:00:00Z start\n")
    storage.path_of(file.sha256).unlink()
    read_waiting_file(ReadDue(incident_id=incident.pk, file_id=file.pk), now=NOON)
    file.refresh_from_db()
    assert file.status == "failed"
    assert "is not in the store. Restore it from a backup." in file.problems[0]


def test_reading_twice_gives_the_same(incident: Incident, cast: Cast) -> None:
    archive = put(incident, cast, "night.zip", zipped({"app.jsonl": app_log()}))
    before = list(Moment.objects.values_list("text", "at", "line", "state"))
    for file in EvidenceFile.objects.order_by("pk"):
        read_waiting_file(ReadDue(incident_id=incident.pk, file_id=file.pk), now=NOON)
    drain(now=NOON + timedelta(seconds=2))
    assert list(Moment.objects.values_list("text", "at", "line", "state")) == before
    assert EvidenceFile.objects.count() == 2
    assert archive.problems == []


def test_empty_and_double_files_are_refused(incident: Incident, cast: Cast) -> None:
    put(incident, cast, "a.log", b"2026-03-10T12:00:00Z start\n")
    for name, raw, code in (("empty", b"", "empty"), ("b.log", b"2026-03-10T12:00:00Z start\n", "duplicate")):
        refusal = add_evidence(actor=actor(cast.rhea), incident=incident, upload=Upload(name, store(raw)), now=NOON)
        assert isinstance(refusal, Refusal)
        assert refusal.reasons[0].code == code


def test_only_those_who_may_edit_add_evidence(incident: Incident, private: Incident, cast: Cast) -> None:
    upload = Upload("a", store(b"x"))
    for who, where in ((cast.vera, incident), (cast.otto, private)):
        with pytest.raises(NotPermitted):
            add_evidence(actor=actor(who), incident=where, upload=upload, now=NOON)


def test_a_moment_is_pinned_once_and_taken_back(incident: Incident, cast: Cast) -> None:
    put(incident, cast, "app.jsonl", app_log())
    (moment,) = moments_of(incident)
    who = actor(cast.rhea)
    entry = pin_moment(actor=who, incident=incident, moment=moment, now=NOON)
    assert isinstance(entry, Entry)
    assert pin_moment(actor=who, incident=incident, moment=moment, now=NOON) == entry
    assert (entry.reference, entry.at, entry.lane, entry.line) == ("T-1", NOON + timedelta(seconds=40), "app.jsonl", 31)
    refusal = dismiss_moment(actor=who, incident=incident, moment=moment)
    assert isinstance(refusal, Refusal)
    propose_moment(actor=who, incident=incident, moment=moment, now=NOON)
    assert not Entry.objects.filter(deleted_at=None).exists()
    assert [found.state for found in Moment.objects.all()] == ["proposed"]
    dismissed = dismiss_moment(actor=who, incident=incident, moment=moment)
    assert isinstance(dismissed, Moment)
    assert dismissed.state == "dismissed"


def test_a_moment_without_a_time_needs_one(incident: Incident, cast: Cast) -> None:
    put(
        incident,
        cast,
        "apply.txt",
        b"a_b.c: Creating...\nApply complete! Resources: 1 added, 0 changed, 0 destroyed.\n",
    )
    moment = moments_of(incident)[0]
    assert moment.at is None
    refusal = pin_moment(actor=actor(cast.rhea), incident=incident, moment=moment, now=NOON)
    assert isinstance(refusal, Refusal)
    entry = pin_moment(actor=actor(cast.rhea), incident=incident, moment=moment, now=NOON, at=NOON)
    assert isinstance(entry, Entry)
    assert (entry.at, entry.precision) == (NOON, "about")


def test_a_clock_is_corrected_for_moments_and_pinned_entries(incident: Incident, cast: Cast) -> None:
    file = put(incident, cast, "app.jsonl", app_log())
    who = actor(cast.rhea)
    entry = pin_moment(actor=who, incident=incident, moment=moments_of(incident)[0], now=NOON)
    assert isinstance(entry, Entry)
    moved = set_clock(actor=who, file=file, offset_ms=90_000, version=file.version)
    assert isinstance(moved, EvidenceFile)
    entry.refresh_from_db()
    assert entry.at == NOON + timedelta(seconds=130)
    assert isinstance(set_clock(actor=who, file=file, offset_ms=1, version=file.version), Refusal)


def test_a_zone_is_set_and_the_file_read_anew_with_what_was_pinned(incident: Incident, cast: Cast) -> None:
    file = put(incident, cast, "messages", b"Mar 10 13:00:00 web app: ok\nMar 10 13:00:05 web app: error: disk full\n")
    assert (file.zone_basis, file.year_basis) == ("none", "reference")
    who = actor(cast.rhea)
    entry = pin_moment(actor=who, incident=incident, moment=moments_of(incident)[0], now=NOON)
    assert isinstance(entry, Entry)
    assert (entry.at, entry.zone_basis) == (datetime(2026, 3, 10, 13, 0, 5, tzinfo=UTC), "none")
    assert isinstance(set_zone(actor=who, file=file, zone="Mars/Base", version=file.version, now=NOON), Refusal)
    set_zone(actor=who, file=file, zone="Europe/Berlin", version=file.version, now=NOON)
    drain(now=NOON + timedelta(seconds=2))
    entry.refresh_from_db()
    assert (entry.at, entry.zone_basis) == (NOON + timedelta(seconds=5), "setting")
    assert [moment.state for moment in Moment.objects.all()] == ["pinned"]


def test_a_removed_file_comes_back(incident: Incident, cast: Cast) -> None:
    file = put(incident, cast, "app.jsonl", app_log())
    remove_evidence(actor=actor(cast.rhea), file=file, now=NOON)
    assert not moments_of(incident).exists()
    restore_evidence(actor=actor(cast.rhea), file=file, now=NOON)
    drain(now=NOON + timedelta(seconds=2))
    assert moments_of(incident).count() == 1


def test_an_entry_is_written_edited_deleted_and_brought_back(incident: Incident, cast: Cast) -> None:
    who = actor(cast.rhea)
    entry = write_entry(actor=who, incident=incident, values=EntryValues(NOON, "Rolled back"), now=NOON)
    assert isinstance(entry, Entry)
    edited = edit_entry(
        actor=who, incident=incident, entry=entry, values=EntryValues(NOON, "Rolled back 4.18"), version=1
    )
    assert isinstance(edited, Entry)
    assert (edited.text, edited.version) == ("Rolled back 4.18", 2)
    late = edit_entry(actor=actor(cast.olga), incident=incident, entry=entry, values=EntryValues(NOON, "x"), version=1)
    assert isinstance(late, Refusal)
    assert late.is_conflict
    delete_entry(actor=who, incident=incident, entry=entry, now=NOON)
    assert not Entry.objects.filter(deleted_at=None).exists()
    assert restore_entry(actor=who, incident=incident, entry=entry).deleted_at is None
    story = [eventlog.sentence(row) for row in Event.objects.filter(incident_id=incident.pk).order_by("pk")]
    assert story == [
        "wrote T-1: Rolled back",
        "edited T-1: 2026-03-10T12:00:00Z Rolled back 4.18",
        "removed T-1: Rolled back 4.18",
        "brought back T-1: Rolled back 4.18",
    ]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (EntryValues(NOON, "  "), "text"),
        (EntryValues(NOON, "x", until=NOON - timedelta(1)), "until"),
        (EntryValues(NOON, "x" * 20_001), "text"),
        (EntryValues(NOON, "x", precision="rough"), "precision"),
    ],
)
def test_what_is_no_entry_is_refused_with_its_field(
    incident: Incident, cast: Cast, values: EntryValues, field: str
) -> None:
    refusal = write_entry(actor=actor(cast.rhea), incident=incident, values=values, now=NOON)
    assert isinstance(refusal, Refusal)
    assert refusal.reasons[0].field == field


@pytest.mark.parametrize("year", [1970, 2400])
def test_times_of_1970_and_2400_are_taken(incident: Incident, cast: Cast, year: int) -> None:
    at = datetime(year, 1, 1, tzinfo=UTC)
    entry = write_entry(actor=actor(cast.rhea), incident=incident, values=EntryValues(at, "far away"), now=NOON)
    assert isinstance(entry, Entry)
    entry.refresh_from_db()
    assert entry.at == at


def test_key_times_are_marked_moved_and_cleared(incident: Incident, cast: Cast) -> None:
    who = actor(cast.rhea)
    mark_key_time(actor=who, incident=incident, mark=Mark("detected", NOON))
    moved = mark_key_time(actor=who, incident=incident, mark=Mark("detected", NOON + timedelta(minutes=1)))
    mark_key_time(actor=who, incident=incident, mark=Mark("Customers told", NOON + timedelta(minutes=9)))
    assert isinstance(moved, KeyTime)
    assert [(row.name, row.version) for row in key_times(incident)] == [("detected", 2), ("customers told", 1)]
    assert isinstance(mark_key_time(actor=who, incident=incident, mark=Mark(" ", NOON)), Refusal)
    assert clear_key_time(actor=who, incident=incident, name="detected")
    assert not clear_key_time(actor=who, incident=incident, name="detected")


def test_impact_is_said_or_said_not_to_be_known(incident: Incident, cast: Cast) -> None:
    who = actor(cast.rhea)
    refused = [
        ImpactValues("customers"),
        ImpactValues("nobody", amount=1),
        ImpactValues("customers", NOON, NOON - timedelta(1), 4),
        ImpactValues("availability", amount=120),
        ImpactValues("customers", amount=float("nan")),
    ]
    assert [isinstance(save_impact(actor=who, incident=incident, values=values), Refusal) for values in refused] == [
        True
    ] * 5
    known = save_impact(actor=who, incident=incident, values=ImpactValues("customers", NOON, None, 1200, "customers"))
    assert str(known) == "Customers 1200 customers"
    assert not isinstance(
        save_impact(actor=who, incident=incident, values=ImpactValues("internal", unknown=True)), Refusal
    )
    assert gate_facts(incident)["evidence.impact"] is True


def test_the_response_writes_itself_onto_the_timeline_once(incident: Incident, cast: Cast) -> None:
    with step(actor=actor(cast.rhea), permission=Permission.RESPOND, scope=incident) as record:
        declared = IncidentDeclared(incident_id=incident.pk, title="Checkout", severity="sev1", found_by="alerting")
        record(declared)
        record(Acknowledged(incident_id=incident.pk, via="page", person="Rhea"))
    assert note_response(declared, now=NOON) == 2
    assert note_response(declared, now=NOON) == 0
    assert [entry.text for entry in Entry.objects.order_by("pk")] == [
        "Rhea declared the incident as sev1: Checkout",
        "Rhea acknowledged (page)",
    ]
    assert [(row.name, row.at) for row in key_times(incident)] == [
        ("started", NOON - timedelta(minutes=5)),
        ("detected", NOON),
    ]
    assert gate_facts(incident)["evidence.entries"] == 0


def test_a_file_of_unknown_text_is_shown_by_lines(incident: Incident, cast: Cast) -> None:
    file = put(incident, cast, "readme", b"just words\nand password=hunter22\n")
    assert lines_page(file) == [(1, "just words"), (2, "and password=[masked: named secret]")]
    assert get_file(incident, 1) == file


def test_reading_survives_any_bytes(incident: Incident, cast: Cast) -> None:
    for number in range(8):
        file = put(incident, cast, f"{number}.bin", os.urandom(300) + b"2026-03-10T12:00:00Z \x00 x\n")
        assert file.status in {"read", "failed"}

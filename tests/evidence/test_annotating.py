"""What people add to an entry: signed annotations, evidence beside its proof, comments."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotwash.evidence.models import Annotation, Attachment, Entry, EvidenceFile
from hotwash.evidence.queries import Shown, notes_of, window
from hotwash.evidence.queries.history import history_of
from hotwash.evidence.steps import (
    EntryValues,
    Lines,
    Upload,
    add_evidence,
    annotate_entry,
    attach_evidence,
    detach_evidence,
    merge_entries,
    remove_annotation,
    remove_evidence,
    restore_annotation,
    store,
    write_entry,
)
from hotwash.kernel.core.errors import NotPermitted
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.models import SearchDocument
from hotwash.respond.models import Incident
from tests.cast import NOON, Cast, actor
from tests.evidence.conftest import SECRET, app_log
from tests.outbox import drain
from tests.queries import count_queries


@pytest.fixture
def entry(incident: Incident, cast: Cast) -> Entry:
    made = write_entry(actor=actor(cast.rhea), incident=incident, values=EntryValues(NOON, "Rolled back"), now=NOON)
    assert isinstance(made, Entry)
    return made


@pytest.fixture
def file(incident: Incident, cast: Cast) -> EvidenceFile:
    upload = Upload("app.jsonl", store(app_log()))
    made = add_evidence(actor=actor(cast.rhea), incident=incident, upload=upload, now=NOON)
    assert isinstance(made, EvidenceFile)
    drain(now=NOON + timedelta(seconds=1))
    made.refresh_from_db()
    return made


@pytest.fixture
def browser(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.rhea)
    return client


def annotated(entry: Entry, cast: Cast, text: str, kind: str = "then", minute: int = 0) -> Annotation:
    at = NOON + timedelta(minutes=minute)
    made = annotate_entry(actor=actor(cast.rhea), entry=entry, kind=kind, text=text, at=at, now=NOON)
    assert isinstance(made, Annotation)
    return made


def test_what_was_known_then_stands_apart_from_hindsight(entry: Entry, cast: Cast) -> None:
    late = annotated(entry, cast, "The pool was the cause", "hindsight", 600)
    first, second = annotated(entry, cast, "We saw 502 only", minute=-3), annotated(entry, cast, "Latency was flat")
    notes = notes_of(entry)
    assert (notes.then, notes.hindsight) == ([first, second], [late])
    assert (first.by, first.by_name, first.at) == (cast.rhea, cast.rhea.name, NOON - timedelta(minutes=3))
    assert "We saw 502 only" in SearchDocument.objects.get(kind="entry", object_id=entry.pk).body
    assert history_of(entry)[0].told == "annotated it (then)"


def test_an_annotation_is_removed_and_brought_back(entry: Entry, cast: Cast) -> None:
    row = annotated(entry, cast, "We saw 502 only")
    remove_annotation(actor=actor(cast.rhea), annotation=row, now=NOON)
    assert notes_of(entry).then == []
    assert "502" not in SearchDocument.objects.get(kind="entry", object_id=entry.pk).body
    restore_annotation(actor=actor(cast.rhea), annotation=row)
    assert notes_of(entry).then == [row]
    with pytest.raises(NotPermitted):
        remove_annotation(actor=actor(cast.vera), annotation=row, now=NOON)


@pytest.mark.parametrize(
    ("kind", "text", "year", "code"),
    [("then", " \x00", 2026, "text"), ("later", "x", 2026, "kind"), ("then", "x", 1700, "far")],
)
def test_what_is_no_annotation(entry: Entry, cast: Cast, kind: str, text: str, year: int, code: str) -> None:
    at = datetime(year, 3, 10, tzinfo=UTC)
    refused = annotate_entry(actor=actor(cast.rhea), entry=entry, kind=kind, text=text, at=at, now=NOON)
    assert isinstance(refused, Refusal)
    assert refused.reasons[0].code == code


def test_lines_of_a_file_are_attached_masked_and_taken_off(entry: Entry, file: EvidenceFile, cast: Cast) -> None:
    row = attach_evidence(actor=actor(cast.rhea), entry=entry, lines=Lines(file, 30, 31, "the refusal"), now=NOON)
    again = attach_evidence(actor=actor(cast.rhea), entry=entry, lines=Lines(file, 30, 31), now=NOON)
    assert isinstance(row, Attachment)
    assert again == row
    (found,) = notes_of(entry).attached
    assert (found.row.place, found.row.note) == ("E-1 lines 30 to 31", "the refusal")
    assert [number for number, _ in found.lines] == [30, 31]
    assert SECRET not in str(found.lines)
    assert "[masked: AWS key id]" in found.lines[1][1]
    detach_evidence(actor=actor(cast.rhea), attachment=row, now=NOON)
    assert notes_of(entry).attached == []
    attach_evidence(actor=actor(cast.rhea), entry=entry, lines=Lines(file, 30, 31), now=NOON)
    assert Attachment.objects.count() == 1
    remove_evidence(actor=actor(cast.rhea), file=file, now=NOON)
    assert notes_of(entry).attached == []


@pytest.mark.parametrize(("line", "until", "code"), [(0, None, "line"), (5, 4, "until"), (None, 4, "until")])
def test_lines_that_are_none_are_refused(
    entry: Entry, file: EvidenceFile, cast: Cast, line: int | None, until: int | None, code: str
) -> None:
    refused = attach_evidence(actor=actor(cast.rhea), entry=entry, lines=Lines(file, line, until), now=NOON)
    assert isinstance(refused, Refusal)
    assert refused.reasons[0].code == code


def test_what_was_added_goes_along_when_entries_are_merged(
    entry: Entry, incident: Incident, file: EvidenceFile, cast: Cast
) -> None:
    annotated(entry, cast, "We saw 502 only")
    attach_evidence(actor=actor(cast.rhea), entry=entry, lines=Lines(file), now=NOON)
    other = write_entry(actor=actor(cast.rhea), incident=incident, values=EntryValues(NOON, "b"), now=NOON)
    assert isinstance(other, Entry)
    merge_entries(actor=actor(cast.rhea), incident=incident, entry=other, others={1: 1}, version=1, now=NOON)
    notes = notes_of(other)
    assert ([row.text for row in notes.then], [one.row.place for one in notes.attached]) == (
        ["We saw 502 only"],
        ["E-1"],
    )


def test_a_list_asks_no_more_for_thirty_annotated_entries(
    incident: Incident, file: EvidenceFile, cast: Cast, browser: Client
) -> None:
    def make(count: int) -> None:
        for place in range(count):
            values = EntryValues(NOON, f"entry {place}")
            row = write_entry(actor=actor(cast.rhea), incident=incident, values=values, now=NOON)
            assert isinstance(row, Entry)
            annotated(row, cast, "then")
            attach_evidence(actor=actor(cast.rhea), entry=row, lines=Lines(file, 1), now=NOON)

    address = f"/incidents/{incident.reference}/evidence/entries/"
    make(1)
    browser.get(address)
    one = count_queries(lambda: browser.get(address))
    make(29)
    assert count_queries(lambda: browser.get(address)) == one
    assert len(window(incident, Shown()).entries) == 30


def at(incident: Incident, rest: str = "") -> str:
    return f"/incidents/{incident.reference}/evidence/{rest}"


def test_annotating_and_attaching_by_form(browser: Client, incident: Incident, entry: Entry, cast: Cast) -> None:
    given = {"kind": "then", "at": "11:57", "text": "We saw <b>502</b> only"}
    done = browser.post(at(incident, "entries/1/annotate"), given, follow=True).content.decode()
    assert "T-1 was annotated." in done
    assert "<b>502</b>" not in done
    bad = browser.post(at(incident, "entries/1/annotate"), given | {"at": "25:99"})
    assert (bad.status_code, "We saw" in bad.content.decode()) == (422, True)
    picture = SimpleUploadedFile("notes.md", b"# 2026-03-10\n12:05 paged\n12:06 answered\n")
    done = browser.post(at(incident, "entries/1/attach"), {"upload": picture, "note": "minutes"}, follow=True)
    assert "E-1 is attached to T-1." in done.content.decode()
    same = SimpleUploadedFile("again.md", b"# 2026-03-10\n12:05 paged\n12:06 answered\n")
    browser.post(at(incident, "entries/1/attach"), {"upload": same, "line": 2})
    assert [row.place for row in Attachment.objects.all()] == ["E-1", "E-1 line 2"]
    none = browser.post(at(incident, "entries/1/attach"), {})
    assert (none.status_code, "Choose a file of the evidence" in none.content.decode()) == (422, True)
    pk = Attachment.objects.earliest("pk").pk
    browser.post(at(incident, f"attachments/{pk}/detach"))
    browser.post(at(incident, f"attachments/{pk}/restore"))
    assert Attachment.objects.filter(removed_at=None).count() == 2
    mark = Annotation.objects.get().pk
    browser.post(at(incident, f"annotations/{mark}/remove"))
    assert Annotation.objects.get().removed_at is not None
    browser.post(at(incident, f"annotations/{mark}/restore"))
    assert Annotation.objects.get().removed_at is None


def test_a_comment_is_said_on_an_entry_and_stands_there(browser: Client, incident: Incident, entry: Entry) -> None:
    address = f"/incidents/{incident.reference}/report/comments"
    page = browser.get(at(incident, "entries/1/")).content.decode()
    assert 'name="target" value="T-1"' in page
    action = page.split('class="form comment-form" method="post" action="')[1].split('"')[0]
    said = browser.post(action, {"target": "T-1", "text": "Who saw it?", "back": at(incident, "entries/1/")})
    assert said["Location"].startswith(at(incident, "entries/1/#comment-"))
    assert "Who saw it?" in browser.get(at(incident, "entries/1/")).content.decode()
    away = browser.post(action, {"target": "T-1", "text": "x", "back": "https://evil.example/"})
    assert away["Location"].startswith(f"/incidents/{incident.reference}/report/"), address
    told = browser.get(f"/api/v1/incidents/{incident.reference}/comments?target=T-2").json()
    assert told == []


def test_the_same_by_api(browser: Client, incident: Incident, entry: Entry, file: EvidenceFile) -> None:
    base = f"/api/v1/incidents/{incident.reference}/evidence"
    json = "application/json"
    made = browser.post(f"{base}/entries/1/annotations", {"text": "We saw 502 only"}, content_type=json)
    assert (made.status_code, made.json()["at"], made.json()["kind"]) == (201, "2026-03-10T12:00:00Z", "then")
    naive = {"text": "x", "at": "2026-03-10T12:00:00"}
    assert browser.post(f"{base}/entries/1/annotations", naive, content_type=json).status_code == 400
    put = browser.post(f"{base}/entries/1/attachments", {"file": 1, "line": 31}, content_type=json)
    assert (put.status_code, put.json()["line"]) == (201, 31)
    notes = browser.get(f"{base}/entries/1/notes").json()
    assert ([row["text"] for row in notes["then"]], notes["attached"][0]["lines"][0][0]) == (["We saw 502 only"], 31)
    assert browser.delete(f"{base}/attachments/{put.json()['id']}").json()["removed_at"]
    assert browser.delete(f"{base}/annotations/{made.json()['id']}").json()["removed_at"]
    back = browser.post(f"{base}/annotations/{made.json()['id']}/restore", {}, content_type=json)
    assert back.json()["removed_at"] is None

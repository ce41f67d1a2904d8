"""The pages of stage 3, without script: forms that post and come back."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotwash.evidence.models import Entry, EvidenceFile, Impact, KeyTime, Moment
from hotwash.evidence.steps import EntryValues, Mark, mark_key_time, pin_moment, write_entry
from hotwash.respond.models import Incident
from tests.cast import NOON, Cast, actor
from tests.evidence.conftest import SECRET, app_log
from tests.outbox import drain
from tests.queries import count_queries

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def browser(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.rhea)
    return client


def at(incident: Incident, rest: str = "") -> str:
    return f"/incidents/{incident.reference}/evidence/{rest}"


def send(browser: Client, incident: Incident, **files: bytes) -> None:
    given = [SimpleUploadedFile(name.replace("__", "."), raw) for name, raw in files.items()]
    browser.post(at(incident, "files/"), {"files": given})
    drain(now=datetime.now(UTC) + timedelta(seconds=5))


def entry(incident: Incident, cast: Cast, text: str = "Rolled back", minute: int = 0) -> Entry:
    values = EntryValues(NOON + timedelta(minutes=minute), text)
    made = write_entry(actor=actor(cast.rhea), incident=incident, values=values, now=NOON)
    assert isinstance(made, Entry)
    return made


def test_an_empty_timeline_teaches(browser: Client, incident: Incident) -> None:
    page = browser.get(at(incident)).content.decode()
    assert "The timeline is empty" in page
    assert "Add evidence" in page


def test_several_files_are_taken_and_listed(browser: Client, incident: Incident) -> None:
    send(browser, incident, app__jsonl=app_log(), notes__md=b"# 2026-03-10\n12:05 paged\n")
    page = browser.get(at(incident, "files/")).content.decode()
    assert [row.status for row in EvidenceFile.objects.all()] == ["read", "read"]
    assert "app.jsonl" in page
    assert "1 AWS key id" in page


def test_a_dropped_file_answers_in_json_with_its_reasons(browser: Client, incident: Incident) -> None:
    headers = {"X-Requested-With": "XMLHttpRequest"}
    body = {"files": SimpleUploadedFile("a.log", b"2026-03-10T12:00:00Z x\n"), "path": "folder/a.log"}
    first = browser.post(at(incident, "files/"), body, headers=headers)
    second = browser.post(
        at(incident, "files/"), {"files": SimpleUploadedFile("a.log", b"2026-03-10T12:00:00Z x\n")}, headers=headers
    )
    assert (first.status_code, first.json()["added"]) == (200, ["E-1"])
    assert second.status_code == 422
    assert second.json()["reasons"][0]["message"] == "a.log is here already, as E-1 folder/a.log."
    assert browser.post(at(incident, "files/"), {}).status_code == 302


def test_a_file_is_shown_masked_around_a_line(browser: Client, incident: Incident) -> None:
    send(browser, incident, app__jsonl=app_log())
    page = browser.get(at(incident, "files/1/?line=31")).content.decode()
    assert SECRET not in page
    link = f'<a class="scrubbed" href="/incidents/{incident.reference}/evidence/files/1/unmask?line=31"'
    assert f'{link} title="Masked. Ask to see it">AWS key id</a>' in page
    assert '<li id="L31" data-marked>' in page
    assert "Records 21 to 31 of 31" in page
    assert "order 7 placed" in browser.get(at(incident, "files/1/?words=order+7+")).content.decode()
    text = b"".join(browser.get(at(incident, "files/1/text")).streaming_content)
    assert SECRET.encode() not in text


def test_the_original_is_for_editors_and_written_to_the_log(browser: Client, incident: Incident, cast: Cast) -> None:
    send(browser, incident, app__jsonl=app_log())
    refused = browser.post(at(incident, "files/1/original"), {"why": " "}, follow=True)
    assert refused.redirect_chain == [(at(incident, "files/1/"), 302)]
    assert "Say why you need the original" in refused.content.decode()
    taken = browser.post(at(incident, "files/1/original"), {"why": "to see the key"})
    assert b"".join(taken.streaming_content) == app_log()
    other = Client()
    other.force_login(cast.vera)
    assert other.post(at(incident, "files/1/original"), {"why": "x"}).status_code == 403
    assert other.get(at(incident, "files/1/")).status_code == 200


def test_a_source_is_set_right(browser: Client, incident: Incident) -> None:
    send(browser, incident, messages=b"Mar 10 13:00:00 web app: ok\nMar 10 13:00:05 web app: error: disk full\n")
    version = EvidenceFile.objects.get().version
    browser.post(
        at(incident, "files/1/"), {"zone": "Europe/Berlin", "clock_offset": "1.5", "note": "web-1", "version": version}
    )
    drain(now=datetime.now(UTC) + timedelta(seconds=5))
    file = EvidenceFile.objects.get()
    assert (file.zone, file.clock_offset_ms, file.note) == ("Europe/Berlin", 1500, "web-1")
    assert file.earliest == NOON + timedelta(seconds=1.5)
    stale = browser.post(at(incident, "files/1/"), {"zone": "UTC", "clock_offset": "0", "note": "", "version": version})
    assert stale.status_code == 422
    assert "Somebody else saved E-1" in stale.content.decode()


def test_moments_are_pinned_dismissed_and_undone(browser: Client, incident: Incident) -> None:
    send(browser, incident, app__jsonl=app_log())
    moment = Moment.objects.get()
    page = browser.get(at(incident, "moments/")).content.decode()
    assert "the first error of this source" in page
    assert SECRET not in page
    pinned = browser.post(at(incident, f"moments/{moment.pk}/pin"), {"back": at(incident, "moments/?order=time")})
    assert pinned["Location"] == at(incident, "moments/?order=time")
    assert Entry.objects.get().line == 31
    elsewhere = browser.post(at(incident, f"moments/{moment.pk}/undo"), {"back": "https://evil.example/"})
    assert elsewhere["Location"] == at(incident, "moments/")
    browser.post(at(incident, f"moments/{moment.pk}/dismiss"))
    assert Moment.objects.get().state == "dismissed"
    assert browser.get(at(incident, "moments/?state=dismissed")).content.decode().count("data-moment") == 1


def test_a_moment_without_time_asks_for_one(browser: Client, incident: Incident) -> None:
    send(browser, incident, apply=b"a_b.c: Creating...\nApply complete! Resources: 1 added, 0 changed, 0 destroyed.\n")
    moment = Moment.objects.order_by("-score").first()
    assert moment is not None
    asked = browser.post(at(incident, f"moments/{moment.pk}/pin"))
    assert asked.status_code == 422
    assert "When was this?" in asked.content.decode()
    browser.post(at(incident, f"moments/{moment.pk}/pin"), {"at": "12:30"})
    assert Entry.objects.get().at == NOON + timedelta(minutes=30)


def test_an_entry_is_written_by_hand_in_the_zone_of_the_person(browser: Client, incident: Incident, cast: Cast) -> None:
    cast.rhea.timezone = "Europe/Berlin"
    cast.rhea.save()
    sent = browser.post(
        at(incident, "entries/new"), {"at": "14:05", "precision": "second", "text": SCRIPT, "lane": SCRIPT}
    )
    made = Entry.objects.get()
    assert sent["Location"] == at(incident, "entries/1/")
    assert (made.at, made.precision) == (datetime(2026, 3, 10, 13, 5, tzinfo=UTC), "minute")
    page = browser.get(at(incident)).content.decode()
    assert SCRIPT not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "to the minute" in page


@pytest.mark.parametrize("text", ["soon", "2026-13-40 25:00", "99999-01-01 00:00:00", "0000-00-00 00:00", "\x00"])
def test_what_is_no_time_is_said_and_nothing_typed_is_lost(browser: Client, incident: Incident, text: str) -> None:
    sent = browser.post(at(incident, "entries/new"), {"at": text, "precision": "second", "text": "kept words"})
    assert sent.status_code == 422
    assert "kept words" in sent.content.decode()


@pytest.mark.parametrize(("text", "year"), [("1970-01-01 00:00:00", 1970), ("2400-01-01 00:00:00Z", 2400)])
def test_far_times_are_taken_and_drawn(browser: Client, incident: Incident, text: str, year: int) -> None:
    browser.post(at(incident, "entries/new"), {"at": text, "precision": "second", "text": "far"})
    assert Entry.objects.get().at.year == year
    assert browser.get(at(incident)).status_code == 200
    assert browser.get(at(incident, "lanes.svg")).status_code == 200


def test_an_edit_keeps_the_parts_of_a_second(browser: Client, incident: Incident, cast: Cast) -> None:
    row = entry(incident, cast)
    exact = NOON + timedelta(milliseconds=424)
    Entry.objects.filter(pk=row.pk).update(at=exact, precision="ms")
    page = browser.get(at(incident, "entries/1/")).content.decode()
    assert 'value="2026-03-10 12:00:00.424"' in page
    body = {"at": "2026-03-10 12:00:00.424", "precision": "ms", "text": "edited", "version": 1}
    browser.post(at(incident, "entries/1/"), body)
    row.refresh_from_db()
    assert (row.at, row.precision, row.text) == (exact, "ms", "edited")


def test_two_people_saving_one_entry_see_both_texts(browser: Client, incident: Incident, cast: Cast) -> None:
    row = entry(incident, cast)
    first = {"at": "12:00", "precision": "second", "text": "first text", "version": 1}
    assert browser.post(at(incident, "entries/1/"), first).status_code == 302
    late = browser.post(at(incident, "entries/1/"), first | {"text": "second text"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "theirs: 2026-03-10 12:00:00 UTC first text" in page
    assert "second text" in page
    again = browser.post(at(incident, "entries/1/"), first | {"text": "second text", "version": 2})
    assert again.status_code == 302
    row.refresh_from_db()
    assert row.text == "second text"


def test_an_entry_is_removed_with_undo(browser: Client, incident: Incident, cast: Cast) -> None:
    entry(incident, cast)
    page = browser.post(at(incident, "entries/1/remove"), follow=True).content.decode()
    assert "T-1 was removed." in page
    assert at(incident, "entries/1/restore") in page
    browser.post(at(incident, "entries/1/restore"))
    assert "Rolled back" in browser.get(at(incident)).content.decode()


def test_key_times_are_marked_at_an_entry_and_contradictions_shown(
    browser: Client, incident: Incident, cast: Cast
) -> None:
    entry(incident, cast, minute=9)
    browser.post(at(incident, "key-times/mark"), {"name": "detected", "entry": "1"})
    browser.post(at(incident, "key-times/mark"), {"name": "mitigated", "at": "12:05"})
    assert [(row.name, row.at) for row in KeyTime.objects.order_by("name")] == [
        ("detected", NOON + timedelta(minutes=9)),
        ("mitigated", NOON + timedelta(minutes=5)),
    ]
    page = browser.get(at(incident)).content.decode()
    assert "“mitigated” stands 4 min before “detected”" in page
    assert '<li class="entry key" id="T-1"' in page
    browser.post(at(incident, "key-times/clear"), {"name": "mitigated"})
    assert KeyTime.objects.count() == 1
    assert browser.post(at(incident, "key-times/mark"), {"name": "x", "at": "soon"}).status_code == 422


def test_impact_gives_figures(browser: Client, incident: Incident) -> None:
    body = {
        "audience": "availability",
        "starts_at": "12:00",
        "ends_at": "12:36",
        "amount": "50",
        "confidence": "measured",
    }
    assert browser.post(at(incident, "impact/"), body).status_code == 302
    page = browser.get(at(incident, "impact/")).content.decode()
    assert "36 min" in page
    assert "18 min" in page
    assert "99.958 %" in page
    row = Impact.objects.get()
    assert browser.post(at(incident, f"impact/{row.pk}/"), body | {"amount": "10", "version": 0}).status_code == 409
    assert browser.post(at(incident, "impact/"), {"audience": "customers", "confidence": "guessed"}).status_code == 422
    browser.post(at(incident, f"impact/{row.pk}/remove"))
    assert not Impact.objects.exists()


def test_the_timeline_is_narrowed_and_walked_in_windows(browser: Client, incident: Incident, cast: Cast) -> None:
    rows = [
        Entry(
            incident=incident,
            number=n,
            at=NOON + timedelta(seconds=n),
            text=f"entry {n}",
            lane="a" if n % 2 else "b",
            created_at=NOON,
        )
        for n in range(1, 151)
    ]
    Entry.objects.bulk_create(rows)
    page = browser.get(at(incident)).content.decode()
    assert page.count('class="entry"') == 40
    after = page.split("evidence/entries/?after=")[1].split('"')[0]
    more = browser.get(at(incident, f"entries/?after={after}")).content.decode()
    assert more.count('class="entry"') == 40
    assert "entry 41" in more
    narrowed = browser.get(at(incident, "?lane=a&words=entry+14")).content.decode()
    assert narrowed.count('class="entry"') == 5
    assert browser.get(at(incident, "?after=nonsense&since=whenever")).status_code == 200


def test_the_export_holds_every_entry_with_its_proof(browser: Client, incident: Incident, cast: Cast) -> None:
    send(browser, incident, app__jsonl=app_log())
    pinned = pin_moment(actor=actor(cast.rhea), incident=incident, moment=Moment.objects.get(), now=NOON)
    assert isinstance(pinned, Entry)
    mark_key_time(actor=actor(cast.rhea), incident=incident, mark=Mark("detected", pinned.at, entry=pinned))
    entry(incident, cast, "=1+1")
    lines = b"".join(browser.get(at(incident, "timeline.json")).streaming_content).decode().splitlines()
    first, second = (json.loads(line) for line in lines)
    assert (first["text"], second["reference"], second["key_time"], second["line"]) == ("=1+1", "T-1", "detected", 31)
    assert second["sha256"] == EvidenceFile.objects.get().sha256
    table = b"".join(browser.get(at(incident, "timeline.csv")).streaming_content).decode()
    assert "'=1+1" in table


def test_private_incidents_are_closed_to_others(private: Incident, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.otto)
    for rest in ("", "files/", "moments/", "impact/", "timeline.json", "lanes.svg", "entries/"):
        assert client.get(at(private, rest)).status_code == 404
    assert client.post(at(private, "files/"), {"files": SimpleUploadedFile("a", b"x")}).status_code == 404


def test_viewers_read_but_do_not_write(incident: Incident, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.vera)
    assert client.get(at(incident)).status_code == 200
    assert (
        client.post(at(incident, "entries/new"), {"at": "12:00", "precision": "second", "text": "x"}).status_code == 403
    )
    assert client.post(at(incident, "files/"), {"files": SimpleUploadedFile("a", b"x")}).status_code == 403


def test_a_hostile_zip_is_a_clear_word(browser: Client, incident: Incident) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.log", bytes(80_000_000))
        archive.writestr(f"{SCRIPT}.log", b"2026-03-10T12:00:00Z x\n")
    send(browser, incident, evidence__zip=out.getvalue())
    page = browser.get(at(incident, "files/1/")).content.decode()
    assert "Unpacks to more than 200 times its size, as a zip bomb does" in page
    assert SCRIPT not in browser.get(at(incident, "files/")).content.decode()


def test_lists_ask_the_database_the_same_for_1_and_for_30(browser: Client, incident: Incident, cast: Cast) -> None:
    def files(numbers: range) -> None:
        EvidenceFile.objects.bulk_create(
            EvidenceFile(
                incident=incident, number=n, name=f"{n}", sha256=f"{n:064d}", size=1, added_at=NOON, added_by=cast.rhea
            )
            for n in numbers
        )

    def moments(numbers: range) -> None:
        file = EvidenceFile.objects.order_by("pk").first()
        assert file is not None
        Moment.objects.bulk_create(Moment(file=file, at=NOON, kind="log", text=f"m {n}", score=0.5) for n in numbers)

    def entries(numbers: range) -> None:
        file = EvidenceFile.objects.order_by("pk").first()
        Entry.objects.bulk_create(
            Entry(incident=incident, number=n, at=NOON, text=f"{n}", file=file, created_at=NOON, created_by=cast.olga)
            for n in numbers
        )

    for rest, fill in (("files/", files), ("moments/", moments), ("", entries)):
        fill(range(1, 2))
        browser.get(at(incident, rest))
        one = count_queries(lambda rest=rest: browser.get(at(incident, rest)))  # type: ignore[misc]
        fill(range(2, 31))
        assert count_queries(lambda rest=rest: browser.get(at(incident, rest))) == one  # type: ignore[misc]

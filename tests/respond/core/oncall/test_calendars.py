"""Calendars out and in: what is written is read back; what is foreign is read without falling over."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from hotwash.respond.core.oncall.calendars import Entry, Read, Window, read_calendar, takings
from hotwash.respond.core.oncall.ical import Watch, calendar_of
from hotwash.respond.core.oncall.rotations import LayerValue, ScheduleValue, shifts

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN, END = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 20, tzinfo=UTC)
WINDOW = Window(BEGIN, END, BERLIN)
PEOPLE = [(1, "Ada Lovelace", "ada@example.org"), (2, "Ben", "ben.b@example.org")]


def event(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()


def starts(*lines: str) -> list[str]:
    read = read_calendar(event(*lines), WINDOW)
    assert read.problems == ()
    return [f"{one.starts_at:%m-%d %H}" for one in read.entries]


def written(now: datetime) -> bytes:
    value = ScheduleValue(BERLIN, (LayerValue(name="W", members=(1, 2), starts_on=date(2026, 3, 2)),))
    found = list(shifts(value, now - timedelta(days=14), now + timedelta(days=28)))
    return calendar_of("On call: Web", [Watch(7, "Web", BERLIN, found)], {1: "Ada Lovelace", 2: "Ben"}, now)


def test_what_is_written_is_read_back_over_a_dst_night() -> None:
    read = read_calendar(written(datetime(2026, 3, 24, 12, tzinfo=UTC)), WINDOW)
    found, unknown = takings(read, PEOPLE)
    assert (read.problems, unknown) == ((), [])
    assert [(one.person, f"{one.starts_at:%m-%d %H}") for one in found][1:3] == [(1, "03-16 08"), (2, "03-23 08")]
    assert [f"{one.ends_at:%m-%d %H}" for one in found][2] == "03-30 07"  # nine in Berlin is an hour earlier now


def test_uids_stay_while_time_goes_on() -> None:
    def uids(now: datetime) -> dict[str, str]:
        events = Calendar.from_ical(written(now)).walk("VEVENT")
        return {str(one["dtstart"].dt): str(one["uid"]) for one in events}

    before, after = (uids(datetime(2026, 3, day, 12, tzinfo=UTC)) for day in (18, 26))
    both = (before.keys() & after.keys()) - {min(before), min(after)}
    assert len(both) >= 4
    assert {key: before[key] for key in both} == {key: after[key] for key in both}
    assert len(set(before.values())) == len(before)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("DTSTART:20260310T090000Z", "DTEND:20260310T170000Z"), ["03-10 09"]),
        (("DTSTART;TZID=Europe/Berlin:20260310T090000", "DURATION:PT8H"), ["03-10 08"]),
        (("DTSTART:20260310T090000", "DURATION:PT8H"), ["03-10 08"]),  # no zone: the schedule's
        (("DTSTART;VALUE=DATE:20260310",), ["03-09 23"]),
        (
            ("DTSTART;TZID=Europe/Berlin:20260323T090000", "DURATION:P7D", "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3"),
            ["03-23 08", "04-06 07"],  # the third begins after the window
        ),
        (
            (
                "DTSTART:20260310T090000Z",
                "DURATION:PT1H",
                "RRULE:FREQ=DAILY;UNTIL=20260313T090000Z",
                "EXDATE:20260311T090000Z",
            ),
            ["03-10 09", "03-12 09", "03-13 09"],
        ),
        (("DTSTART:20100101T090000Z", "DURATION:PT1H", "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5"), ["03-05 09"]),
        (("DTSTART:20260310T090000Z", "DURATION:PT1H", "STATUS:CANCELLED"), []),
        (("DTSTART:20200310T090000Z", "DURATION:PT1H"), []),
    ],
)
def test_events_of_a_calendar(lines: tuple[str, ...], expected: list[str]) -> None:
    assert starts(*lines) == expected


def test_an_event_that_was_moved_stands_once() -> None:
    rule = event("DTSTART:20260310T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2").decode()
    lines = ["UID:1", "RECURRENCE-ID:20260311T090000Z", "DTSTART:20260311T150000Z", "DURATION:PT1H"]
    moved = "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])
    read = read_calendar(rule.replace("END:VCALENDAR", moved + "END:VCALENDAR").encode(), WINDOW)
    assert [f"{one.starts_at:%d %H}" for one in read.entries] == ["10 09", "11 15"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no events"),
        (b"<html>", "no calendar"),
        (b"\xff\xfe\x00", "no calendar"),
        (event("SUMMARY:x"), "no start"),
        (event("DTSTART:20260310T090000Z", "DTEND:20260309T090000Z"), "ends before it begins"),
        (event("DTSTART:20260310T090000Z", "DURATION:PT1H", "RRULE:FREQ=SECONDLY"), "more than once an hour"),
        (b"x" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_what_cannot_be_read_is_said(content: bytes, said: str) -> None:
    read = read_calendar(content, WINDOW)
    assert read.entries == ()
    assert said in " ".join(read.problems)


@given(
    st.lists(
        st.sampled_from(
            [
                "DTSTART:20260310T090000Z",
                "DTEND:0",
                "DURATION:-P1D",
                "RRULE:FREQ=",
                "EXDATE:x",
                "RDATE:20260311T090000Z",
                "RRULE:FREQ=DAILY;UNTIL=x",
                "DTSTART:9",
                "ATTENDEE:mailto:a@b.c",
            ]
        ),
        max_size=5,
    )
)
def test_no_event_is_a_defect(lines: list[str]) -> None:
    read = read_calendar(event(*lines), WINDOW)
    assert all(one.ends_at > one.starts_at for one in read.entries)


@given(st.binary(max_size=200))
def test_no_bytes_are_a_defect(content: bytes) -> None:
    read_calendar(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + content + b"\r\nEND:VEVENT\r\nEND:VCALENDAR", WINDOW)


@pytest.mark.parametrize(
    ("summary", "mails", "people"),
    [
        ("On call: Ada Lovelace", (), [1]),
        ("Ada", ("ada@example.org",), [1]),
        ("ben.b primary", (), [2]),
        ("Ben and Ada Lovelace", (), [1, 2]),
        ("Benjamin", (), []),
        ("", (), []),
    ],
)
def test_who_is_meant(summary: str, mails: tuple[str, ...], people: list[int]) -> None:
    found, unknown = takings(Read((Entry(BEGIN, END, summary, mails),), ()), PEOPLE)
    assert sorted(one.person for one in found) == people
    assert bool(unknown) == (not people)

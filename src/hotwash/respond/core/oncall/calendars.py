"""Calendars of others: who is on call in the events of an iCalendar file (RFC 5545).

Recurrences are unfolded (RRULE, RDATE, EXDATE, moved single events); whole days count from midnight in the calendar's
zone. The person is found by the mail addresses of an event, else by the names in its summary. Nothing here raises.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar, Component

MAX_BYTES: Final = 5_000_000
MAX_EVENTS: Final = 5_000  # of a calendar, and of what its recurrences unfold to
MAX_PROBLEMS: Final = 20
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"[\w.-]+")
_UNTIL = re.compile(r"UNTIL=(\d{8})(?:T(\d{6})(Z?))?")
_TOO_OFTEN = re.compile(r"FREQ=(SECONDLY|MINUTELY)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: ``mails`` in lower case, ``summary`` as it stands."""

    starts_at: datetime
    ends_at: datetime
    summary: str
    mails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    entries: tuple[Entry, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """What is wanted of a calendar: events that touch this span; times without a zone are in ``zone``."""

    begin: datetime
    end: datetime
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Taking:
    """``person`` is on call in the span."""

    person: int
    starts_at: datetime
    ends_at: datetime


def read_calendar(content: bytes, window: Window) -> Read:
    """The events of a file, and in words what could not be read."""
    if len(content) > MAX_BYTES:
        return Read((), (f"The calendar is larger than {MAX_BYTES // 1_000_000} MB.",))
    try:
        calendars = Calendar.from_ical(content.decode("utf-8", "replace"), multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        return Read((), (f"This is no calendar (iCalendar, .ics): {_words(error)}.",))
    events = [event for calendar in calendars for event in islice(calendar.walk("VEVENT"), MAX_EVENTS)]
    entries: list[Entry] = []
    problems = [] if events else ["The calendar has no events."]
    moved = {(str(event.get("UID")), _moment_of(event, "RECURRENCE-ID", window.zone)) for event in events}
    for event in events[:MAX_EVENTS]:
        try:
            entries += islice(_entries(event, window, moved), MAX_EVENTS - len(entries))
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError) as error:
            problems.append(f"“{str(event.get('SUMMARY', ''))[:80]}” could not be read: {_words(error)}.")
    if len(entries) >= MAX_EVENTS:
        problems.append(f"Only the first {MAX_EVENTS:,} events were taken.")
    return Read(tuple(sorted(entries, key=lambda one: one.starts_at)), tuple(problems[:MAX_PROBLEMS]))


def takings(read: Read, people: Sequence[tuple[int, str, str]]) -> tuple[list[Taking], list[str]]:
    """Who takes which span, and whom nobody knows. ``people`` are (number, name, mail)."""
    by_mail = {mail.lower(): number for number, _, mail in people}
    found: list[Taking] = []
    unknown: dict[str, None] = {}
    for entry in read.entries:
        numbers = [by_mail[mail] for mail in entry.mails if mail in by_mail] or _named(entry.summary, people)
        found += [Taking(number, entry.starts_at, entry.ends_at) for number in dict.fromkeys(numbers)]
        if not numbers:
            unknown.setdefault(f"Nobody here is meant by “{(entry.summary or ', '.join(entry.mails))[:80]}”.")
    return found, list(unknown)[:MAX_PROBLEMS]


def _named(summary: str, people: Sequence[tuple[int, str, str]]) -> list[int]:
    """Those whose whole name, or else the part of their mail before the @, stands in the summary as words."""
    said = _spelt(summary)
    whole = [number for number, name, _ in people if _spelt(name) in said]
    return whole or [number for number, _, mail in people if _spelt(mail.partition("@")[0]) in said]


def _spelt(text: str) -> str:
    """The words of a text in lower case, with a space before and after."""
    return f" {' '.join(_WORD.findall(text.lower()))} "


def _entries(event: Component, window: Window, moved: set[tuple[str, datetime | None]]) -> Iterator[Entry]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    start = _moment_of(event, "DTSTART", window.zone)
    if start is None:
        raise ValueError("it has no start")
    length = _length(event, start, window.zone)
    if length <= timedelta():
        raise ValueError("it ends before it begins")
    summary, mails = str(event.get("SUMMARY", "")), tuple(_mails(event))
    for at in _occurrences(event, start, length, window, moved):
        if at < window.end and at + length > window.begin:
            yield Entry(at.astimezone(UTC), (at + length).astimezone(UTC), summary, mails)


def _occurrences(
    event: Component, start: datetime, length: timedelta, window: Window, moved: set[tuple[str, datetime | None]]
) -> Iterator[datetime]:
    rule = event.get("RRULE")
    if rule is None:
        yield start
        yield from _dates(event, "RDATE", window.zone)
        return
    text = rule.to_ical().decode()
    if _TOO_OFTEN.search(text):
        raise ValueError("it is repeated more than once an hour")
    uid, without = str(event.get("UID")), set(_dates(event, "EXDATE", window.zone))
    zone = start.tzinfo or window.zone
    local = start.replace(tzinfo=None)
    rules = rrulestr(_UNTIL.sub(lambda found: _until(found, zone), text), dtstart=local)
    begin, end = ((at).astimezone(zone).replace(tzinfo=None) for at in (window.begin - length, window.end))
    for at in islice(rules.xafter(begin, inc=True), MAX_EVENTS):
        if at > end:
            break
        moment = at.replace(tzinfo=zone)
        if moment not in without and (uid, moment) not in moved:
            yield moment
    yield from _dates(event, "RDATE", window.zone)


def _until(found: re.Match[str], zone: tzinfo) -> str:
    """The end of a recurrence in the same wall-clock time as its start."""
    if not found[2]:
        return f"UNTIL={found[1]}T235959"
    at = datetime.strptime(f"{found[1]}{found[2]}", "%Y%m%d%H%M%S").replace(tzinfo=UTC if found[3] else zone)
    return f"UNTIL={at.astimezone(zone):%Y%m%dT%H%M%S}"


def _moment_of(event: Component, name: str, zone: ZoneInfo) -> datetime | None:
    return _moment(getattr(event.get(name), "dt", None), zone)


def _moment(value: object, zone: ZoneInfo) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=zone)
    return datetime.combine(value, time(0), tzinfo=zone) if isinstance(value, date) else None


def _length(event: Component, start: datetime, zone: ZoneInfo) -> timedelta:
    ends = _moment_of(event, "DTEND", zone)
    if ends is not None:
        return ends - start
    length = getattr(event.get("DURATION"), "dt", None)
    if isinstance(length, timedelta):
        return length
    whole_day = not isinstance(getattr(event.get("DTSTART"), "dt", None), datetime)
    return timedelta(days=1) if whole_day else timedelta()


def _dates(event: Component, name: str, zone: ZoneInfo) -> Iterator[datetime]:
    lists = event.get(name, [])
    for one in lists if isinstance(lists, list) else [lists]:
        for value in getattr(one, "dts", []):
            found = _moment(getattr(value, "dt", None), zone)
            if found is not None:
                yield found


def _mails(event: Component) -> Iterator[str]:
    attendees = event.get("ATTENDEE", [])
    said = [str(one) for one in (attendees if isinstance(attendees, list) else [attendees])]
    for text in (*said, str(event.get("SUMMARY", "")), str(event.get("DESCRIPTION", ""))):
        yield from (found.lower() for found in _MAIL.findall(text))


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__

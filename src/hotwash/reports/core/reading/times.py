"""Times as people write them at the head of a line: with or without a date, a zone, an end, an "about"."""

import re
from dataclasses import dataclass, replace
from datetime import date

from hotwash.ports.stamps.months import MONTHS, month_of
from hotwash.ports.stamps.zones import offset_of

_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th|\.)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DATE = re.compile(
    rf"{_WEEKDAY}(?:(?P<iso>\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d))"
    rf"|(?P<dmy>(?<!\d){_DAY}(?:\s+of)?[\s-]+{_MONTH}(?![a-z])(?:,?[\s-]+\d{{4}}(?!\d|:))?)"
    rf"|(?P<mdy>{_MONTH}\s+{_DAY}(?![\d:])(?:,?\s+\d{{4}}(?![\d:]))?)"
    r"|(?P<num>(?<![\d.])\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?![\d.])))",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?:[01]?\d|2[0-4])(?::[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?|[.h][0-5]\d)(?!\d|%|[.:]\d)(?:\s?[ap]\.?m\b\.?)?"
    r"|(?:1[0-2]|0?[1-9])\s?[ap]\.?m\b\.?"
    r"|(?:[01]\d|2[0-3])[0-5]\d(?=\s?(?:Z|UTC|GMT)\b)",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\s?\(?(?:(?:UTC|GMT)\s?[+-]\d{1,2}(?::?\d\d)?|Z|\+\d\d:?\d\d|(?<=:\d\d:\d\d)-\d\d:?\d\d|[A-Z]{3,4})\)?(?![A-Za-z0-9])"
)
_OPENING = re.compile(r"[\s\[(*_>|-]*(?:(?:at|on|by|from|since)\s+)?", re.IGNORECASE)
_ABOUT = re.compile(r"(?:[~≈±]|(?:about|around|approximately|approx\.?|circa|roughly|ca?\.)\s?)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:[\s,;:T@)\]*–-]|\bat\b)*", re.IGNORECASE)
_TO = re.compile(r"\s*(?:-{1,3}|–|—|&|/|\b(?:to|until|till|through|and)\b)\s*", re.IGNORECASE)
_SEPARATOR = re.compile(r"^[\s\])*_|:;,.–—~-]+")


@dataclass(frozen=True, slots=True)
class Day:
    """``year`` 0: not written."""

    year: int
    month: int
    day: int

    def date(self) -> date | None:
        """None where no year is written or the calendar has no such day."""
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Clock:
    hour: int
    minute: int
    second: int = -1

    @property
    def minutes(self) -> int:
        return self.hour * 60 + self.minute


@dataclass(frozen=True, slots=True)
class Found:
    """A time at the head of a text. ``offset``: seconds east of UTC if a zone stands beside it."""

    day: Day | None
    clock: Clock | None
    until: Clock | None
    offset: int | None
    about: bool
    rest: str


class _Cursor:
    """Takes one pattern after the other from the head of a text."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found[0]

    def rest(self) -> str:
        return _SEPARATOR.sub("", self.text[self.at :].strip())


def at_head(text: str) -> Found | None:
    """The time that a line begins with; None when it begins with something else."""
    cursor = _Cursor(text)
    cursor.take(_OPENING)
    about = bool(cursor.take(_ABOUT))
    written = cursor.take(_DATE)
    after_date = cursor.at
    if written:
        cursor.take(_BETWEEN)
        about = bool(cursor.take(_ABOUT)) or about
    clock = clock_of(found) if (found := cursor.take(_CLOCK)) else None
    if clock is None:
        cursor.at = after_date
        return _day_alone(cursor, written, about=about)
    offset = _zone(cursor)
    until = _until(cursor)
    later = _zone(cursor) if until else None
    offset = later if offset is None else offset
    day = day_of(written) if written else None
    return None if written and day is None else Found(day, clock, until, offset, about, cursor.rest())


def inside(text: str) -> Found | None:
    """The first time of day in a sentence, with the date that stands beside it; ``rest`` is the whole sentence."""
    for start in [match.start() for match in _DATE.finditer(text)]:
        found = at_head(text[start:])
        if found is not None and found.clock is not None:
            return replace(found, rest=text)
    for match in _CLOCK.finditer(text):
        if match.start() and (text[match.start() - 1].isalnum() or text[match.start() - 1] in ".:/-"):
            continue
        found = at_head(text[match.start() :])
        if found is not None and found.clock is not None:
            return replace(found, day=next(iter(days_in(text)), None), rest=text)
    return None


def _zone(cursor: _Cursor) -> int | None:
    start = cursor.at
    offset = zone_offset(cursor.take(_ZONE))
    if offset is None:
        cursor.at = start
    return offset


def _day_alone(cursor: _Cursor, written: str, *, about: bool) -> Found | None:
    """A date without a time of day: it has to stand apart from what follows."""
    day = day_of(written) if written else None
    start = cursor.at
    if cursor.take(_TO) and not cursor.take(_DATE):
        cursor.at = start
    if day is None or cursor.text[cursor.at : cursor.at + 1].isalnum():
        return None
    return Found(day, None, None, None, about, cursor.rest())


def _until(cursor: _Cursor) -> Clock | None:
    start = cursor.at
    if cursor.take(_TO):
        cursor.take(_DATE)
        cursor.take(_BETWEEN)
        cursor.take(_ABOUT)
        if found := cursor.take(_CLOCK):
            return clock_of(found)
    cursor.at = start
    return None


def day_of(text: str) -> Day | None:
    """A calendar day written in one of the usual ways. 5-26-21 and 5/26/2021 are month first, 26.5.2021 day first."""
    found = _DATE.search(text)
    if not found:
        return None
    if found["iso"]:
        year, month, day = (int(part) for part in re.split(r"[-/.]", found["iso"]))
    elif found["num"]:
        year, month, day = _numeric(found["num"])
    else:
        words = re.findall(r"\d+|[^\W\d]+\.?", found["dmy"] or found["mdy"])
        month = next((number for word in words if (number := month_of(word))), 0)
        numbers = [int(word) for word in words if word.isdecimal()]
        day, year = numbers[0] if numbers else 0, numbers[1] if len(numbers) > 1 else 0
    return (
        Day(year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 and (year == 0 or 1980 <= year <= 2100) else None
    )


def _numeric(text: str) -> tuple[int, int, int]:
    first, second, year = (int(part) for part in re.split(r"[-/.]", text))
    month, day = (second, first) if "." in text or first > 12 else (first, second)
    return (year + 2000 if year < 100 else year), month, day


def days_in(text: str) -> list[Day]:
    found = (day_of(match[0]) for match in _DATE.finditer(text))
    return [day for day in found if day is not None]


def clock_of(text: str) -> Clock | None:
    numbers = [int(part) for part in re.findall(r"\d+", text)[:3]]
    if re.fullmatch(r"\d{4}", text.strip()):
        numbers = [int(text.strip()[:2]), int(text.strip()[2:])]
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    half = re.search(r"([ap])\.?m", text, re.IGNORECASE)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[1].lower() == "p" else 0)
    if hour == 24 and minute == 0:
        hour = 0
    return Clock(hour, minute, numbers[2] if len(numbers) > 2 else -1) if hour < 24 and minute < 60 else None


def zone_offset(text: str) -> int | None:
    """Seconds east of UTC for a zone as people write it beside a time; None for a word that is none."""
    word = text.strip().strip("()").strip()
    if found := re.fullmatch(r"(?:UTC|GMT)\s?([+-])(\d{1,2})(?::?(\d\d))?", word):
        size = int(found[2]) * 3600 + int(found[3] or 0) * 60
        return -size if found[1] == "-" else size
    return offset_of(word)[0]


def with_year(day: Day, year: int) -> Day:
    return day if day.year else replace(day, year=year)

"""The family of clocks: logs whose lines have a time of day, or the seconds since a start, but no date.

A date that stands alone above the lines is theirs. Without one the records keep their order and have no time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from hotwash.ports.formats import Body, Record, Sample
from hotwash.ports.reading.levels import level_in
from hotwash.ports.reading.notes import day_of
from hotwash.ports.reading.openers import margin
from hotwash.ports.stamps import Basis, Stamp, find_stamp, from_text
from hotwash.ports.stamps.stamp import DAY, NS

_HEAD = re.compile(
    r"[\[(< ]{0,3}(?:[A-Z][\w.-]{0,12} |\d{1,6} {1,4}|\[pid +\d+\] )?(?:(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d)(?:[.,](?P<fraction>\d{1,9}))?)?(?:\s?(?P<half>[AaPp]\.?[Mm]\b\.?))?(?!\d|:\d)|\[ {0,8}(?P<after>\d{1,9}\.\d{2,9})s?\]|(?P<minutes>\d\d:\d\d\.\d{3})(?=:))[\]):>]{0,2}(?=\s|\[|<|$)"
)
_HEADING = re.compile(r"\W|(?:[A-Z][\w,]* ){0,4}\d|Notes|Log|Date")
_DAY_ALONE = re.compile(
    r"(?:\w{2,9}\.?,? )?(?P<day>\d{4}[/.]\d\d?[/.]\d\d?|\d\d?[/.]\d\d?[/.]\d{4})(?: ?\(?\w{2,9}\)?)?"
)
_CUE = re.compile(r"[\d:.,]+ --> [\d:.,]+")  # of a transcript
_LONGEST = 8192


def _day_in(text: str) -> int | None:
    """The day (counted from 1970) of a whole date that a line between the records names; a heading may name it alone."""
    found = find_stamp(text, end=120, weak=False)
    heading = None if found else _DAY_ALONE.fullmatch(text.strip())
    if heading:
        stamp = from_text(f"{heading['day']} 00:00:00")
    else:
        stamp = found.stamp if found else day_of(text) if _HEADING.match(text) else None
    return stamp.ns // (DAY * NS) if stamp and not stamp.yearless else None


def _names_day(text: str) -> bool:
    """Whether a line says, in words, on which day the clocks below it were: Session Start, Saved on."""
    return text[:1].isalpha() and not _HEAD.match(text) and _day_in(text) is not None


@dataclass(slots=True)
class _Days:
    """The day that holds for the next line; past midnight it is the following one."""

    day: int | None = None
    before: int = field(default=-1)

    def place(self, match: re.Match[str]) -> Stamp | None:
        if match["hour"] is None or self.day is None:
            return None
        hour = int(match["hour"])
        if match["half"] and hour <= 12:
            hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
        seconds = hour * 3600 + int(match["minute"]) * 60 + int(match["second"] or 0)
        self.day += seconds + DAY // 2 < self.before
        self.before = seconds
        fraction = match["fraction"] or ""
        ns = (self.day * DAY + seconds) * NS + int(fraction.ljust(9, "0") or 0)
        digits = len(fraction) if match["second"] else -1
        return Stamp(ns, digits, raw=match[0].strip(), year=Basis.FILE)


@dataclass(frozen=True)
class ClockLog:
    """A log that only knows the time of day, or the time since it began."""

    key: str = "clock"
    title: str = "Log with times of day only"
    family: str = "clocks"

    def recognise(self, sample: Sample) -> float:
        lines = sample.filled[:400]
        heads = sum(bool(_HEAD.match(text)) for text in lines)
        days = tuple(text for text in lines[:40] if _names_day(text)) if heads > 1 else ()
        lines = tuple(text for text in lines if text not in days)
        if heads > 1 and sum(bool(_CUE.match(text)) for text in lines) == heads:
            return 0.45
        return 0.45 if heads > 1 and heads * 10 >= max(margin(lines), 1) * 6 else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        days, current, untimed = _Days(), None, 0
        for line in body.lines():
            match = _HEAD.match(line.text)
            if match:
                if current:
                    yield current
                body.understood += 1
                stamp = days.place(match)
                untimed += stamp is None
                text = line.text[match.end() :].strip() or line.text.strip()
                since = match["after"] or match["minutes"]
                kept = {"after": since} if since else {"clock": match[0].strip("[]() <>")}
                level = level_in(line.text, match.end())
                current = Record(stamp, text[:_LONGEST], line.number, line.offset, level, "log", kept)
            elif (day := _day_in(line.text)) is not None:
                days.day, days.before = day, -1
            elif current and line.text.strip() and len(current.text) < _LONGEST:
                current = replace(current, text=f"{current.text}\n{line.text}", size=current.size + 1)
        if current:
            yield current
        if untimed:
            body.problems.append(
                "Its times name no day: the records keep their order. Say when it began to place them."
            )

"""Fields that hold one time and nothing else."""

import re
from collections.abc import Mapping
from functools import lru_cache

from hotwash.ports.stamps.numbers import from_number
from hotwash.ports.stamps.stamp import NS, Stamp
from hotwash.ports.stamps.styles import DAY, STYLES, Style

_FULL = (*STYLES, DAY)
_FLIPPED = re.compile(r"^\s*(?:\w{2,9},? )")
_WEEKDAY_FIRST = {"dayfirst", "ctime", "bsd", "named", "iso"}
_GIT = re.compile(r"(\d{9,10}) [+-]\d{4}")  # as git keeps them
_MICROSOFT = re.compile(r"\\?/Date\((\d{12,14})(?:[+-]\d{4})?\)\\?/")  # the zone in it is only how to show it
_NOTE = re.compile(r" \([A-Za-z][^()]*\)$")  # the name of a zone in words
_NUMBER = re.compile(r"\d{9,20}(?:\.\d{1,12})?(?:[eE]\+?\d+)?")


@lru_cache(maxsize=64)  # an object is asked for its time more than once
def from_text(text: str, styles: tuple[Style, ...] = _FULL) -> Stamp | None:
    """A field that holds one time and nothing else. ``-``, empty and the year 1 are no value."""
    if ticks := _MICROSOFT.fullmatch(text):
        return from_number(ticks[1])
    text = _NOTE.sub("", text.strip().strip("\"'[]"))
    if len(text) < 6 or len(text) > 64:
        return None
    if number := _NUMBER.fullmatch(text):
        return from_number(number[0])
    if git := _GIT.fullmatch(text):
        return from_number(git[1])
    for style in styles:
        match = style.pattern.match(text)
        if match is None and style.key in _WEEKDAY_FIRST:
            cut = _FLIPPED.match(text)
            match = style.pattern.match(text, cut.end()) if cut else None
        if match and len(text) - match.end() <= 5 and (stamp := style.make(match)):
            return Stamp(stamp.ns, stamp.digits, stamp.offset, stamp.zone, stamp.yearless, text, stamp.year)
    return None


_PARTS = (("seconds", "nanos"), ("epochSecond", "nanoOfSecond"), ("sec", "nsec"), ("secs", "nanos"))


def _parted(value: Mapping[str, object]) -> tuple[int, int] | None:
    """Seconds and nanoseconds side by side, as Protocol Buffers and Java write an instant."""
    for first, second in _PARTS:
        whole, rest = value.get(first), value.get(second, 0)
        if isinstance(whole, int) and isinstance(rest, int) and whole >= 10**8 and 0 <= rest < NS:
            return whole, rest
    return None


def is_time(value: Mapping[str, object]) -> bool:
    """Whether an object is nothing but a time."""
    return "$date" in value or (len(value) < 4 and _parted(value) is not None)


def from_value(value: object) -> Stamp | None:
    """A time out of a JSON value: text, number, or the wrappers of MongoDB exports."""
    if isinstance(value, str):
        return from_text(value)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return from_number(value)
    if isinstance(value, dict):
        if parts := _parted(value):
            return from_number(f"{parts[0]}.{parts[1]:09d}")
        for key in ("$date", "$numberLong", "time", "dateTime"):
            if key in value:
                return from_value(value[key])
    return None

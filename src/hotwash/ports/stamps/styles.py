"""How times are spelt. A style is a pattern and a way to make a ``Stamp`` of its match; ``STYLES`` is in order of trust."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from hotwash.ports.stamps.months import month_of
from hotwash.ports.stamps.stamp import NS, Basis, Stamp, to_stamp
from hotwash.ports.stamps.zones import ZONE, offset_of

Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Style:
    """``make`` gives None where the match is no time after all. ``weak`` styles need other lines to agree."""

    key: str
    pattern: re.Pattern[str]
    make: Callable[[Match], Stamp | None]
    weak: bool = False


class Found(NamedTuple):
    stamp: Stamp
    style: Style
    start: int
    end: int


def _zoned(day: tuple[int, int, int], clock: tuple[int, int, int], fraction: str, match: Match) -> Stamp | None:
    zone = match["zone"] if "zone" in match.re.groupindex else None
    offset, assumed = offset_of(zone) if zone else (None, False)
    stamp = to_stamp(day, clock, fraction, offset, match[0].strip())
    return replace(stamp, zone=Basis.ASSUMED) if stamp and assumed else stamp


def _clock(match: Match) -> tuple[int, int, int]:
    hour = int(match["hour"])
    half = match["half"] if "half" in match.re.groupindex else None
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    return hour, int(match["minute"]), int(match["second"] or 0) if "second" in match.re.groupindex else 0


def _fraction(match: Match) -> str:
    return (match["fraction"] or "") if "fraction" in match.re.groupindex else ""


def _by_number(match: Match) -> Stamp | None:
    year = int(match["year"])
    year += 0 if len(match["year"]) == 4 else (2000 if year < 70 else 1900)
    if not year:  # 0000-12-30 and the like: no value
        return None
    stamp = _zoned((year, int(match["month"]), int(match["day"])), _clock(match), _fraction(match), match)
    bare = "second" in match.re.groupindex and match["second"] is None
    return replace(stamp, digits=-1) if stamp and bare else stamp


def _by_name(match: Match) -> Stamp | None:
    month = month_of(match["name"])
    if not month:
        return None
    year = int(match["year"]) if "year" in match.re.groupindex and match["year"] else 0
    stamp = _zoned((year, month, int(match["day"])), _clock(match), _fraction(match), match)
    bare = "second" in match.re.groupindex and match["second"] is None
    return replace(stamp, digits=-1) if stamp and bare else stamp


def _either_way(match: Match) -> Stamp | None:
    """12/31/2024 or 31/12/2024: month first, unless the number says otherwise or points part them."""
    first, second = int(match["one"]), int(match["two"])
    month, day = (second, first) if first > 12 or "." in match["sep"] else (first, second)
    year = int(match["year"])
    year += 0 if len(match["year"]) == 4 else 2000
    stamp = _zoned((year, month, day), _clock(match), _fraction(match), match)
    return replace(stamp, digits=-1) if stamp and match["second"] is None else stamp


def _without_year(match: Match) -> Stamp | None:
    return _zoned((0, int(match["month"]), int(match["day"])), _clock(match), _fraction(match), match)


def _day_only(match: Match) -> Stamp | None:
    stamp = to_stamp((int(match["year"]), int(match["month"]), int(match["day"])), (0, 0, 0), "", None, match[0])
    return replace(stamp, digits=-2) if stamp else None


def _epoch(match: Match) -> Stamp | None:
    return from_number(match["epoch"])


def _tai(match: Match) -> Stamp | None:
    """TAI64N as daemontools writes it; its common readers take ten seconds off and nothing more."""
    seconds = int(match["tai"], 16) - (1 << 62) - 10
    return Stamp(seconds * NS + int(match["nano"], 16), 9, 0, Basis.FORMAT, raw=match[0])


_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d\d):(?P<second>\d\d)"
_FRAC = r"(?:[.,:](?P<fraction>\d{1,10})(?!\d))?"
_TAIL = rf"(?:\s?{ZONE})?"
_NAME = r"(?P<name>[^\W\d_]{3,9})\.?"
_WEEK = r"(?:[^\W\d_]{2,9}\.?,? )?"
_EDGE = r"(?<![\d.])(?<!\d[:/-])"


def _style(key: str, pattern: str, make: Callable[[Match], Stamp | None], *, weak: bool = False) -> Style:
    return Style(key, re.compile(pattern), make, weak)


STYLES: tuple[Style, ...] = (
    _style("iso", rf"{_EDGE}(?P<year>\d{{4}})(?P<s>[-/.])(?P<month>\d\d?)(?P=s)(?P<day>\d\d?)(?:T|[ _]{{1,2}}|, )"
           rf"{_TIME}{_FRAC}{_TAIL}", _by_number),
    _style("clf", rf"(?P<day>\d\d?)/{_NAME}/(?P<year>\d{{4}}):{_TIME}{_FRAC}{_TAIL}", _by_name),
    _style("ctime", rf"{_WEEK}{_NAME} {{1,2}}(?P<day>\d\d?) {{1,2}}{_TIME}{_FRAC}(?: {ZONE})? (?P<year>\d{{4}})(?!\d)",
           _by_name),
    _style("named", rf"{_EDGE}{_NAME} {{1,2}}(?P<day>\d\d?),? (?P<year>\d{{4}}),?(?: at)? {_TIME}{_FRAC}(?:\s(?P<half>[AaPp]\.?[Mm]))?"
           rf"{_TAIL}", _by_name),
    _style("dayfirst", rf"{_EDGE}(?P<day>\d\d?)[- ]{_NAME}[- ,]{{1,2}}(?P<year>\d{{4}}|\d\d)[ :,T]{{1,2}}"
           rf"{_TIME}{_FRAC}(?:\s(?P<half>[AaPp][Mm]))?{_TAIL}", _by_name),
    _style("either", rf"{_EDGE}(?P<one>\d\d?)(?P<sep>[/.-])(?P<two>\d\d?)(?P=sep)(?P<year>\d{{4}}|\d\d)(?:T|,? {{1,2}})"
           r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?" rf"{_FRAC}(?:\s?(?P<half>[AaPp][Mm]))?{_TAIL}",
           _either_way),
    _style("basic", rf"(?<![\w.])(?P<year>\d{{4}})(?P<month>\d\d)(?P<day>\d\d)[T -](?P<hour>\d\d):?(?P<minute>\d\d):?(?P<second>\d\d)"
           rf"{_FRAC}{_TAIL}(?!\d)", _by_number),
    _style("dashed", rf"{_EDGE}(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)[-_ T](?P<hour>\d\d)[.-](?P<minute>\d\d)[.-]"
           r"(?P<second>\d\d)(?:[.](?P<fraction>\d{1,9}))?(?!\d)", _by_number),
    _style("tai64n", r"@(?P<tai>4[0-9a-f]{15})(?P<nano>[0-9a-f]{8})", _tai),
    _style("bsd", rf"{_EDGE}{_NAME} {{1,2}}(?P<day>\d\d?) {{1,2}}{_TIME}{_FRAC}(?:\s{ZONE})?", _by_name),
    _style("glog", r"(?<!\w)[IWEFD](?P<month>\d\d)(?P<day>\d\d) {1,2}" rf"{_TIME}(?:\.(?P<fraction>\d{{1,9}}))", _without_year),
    _style("android", rf"(?<![\w:./-])(?P<month>\d\d)-(?P<day>\d\d) {_TIME}(?:\.(?P<fraction>\d{{1,9}}))", _without_year),
    _style("short", rf"(?<![\w:.])(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d) {{1,2}}{_TIME}(?!\d)", _by_number),
    _style("packed", r"(?<![\w:.])(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d) (?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)(?= )",
           _by_number, weak=True),
    _style("twodigit", rf"(?<![\w:./-])(?P<year>\d\d)(?P<s>[/-])(?P<month>\d\d)(?P=s)(?P<day>\d\d) {_TIME}{_FRAC}", _by_number, weak=True),
    _style("minute", rf"{_EDGE}(?P<year>\d{{4}})(?P<s>[-/.])(?P<month>\d\d?)(?P=s)(?P<day>\d\d?)(?:T|,? {{1,2}}|, )"
           rf"(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?![:\d])(?P<second>(?!))?{_TAIL}", _by_number),
    _style("audit", r"(?P<epoch>\d{10}(?:\.\d{1,9})?)(?=:\d+\))", _epoch),
    _style("epoch", r"(?<![\w./:+-])(?P<epoch>[12]\d{9}(?:\d{3}|\d{6}|\d{9})?(?:[.,]\d{1,9})?)(?![\w/])", _epoch, weak=True),
)  # fmt: skip
DAY = _style("day", r"(?<![\w./:-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\w:-])", _day_only)

_FLIPPED = re.compile(r"^\s*(?:\w{2,9},? )")


def find_stamp(
    text: str, styles: Iterable[Style] = STYLES, *, start: int = 0, end: int = 200, weak: bool = True
) -> Found | None:
    """The leftmost time of any style between ``start`` and ``end``; of two at one place, the longer."""
    best: Found | None = None
    for style in styles:
        if style.weak and not weak:
            continue
        match = style.pattern.search(text, start, min(end, best.start + 40) if best else end)
        if match is None or (best and (match.start(), -match.end()) >= (best.start, -best.end)):
            continue
        if stamp := style.make(match):
            best = Found(stamp, style, match.start(), match.end())
    return best


_FULL = (*STYLES, DAY)


def from_text(text: str) -> Stamp | None:
    """A field that holds one time and nothing else. ``-``, empty and the year 1 are no value."""
    text = text.strip().strip("\"'[]")
    if len(text) < 6 or len(text) > 64:
        return None
    if number := _NUMBER.fullmatch(text):
        return from_number(number[0])
    for style in _FULL:
        match = style.pattern.match(text)
        if match is None and style.key in {"dayfirst", "ctime", "bsd", "named"}:
            cut = _FLIPPED.match(text)
            match = style.pattern.match(text, cut.end()) if cut else None
        if match and len(text) - match.end() <= 5 and (stamp := style.make(match)):
            return replace(stamp, raw=text)
    return None


_NUMBER = re.compile(r"\d{9,20}(?:\.\d{1,12})?(?:[eE]\+?\d+)?")
_UNITS = ((10**11, 0), (10**14, 3), (10**17, 6), (10**20, 9))


def from_number(value: str | float | Decimal) -> Stamp | None:
    """Epoch seconds, milli-, micro- or nanoseconds, told apart by size. Zero and small numbers are no value.

    Digits after the point of a float are those of its shortest spelling, at most to the microsecond.
    """
    try:
        exact = Decimal(repr(value) if isinstance(value, float) else str(value).replace(",", "."))
    except (InvalidOperation, ValueError):
        return None
    if not exact.is_finite() or not 10**8 <= exact < 10**20:
        return None
    power = next(digits for limit, digits in _UNITS if exact < limit)
    places = -int(exact.as_tuple().exponent)
    if isinstance(value, float):
        places = min(places, 6)
        exact = exact.quantize(Decimal(1).scaleb(-places)) if places > 0 else exact
    ns = int(exact.scaleb(9 - power))
    return Stamp(ns, min(9, power + max(0, places)), 0, Basis.FORMAT, raw=str(value))


def from_value(value: object) -> Stamp | None:
    """A time out of a JSON value: text, number, or the wrappers of MongoDB exports."""
    if isinstance(value, str):
        return from_text(value)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return from_number(value)
    if isinstance(value, dict):
        for key in ("$date", "$numberLong", "time", "dateTime"):
            if key in value:
                return from_value(value[key])
    return None

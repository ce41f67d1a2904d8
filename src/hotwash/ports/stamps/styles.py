"""How times are spelt. A style is a pattern and a way to make a ``Stamp`` of its match; ``STYLES`` is in order of trust."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hotwash.ports.stamps.months import month_of
from hotwash.ports.stamps.numbers import from_hex, from_modified, from_number, from_six, from_tai
from hotwash.ports.stamps.stamp import NS, Basis, Stamp, to_stamp
from hotwash.ports.stamps.zones import ZONE, offset_of

Match = re.Match[str]
Make = Callable[[Match], Stamp | None]
Day = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Style:
    """``make`` gives None where the match is no time after all. ``weak`` styles need other lines to agree.

    ``sign`` is quick to look for, and where it is not, the pattern is not either.
    """

    key: str
    pattern: re.Pattern[str]
    make: Make
    weak: bool = False
    sign: re.Pattern[str] | None = None


class Found(NamedTuple):
    stamp: Stamp
    style: Style
    start: int
    end: int


def _part(match: Match, name: str) -> str:
    return (match[name] or "") if name in match.re.groupindex else ""


def _at(day: Day, match: Match) -> Stamp | None:
    """The stamp on a day with the clock, the fraction and the zone that the match holds; 0 as year means none."""
    hour, half, second = int(match["hour"]), _part(match, "half"), _part(match, "second")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    zone = _part(match, "zone")
    offset, assumed = offset_of(zone)
    fraction = _fraction(match)
    stamp = to_stamp(day, (hour, int(match["minute"]), int(second or 0)), fraction, offset, match[0].strip())
    if stamp is None:
        return None
    if "/" in zone:
        stamp = _in_place(stamp, zone)
    if assumed:
        stamp = replace(stamp, zone=Basis.ASSUMED)
    return stamp if second else replace(stamp, digits=-1)


def _fraction(match: Match) -> str:
    """The digits of the fraction; what stands behind a second comma of a row is the next cell, not a fraction."""
    digits = _part(match, "fraction")
    if not digits or len(digits) > 2 or match.string[match.start("fraction") - 1] != ",":
        return digits
    return "" if match.string.count(",", match.start(), match.end()) > 1 else digits


def _in_place(stamp: Stamp, name: str) -> Stamp:
    """The stamp in a zone that is written as a place: Europe/Berlin. A place that nobody knows is no zone."""
    try:
        wall = datetime(1970, 1, 1, tzinfo=ZoneInfo(name)) + timedelta(seconds=stamp.ns // NS)
        shift = wall.utcoffset()
    except (OverflowError, ValueError, OSError, LookupError):
        return stamp
    offset = int(shift.total_seconds()) if shift else 0
    return replace(stamp, ns=stamp.ns - offset * NS, offset=offset, zone=Basis.LINE)


def _year(match: Match) -> int:
    """The year as four digits; two are of the years 1970 to 2069. Without one, 0."""
    digits = _part(match, "year")
    if not digits or len(digits) == 4:
        return int(digits or 0)
    return int(digits) + (2000 if int(digits) < 70 else 1900)


def _by_number(match: Match) -> Stamp | None:
    year = _year(match)  # 0000-12-30 and the like: no value
    return _at((year, int(match["month"]), int(match["day"])), match) if year else None


def _by_name(match: Match) -> Stamp | None:
    month = month_of(match["name"])
    return _at((_year(match), month, int(match["day"])), match) if month else None


def _without_year(match: Match) -> Stamp | None:
    return _at((0, int(match["month"]), int(match["day"])), match)


def _with_or_without(match: Match) -> Stamp | None:
    return _at((_year(match), int(match["month"]), int(match["day"])), match)


def _either_way(match: Match) -> Stamp | None:
    """12/31/2024 or 31/12/2024: month first, unless the number says otherwise or points part them."""
    first, second = int(match["one"]), int(match["two"])
    month, day = (second, first) if first > 12 or "." in match["sep"] else (first, second)
    return _at((_year(match), month, day), match)


def _day_then_month(match: Match) -> Stamp | None:
    return _at((_year(match), int(match["two"]), int(match["one"])), match)


def _day_only(match: Match) -> Stamp | None:
    stamp = to_stamp((int(match["year"]), int(match["month"]), int(match["day"])), (0, 0, 0), "", None, match[0])
    return replace(stamp, digits=-2) if stamp else None


def _loose(match: Match) -> Stamp | None:
    """Numbers without their zeros: 0:2:3:15 is fifteen milliseconds after 00:02:03."""
    stamp = _by_number(match)
    milli = int(match["milli"])
    return replace(stamp, ns=stamp.ns + milli * 1_000_000, digits=3) if stamp else None


def _biased(match: Match) -> Stamp | None:
    """Configuration Manager writes behind the clock how many minutes UTC is ahead of it."""
    stamp = _by_number(match)
    if stamp is None or not match["bias"]:
        return stamp
    offset = -int(match["bias"]) * 60
    return replace(stamp, ns=stamp.ns - offset * NS, offset=offset, zone=Basis.LINE)


_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d\d):(?P<second>\d\d)"
_FRAC = r"(?:[.,:](?P<fraction>\d{1,10})(?!\d|[/-]\d\d?[/-]\d))?"
_CLOCK = rf"(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::(?P<second>\d\d){_FRAC})?(?!\d|:\d)"  # seconds may be missing
_HALF = r"(?:\s?(?P<half>[AaPp]\.?[Mm]\b\.?))?"
_TAIL = rf"(?:\s?{ZONE})?"
_NAME = r"(?P<name>[^\W\d_]{3,9})\.?"
_WEEK = r"(?:[^\W\d_]{2,9}\.?,? )?"
_EDGE = r"(?<![\d.])(?<!\d[:/-])"
_YEAR_EDGE = r"(?<![\d.])(?<!\d[/-])(?<!\d\d:\d\d:)"
_ALONE, _NO_CLOCK = (
    r"(?<![\w.:/-])",
    r"(?![\d.:]|[ T_]\d\d?:)",
)  # a clock that stands before its date, not behind another
_Y, _YY, _M, _D = r"(?P<year>\d{4})", r"(?P<year>\d\d)", r"(?P<month>\d\d)", r"(?P<day>\d\d)"
_JOIN = r"(?:[Tt_|-]|\.(?=\d\d:)|[ \t]{1,3}|\"?[,;\t] ?\"?| - )"  # between a date and a clock
_NUMERIC = r"(?P<one>\d\d?)(?P<sep>[/.-])(?P<two>\d\d?)(?P=sep)(?P<year>\d{4}|\d\d)"
_EITHER = rf"{_EDGE}{_NUMERIC}(?:T|,? {{1,2}}|\t|-| --? |\"?[,;]\"?){_CLOCK}{_HALF}{_TAIL}"
_LOOSE = r"(?P<hour>\d{1,2}):(?P<minute>\d{1,2}):(?P<second>\d{1,2}):(?P<milli>\d{1,3})(?!\d)"


_SIGNS = (
    (re.compile(r"[^\W\d_]\.? {1,2}\d\d? {1,2}\d\d?:\d"), {"ctime", "ctimezone", "ctimeminute", "bsd", "bsdminute"}),
    (re.compile(r"[^\W\d_]\.?[ /-]{1,2}\d\d?[,/ -]"), {"named"}),
    (re.compile(r"\d[.,]?[-/ ]{1,2}(?:de )?[^\W\d_]{3}"), {"clf", "dayfirst", "daymonth", "yearfirst", "clocknamed"}),
    (re.compile(r"\d{10}"), {"epoch", "audit", "together"}),
    (re.compile(r"\d{4}[-/.:]\d\d?[-/.:]\d"), {"iso", "dashed", "minute", "clockfirst", "keys"}),
    (re.compile(r"\d[-/.]\d\d?[-/.]\d\d"), {"either", "clockeither", "twodigit", "bias"}),
    (re.compile(r"\d{6}"), {"loose", "basic", "short", "packed", "parted"}),
    (re.compile(r"\d[-/.]\d\d[ -]\d\d?:"), {"android", "monthday", "pointed"}),
    (re.compile(r"[DEFIW]\d{4}"), {"glog"}),
    (re.compile(r"\d-[A-Z][a-z]{2} \d\d:"), {"bsdday"}),
    (re.compile(r"\d{5} \d{1,5}\.\d{3} "), {"modified"}),
    (re.compile(r"[年년]"), {"hanzi"}),
    (re.compile(r"@4"), {"tai64n"}),
    (re.compile(r"\d[A-Z][A-Za-z]{2}\d{4}"), {"glued"}),
    (re.compile(r":\d{4}/\d{6}"), {"chromium"}),
)


def _style(key: str, pattern: str, make: Make, *, weak: bool = False) -> Style:
    return Style(key, re.compile(pattern), make, weak, next((sign for sign, keys in _SIGNS if key in keys), None))


STYLES: tuple[Style, ...] = (
    _style("iso", rf"{_YEAR_EDGE}{_Y}(?P<s>[-/.:])(?P<month>\d\d?)(?P=s)(?P<day>\d\d?){_JOIN}{_TIME}{_FRAC}{_HALF}{_TAIL}", _by_number),
    _style("clf", rf"(?P<day>\d\d?)/{_NAME}/{_Y}[: ]{_TIME}{_FRAC}{_TAIL}", _by_name),
    _style("ctime", rf"{_WEEK}{_NAME} {{1,2}}(?P<day>\d\d?) {{1,2}}{_TIME}{_FRAC}{_HALF}(?: {ZONE})? {_Y}(?!\d)", _by_name),
    _style("ctimezone", rf"{_WEEK}{_NAME} {{1,2}}(?P<day>\d\d?) {{1,2}}{_TIME}{_FRAC} {_Y} {ZONE}", _by_name),
    _style("named", rf"{_EDGE}{_NAME}[ /-]{{1,2}}(?P<day>\d\d?)(?:[,/-] ?| )(?P<year>\d{{4}}|(?<=-)\d\d),?(?: at| @)? {_CLOCK}{_HALF}{_TAIL}", _by_name),
    _style("dayfirst", rf"{_EDGE}(?P<day>\d\d?)\.?(?:[-/ ]| de ){_NAME}(?: del? |[-/ ,]{{1,2}})(?P<year>\d{{4}}|\d\d)(?:[ :,T]{{1,2}}| at ){_CLOCK}{_HALF}{_TAIL}",
           _by_name),
    _style("glued", rf"{_EDGE}(?P<day>\d\d?)(?P<name>[A-Z][A-Za-z]{{2}}){_Y}[ :T]{{1,2}}{_CLOCK}{_TAIL}", _by_name),
    _style("yearfirst", rf"{_EDGE}{_Y}(?:,? |-){_NAME}[ -]{{1,2}}(?P<day>\d\d?) {_TIME}{_FRAC}{_TAIL}", _by_name),
    _style("either", _EITHER, _either_way),
    _style("loose", rf"(?<![\w.]){_Y}{_M}{_D}-{_LOOSE}", _loose),
    _style("basic", rf"(?<![\w.]){_Y}{_M}{_D}[T :-](?P<hour>\d\d):?(?P<minute>\d\d):?(?P<second>\d\d){_FRAC}{_TAIL}(?!\d)", _by_number),
    _style("dashed", rf"{_EDGE}{_Y}(?P<s>[-.]){_M}(?P=s){_D}[-_ T](?P<hour>\d\d)[.-]?(?P<minute>\d\d)[.-]?(?P<second>\d\d)(?:[.:](?P<fraction>\d{{1,9}}))?"
           rf"(?!\d)(?:{ZONE})?", _by_number),
    _style("hanzi", rf"{_EDGE}{_Y}[年년] ?(?P<month>\d\d?)[月월] ?(?P<day>\d\d?)[日일] ?(?P<hour>\d\d?)[:时時시] ?(?P<minute>\d\d)"
           r"(?:[:分분] ?(?P<second>\d\d)[秒초]?)?", _by_number),
    _style("parted", rf"(?<![\w.]){_Y}{_M}{_D}<;>(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?=<;>)", _by_number),
    _style("keys", rf"\bdate=\"?{_Y}-{_M}-{_D}\"?[ ,]+time=\"?{_TIME}{_FRAC}", _by_number),
    _style("bias", rf"\btime=\"{_TIME}\.(?P<fraction>\d{{3}})\d*(?P<bias>[+-]\d+)?\" date=\"(?P<month>\d\d?)-(?P<day>\d\d?)-{_Y}\"", _biased),
    _style("clockfirst", rf"{_ALONE}{_TIME}{_FRAC}{_TAIL},? {{1,2}}{_Y}(?P<s>[-/.]){_M}(?P=s){_D}{_NO_CLOCK}", _by_number),
    _style("clockeither", rf"{_ALONE}{_TIME}{_FRAC}{_HALF}{_TAIL},? {{1,2}}{_NUMERIC}{_NO_CLOCK}", _either_way),
    _style("clocknamed", rf"{_ALONE}{_TIME}{_FRAC}{_TAIL},? {{1,2}}(?P<day>\d\d?)[ -]{_NAME}[ -]{_Y}{_NO_CLOCK}", _by_name),
    _style("tai64n", r"@(?P<tai>4[0-9a-f]{15})(?P<nano>[0-9a-f]{8})?(?![0-9a-f])", lambda match: from_tai(match["tai"], match["nano"], match[0])),
    _style("bsd", rf"{_EDGE}{_NAME} {{1,2}}(?P<day>\d\d?) {{1,2}}{_TIME}{_FRAC}(?:\s{ZONE})?", _by_name),
    _style("daymonth", rf"{_EDGE}(?P<day>\d\d?) {_NAME} {_TIME}{_FRAC}", _by_name),
    _style("glog", rf"(?<!\w)[IWEFD](?P<year>\d\d)?{_M}{_D} {{1,2}}{_TIME}(?:\.(?P<fraction>\d{{1,9}}))", _with_or_without),
    _style("android", rf"(?<![\w:./-]){_M}-{_D} {_TIME}(?:\.(?P<fraction>\d{{1,9}}))", _without_year),
    _style("monthday", rf"(?<![\w:./-]){_M}/{_D}-{_TIME}(?:\.(?P<fraction>\d{{1,9}}))", _without_year),
    _style("chromium", rf"(?<=\d:){_M}{_D}/(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)(?:\.(?P<fraction>\d{{1,9}}))?(?=:[A-Z])",
           _without_year),
    _style("pointed", rf"(?<=\[){_M}\.{_D} {_TIME}(?=\])", _without_year),
    _style("short", rf"(?<![\w:.]){_YY}{_M}{_D} {{1,2}}{_TIME}(?!\d)", _by_number),
    _style("packed", rf"(?<![\w:.]){_YY}{_M}{_D} (?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)(?= )", _by_number, weak=True),
    _style("twodigit", rf"(?<![\w:./-]){_YY}(?P<s>[/-]){_M}(?P=s){_D} {_TIME}{_FRAC}", _by_number, weak=True),
    _style("minute", rf"{_EDGE}{_Y}(?P<s>[-/.])(?P<month>\d\d?)(?P=s)(?P<day>\d\d?)(?:T|,? {{1,2}}|, )(?P<hour>\d{{1,2}}):(?P<minute>\d\d)"
           rf"(?![:\d]){_HALF}{_TAIL}", _by_number),
    _style("ctimeminute", rf"{_WEEK}{_NAME} {{1,2}}(?P<day>\d\d?) {{1,2}}(?P<hour>\d\d):(?P<minute>\d\d) {_Y}(?!\d)", _by_name),
    _style("bsdminute", rf"{_EDGE}{_NAME} {{1,2}}(?P<day>\d\d?) (?P<hour>\d\d):(?P<minute>\d\d)(?![:\d])", _by_name, weak=True),
    _style("bsdday", rf"{_ALONE}(?P<day>\d\d)-(?P<name>[A-Z][a-z]{{2}}) (?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?![:\d])", _by_name,
           weak=True),
    _style("modified", r"(?<![\w./:+-])(?P<mjd>[4-6]\d{4}) (?P<day>\d{1,5}\.\d{3})(?= )", lambda match: from_modified(match["mjd"], match["day"]),
           weak=True),
    _style("audit", r"(?P<epoch>\d{10}(?:\.\d{1,9})?)(?=:\d+\))", lambda match: from_number(match["epoch"])),
    _style("epoch", r"(?:(?<![\w./:+-])|(?<=[Tt]ime:)|(?<=[Ss]tamp:))(?P<epoch>[12]\d{9}(?:\d{3}|\d{6}|\d{9})?(?:[.,]\d{1,9})?)(?![\w/])",
           lambda match: from_number(match["epoch"]), weak=True),
    _style("hex", r"(?<![\w./:+-])(?P<hex>[45678][0-9a-f]{7})(?:\.(?P<nano>[0-9a-f]{8}))?(?= (?:0x|conn=|@|slapd|daemon|=>|<=|send_|do_))",
           lambda match: from_hex(match["hex"], match["nano"]), weak=True),
    _style("sixbytes", r"(?<!\w)(?P<six>[23][0-9A-F]0[0-9AB][01][0-9A-F][01][0-9A-F][0-3][0-9A-F][0-3][0-9A-F])(?=,\d+,\d+,)",
           lambda match: from_six(match["six"]), weak=True),
    _style("together", r"(?<![\w.])(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])(?P<hour>[01]\d|2[0-3])"
           rf"(?P<minute>[0-5]\d)(?P<second>[0-5]\d)(?:[.,]?(?P<fraction>\d{{3,6}}))?{_TAIL}(?![\w.])", _by_number, weak=True),
)  # fmt: skip
DAY = _style("day", rf"(?<![\w./:-]){_Y}-{_M}-{_D}(?![\w:-])", _day_only)
EUROPEAN = _style("european", _EITHER, _day_then_month)  # what "either" is in a file that shows a day above 12
BY_KEY = {style.key: style for style in (*STYLES, EUROPEAN)}


def find_stamp(
    text: str, styles: Iterable[Style] = STYLES, *, start: int = 0, end: int = 200, weak: bool = True
) -> Found | None:
    """The leftmost time of any style between ``start`` and ``end``; of two at one place, the longer."""
    best: Found | None = None
    shown: dict[re.Pattern[str], bool] = {}
    for style in styles:
        if (style.weak and not weak) or (style.sign and not _shows(text, style.sign, start, end, shown)):
            continue
        match = style.pattern.search(text, start, min(end, best.start + 40) if best else end)
        if match is None or (best and (match.start(), -match.end()) >= (best.start, -best.end)):
            continue
        if stamp := style.make(match):
            best = Found(stamp, style, match.start(), match.end())
    return best


def _shows(text: str, sign: re.Pattern[str], start: int, end: int, known: dict[re.Pattern[str], bool]) -> bool:
    if sign not in known:
        known[sign] = sign.search(text, start, end) is not None
    return known[sign]

"""Zones and years that a record lacks, taken from its own text, from its file or from the incident: always marked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, islice
from zoneinfo import ZoneInfo

from hotwash.ports.formats import Record
from hotwash.ports.stamps import STYLES, Basis, Stamp, find_stamp
from hotwash.ports.stamps.stamp import DAY, NS
from hotwash.ports.stamps.years import in_year, last_year

LOOKED_AT = 2000
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
HOUR = 3600 * NS
_NINETIES = 7305 * DAY * NS  # what is older was set by a clock that did not know better
_NEAR = 10 * DAY * NS
_YEARLESS = {"bsd", "bsdminute", "daymonth", "glog", "android", "monthday", "pointed", "chromium"}
_WITH_YEAR = tuple(style for style in STYLES if style.key not in _YEARLESS)


@dataclass(frozen=True, slots=True)
class Setting:
    """What people or the incident know about a source: its zone, a time (ns) near or after its last record,
    and by how many ms its clock was ahead (positive) of true time.
    """

    zone: ZoneInfo | None = None
    reference: int | None = None
    ahead_ms: int = 0


def infer(records: Iterable[Record], setting: Setting | None = None, lines: Sequence[str] = ()) -> Iterator[Record]:
    """The records with zones and years filled in where something says so. Memory: the first 2,000 records.

    ``lines`` are the first lines of the file: what stands above the first record is its head.
    """
    setting = setting or Setting()
    stream = iter(records)
    first = list(islice(stream, LOOKED_AT))
    common = _common_offset(first)
    known = _year_in(first) or _year_above(first, lines) or _dated(first)
    years = _Years(known, setting.reference, first)
    wall = _Wall(setting.zone) if setting.zone else None
    for record in chain(first, stream):
        stamp = record.stamp
        if stamp is None:
            yield record
            continue
        if stamp.yearless:
            stamp = years.place(stamp, record.text)
        stamp = _ahead(_zoned(stamp, wall, common), setting)
        yield record if stamp is record.stamp else replace(record, stamp=stamp)


def _common_offset(records: Sequence[Record]) -> tuple[int, Basis] | None:
    """The one offset that some lines of a file name, where other lines of it name none, and how sure it is."""
    for trusted, basis in ((Basis.LINE, Basis.FILE), (Basis.ASSUMED, Basis.ASSUMED)):
        offsets = {
            r.stamp.offset for r in records if r.stamp and r.stamp.zone is trusted and r.stamp.offset is not None
        }
        if offsets:
            return (offsets.pop(), basis) if len(offsets) == 1 else None
    return None


def settled(stamp: Stamp, setting: Setting) -> Stamp:
    """A time with a year, its zone filled in, by the clock that people know to be right. It must not be of an hour
    that ``repeats``: which pass is meant shows only in the order of the file.
    """
    return _ahead(_zoned(stamp, _Wall(setting.zone) if setting.zone else None, None), setting)


def repeats(stamp: Stamp, setting: Setting) -> bool:
    """Whether a wall-clock time happened twice in the zone that was set."""
    if setting.zone is None or stamp.offset is not None or stamp.yearless:
        return False
    return in_named_zone(stamp, setting.zone).ns < in_named_zone(stamp, setting.zone, fold=1).ns


def _ahead(stamp: Stamp, setting: Setting) -> Stamp:
    return replace(stamp, ns=stamp.ns - setting.ahead_ms * 1_000_000) if setting.ahead_ms else stamp


def _zoned(stamp: Stamp, wall: "_Wall | None", common: tuple[int, Basis] | None) -> Stamp:
    if stamp.offset is not None or stamp.yearless:
        return stamp
    if wall is not None:
        return wall.place(stamp)
    if common is not None:
        return replace(stamp, ns=stamp.ns - common[0] * NS, offset=common[0], zone=common[1])
    return stamp


class _Wall:
    """A clock on a wall: in the hour that it repeats in autumn, a jump back of about an hour begins the second pass."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone, self._before, self._fold = zone, 0, 0

    def place(self, stamp: Stamp) -> Stamp:
        first, second = in_named_zone(stamp, self._zone), in_named_zone(stamp, self._zone, fold=1)
        back = self._before - stamp.ns
        if first.ns >= second.ns:
            self._fold = 0
        elif HOUR // 2 < back < 3 * HOUR // 2:
            self._fold = 1
        self._before = stamp.ns
        return second if self._fold else first


def in_named_zone(stamp: Stamp, zone: ZoneInfo, fold: int = 0) -> Stamp:
    """A wall-clock stamp put into a named zone. ``fold`` 1 is the second pass of an hour that repeats."""
    try:
        wall = datetime(1970, 1, 1, tzinfo=zone, fold=fold) + timedelta(seconds=stamp.ns // NS)
        offset = wall.replace(fold=fold).utcoffset()
    except (OverflowError, ValueError):
        return stamp
    seconds = int(offset.total_seconds()) if offset is not None else 0
    return replace(stamp, ns=stamp.ns - seconds * NS, offset=seconds, zone=Basis.SETTING)


def _year_in(records: Iterable[Record]) -> int | None:
    """The first year that a record of yearless times holds elsewhere, as ns of that time."""
    for record in records:
        if record.stamp and record.stamp.yearless and (moved := _own_year(record.stamp, record.text)):
            return moved.ns
    return None


def _year_above(records: Sequence[Record], lines: Sequence[str]) -> int | None:
    """A whole time in the head of a file of yearless times, as ns of that time: glog and the journal write one."""
    first = next((record for record in records if record.stamp and record.stamp.yearless), None)
    if first is None:
        return None
    found = (find_stamp(text, _WITH_YEAR, weak=False) for text in lines[: min(first.line - 1, 20)])
    return next((one.stamp.ns for one in found if one), None)


def _dated(records: Iterable[Record]) -> int | None:
    """The first time with a year among times without, where a file has both."""
    stamps = (record.stamp for record in records if record.stamp)
    return next((stamp.ns for stamp in stamps if not stamp.yearless and stamp.ns > _NINETIES), None)


def _own_year(stamp: Stamp, text: str) -> Stamp | None:
    if not _YEAR.search(text[:400]):
        return None
    found = find_stamp(text, _WITH_YEAR, end=400, weak=False)
    if not found:
        return None
    moved = _nearest(stamp, found.stamp.ns, Basis.RECORD)
    return moved if moved and abs(moved.ns - found.stamp.ns) < _NEAR else None


def _nearest(stamp: Stamp, ns: int, basis: Basis) -> Stamp | None:
    """The yearless stamp in the year that brings it nearest to a known time."""
    about = 1970 + ns // (DAY * NS) * 400 // 146097
    there = [one for year in (about - 1, about, about + 1) if (one := in_year(stamp, year, basis))]
    return min(there, key=lambda one: abs(one.ns - ns)) if there else None


class _Years:
    """Walks the file forward; each yearless time takes the year that brings it nearest to the time before it."""

    def __init__(self, known: int | None, reference: int | None, first: list[Record]) -> None:
        self._before, self._basis = known, Basis.FILE
        yearless = [r.stamp.ns for r in first if r.stamp and r.stamp.yearless]
        if known is None and reference is not None and yearless:
            year = last_year(yearless, reference)
            placed = in_year(Stamp(yearless[-1], 0, yearless=True), year, Basis.REFERENCE)
            self._before, self._basis = (placed.ns if placed else None), Basis.REFERENCE

    def place(self, stamp: Stamp, text: str) -> Stamp:
        moved = _own_year(stamp, text)
        if moved is None and self._before is not None:
            moved = _nearest(stamp, self._before, self._basis)
        if moved is None:
            return stamp
        self._before = moved.ns
        return moved

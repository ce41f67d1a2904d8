"""The family of tables: CSV and its cousins with a head line, and columns parted by blanks."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from hotwash.ports.formats import Body, Detail, Record, Sample
from hotwash.ports.reading.fields import describe, find_time, rank_of
from hotwash.ports.reading.levels import level_of
from hotwash.ports.stamps import Basis, Stamp, from_text
from hotwash.ports.stamps.stamp import NS
from hotwash.ports.stamps.zones import offset_of

Row = Mapping[str, str]
_MARKS = (",", ";", "\t", "|")
_PREAMBLE = 12  # lines that may stand before the head
_LEAST_CELLS = 4
_PROSE = 0.01  # less than the reader of prose thinks of any text
csv.field_size_limit(16 * 1024 * 1024)


def split_row(line: str, mark: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=mark), [])
    except csv.Error:
        return line.split(mark)


@dataclass(frozen=True, slots=True)
class Head:
    """The head line of a table: what parts its cells, the names, and how many filled lines stand before it."""

    mark: str
    names: list[str]
    before: int = 0


def head_of(sample: Sample) -> Head | None:
    """The head of a table, where a line names columns and the next ones fill them. A few lines may stand before it,
    if one of its columns is a time.
    """
    return _head_in(sample.filled[:60])


@lru_cache(maxsize=4)
def _head_in(lines: tuple[str, ...]) -> Head | None:
    return next((head for before in range(min(_PREAMBLE, len(lines) - 1)) if (head := _head_at(lines, before))), None)


def _head_at(lines: Sequence[str], before: int) -> Head | None:
    for mark in _MARKS:
        if mark not in lines[before] or (lines[before].startswith("#") and (before or lines[1].startswith("#"))):
            continue
        names = [name.strip().lstrip("\ufeff") for name in split_row(lines[before], mark)]
        rows = split_rows(lines[before + 1 : before + 40], mark) if _name_columns(names) else []
        if before and not (len(names) > 3 and _of_time(names) and any(from_text(cell) for row in rows for cell in row)):
            continue
        same = sum(len(row) == len(names) for row in rows)
        if rows and same * 10 >= len(rows) * (6 if len(names) > 5 else 8):
            return Head(mark, names, before)
    return None


def _name_columns(names: Sequence[str]) -> bool:
    if len(names) < 2 or any(from_text(name) or _IS_VALUE.fullmatch(name) for name in names):
        return False
    return all(_NAME.fullmatch(name) for name in names)


def _of_time(names: Sequence[str]) -> bool:
    return any(rank_of(name) is not None for name in names)


def split_rows(lines: Sequence[str], mark: str) -> list[list[str]]:
    """The rows of the first lines; the last one may be cut off in the middle of a quoted field and is left out then."""
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader((line + "\n" for line in lines), delimiter=mark))
    except csv.Error:
        return [split_row(line, mark) for line in lines]
    return rows[:-1] if len(rows) > 1 and any(cell.endswith("\n") for cell in rows[-1]) else rows


_NAME = re.compile(r"\ufeff?[\w@#$(][\w .:/@()\[\]%#$-]{0,60}|")


@dataclass(frozen=True)
class TableFormat:
    """Declaration of a table with a head line. ``has`` are column names that must be there."""

    key: str
    title: str
    has: tuple[str, ...] = ()
    describe: Callable[[Row], Detail] = describe
    keep: Callable[[Row], bool] | None = None
    score: float = 0.9
    family: str = "table"

    def recognise(self, sample: Sample) -> float:
        found = head_of(sample)
        if not found or not set(self.has) <= set(found.names):
            return 0.0
        if self.has or _of_time(found.names):
            return self.score
        rows = split_rows(sample.filled[1:40], found.mark)
        timed = any(from_text(cell) for row in rows for cell in row)
        prose = len(found.names) == 2 and found.mark == "," and not timed  # sentences with one comma each
        return _PROSE if prose else self.score / 2

    def read(self, body: Body) -> Iterator[Record]:
        found = head_of(body.sample)
        if not found:
            return
        mark, names = found.mark, found.names
        european = _is_european(split_rows(body.sample.filled[1:400], mark))
        for place, (line, cells) in enumerate(_rows(body, mark)):
            if place <= found.before:
                continue
            row = dict(zip(names, map(_pointed, cells) if european else cells, strict=False))
            if self.keep and not self.keep(row):
                continue
            detail = self.describe(row)
            stamp = detail.stamp or _time_of(row)
            if stamp or self.has or _clocks(row):
                yield Record(stamp, detail.text, line[0], line[1], detail.level, detail.kind, detail.fields)


_IS_VALUE = re.compile(r"\d+[/.-]\d+[/.-]\d+|\d{1,2}:\d\d(?::\d\d)?")  # a day or a time of day names no column
_SLASHED = re.compile(r"^(\d\d?)/(\d\d?)/(\d{4}|\d\d)\b")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?[AaPp][Mm])?")


def _is_european(rows: Sequence[Sequence[str]]) -> bool:
    """Whether 03/04/2026 is the third of April in this table: some other cell has a day above 12 in that place."""
    found = (_SLASHED.match(cell) for row in rows for cell in row)
    return any(match and int(match[1]) > 12 for match in found)


def _pointed(cell: str) -> str:
    """The day written with points, which always means that it comes before the month."""
    return _SLASHED.sub(r"\1.\2.\3", cell)


def _time_of(row: Row) -> Stamp | None:
    found = find_time(row, 1)
    if found and found[0].digits > -2:
        return _in_column_zone(found[0], row)
    clocks = _clocks(row)
    days = [value for name, value in row.items() if re.search(r"dat|day|tag|fecha", name, re.IGNORECASE)]
    stamps = (from_text(f"{day} {clock}") for day in days for clock in clocks)
    stamp = next((stamp for stamp in stamps if stamp), found[0] if found else None)
    return _in_column_zone(stamp, row) if stamp else None


def _clocks(row: Row) -> list[str]:
    """The times of day in columns that name a time."""
    return [value for name, value in row.items() if _CLOCK.fullmatch(value.strip()) and rank_of(name) is not None]


def _in_column_zone(stamp: Stamp, row: Row) -> Stamp:
    """The stamp in the zone that a column of that name holds."""
    names = (name for name in row if name.lower() in {"timezone", "tz", "zone", "utcoffset"})
    offset, assumed = offset_of(row.get(next(names, ""), "").strip())
    if offset is None or stamp.offset is not None:
        return stamp
    return replace(stamp, ns=stamp.ns - offset * NS, offset=offset, zone=Basis.ASSUMED if assumed else Basis.RECORD)


def _rows(body: Body, mark: str) -> Iterator[tuple[tuple[int, int], list[str]]]:
    """Rows with the place of their first line; a quoted field may run over several lines."""
    places: list[tuple[int, int]] = []

    def feed() -> Iterable[str]:
        for line in body.lines():
            places.append((line.number, line.offset))
            body.understood += bool(line.text.strip())
            yield line.text + "\n"

    reader = csv.reader(feed(), delimiter=mark)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            body.problems.append(f"A row could not be read ({error}).")
            places.clear()
            continue
        if places and any(map(str.strip, cells)):
            yield places[0], cells
        places.clear()


@dataclass(frozen=True)
class ColumnFormat:
    """Declaration of a printed table: a head line of names in capitals, columns parted by two blanks or more."""

    key: str
    title: str
    head: re.Pattern[str]
    describe: Callable[[Row], Detail]
    score: float = 0.9
    parting: re.Pattern[str] = re.compile(r"\s{2,}|\t")
    family: str = "table"

    def recognise(self, sample: Sample) -> float:
        return self.score if any(self.head.match(line) for line in sample.filled[:3]) else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        names: list[str] = []
        for line in body.lines():
            if not line.text.strip():
                continue
            body.understood += 1
            cells = self.parting.split(line.text.strip(), max(0, len(names) - 1))
            if self.head.match(line.text):
                names = self.parting.split(line.text.strip())
            elif names:
                detail = self.describe(dict(zip(names, cells, strict=False)))
                yield Record(
                    detail.stamp, detail.text, line.number, line.offset, detail.level, detail.kind, detail.fields
                )


@dataclass(frozen=True)
class BareTable:
    """Rows of equally many cells without a head line: the column that always holds a time gives the time; or a column
    of days beside one of times of day.
    """

    key: str = "table"
    title: str = "Table without a head line"
    family: str = "table"

    def recognise(self, sample: Sample) -> float:
        return 0.55 if _shape_of(sample) else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        shape = _shape_of(body.sample)
        if not shape:
            return
        mark, when = shape
        european = _is_european(split_rows(body.sample.filled[:400], mark))
        for (number, offset), cells in _rows(body, mark):
            row = [cell.strip() for cell in (map(_pointed, cells) if european else cells)]
            if stamp := _in_cells(row, when):
                text = " ".join(cell for place, cell in enumerate(row) if cell and place not in when)
                level = next((level for cell in row if (level := level_of(cell)) and not cell.isdigit()), None)
                fields = {f"column {place + 1}": cell[:200] for place, cell in enumerate(row[:24]) if cell}
                yield Record(stamp, text[:8192], number, offset, level, "log", fields)


_EPOCH = re.compile(r"1\d{9}(?:\d{3}){0,3}")


def _in_cells(row: Sequence[str], when: Sequence[int]) -> Stamp | None:
    if max(when) >= len(row):
        return None
    text = " ".join(row[place] for place in when)
    found = (
        from_text(text) if not text.replace(" ", "").isdigit() or (when == (0,) and _EPOCH.fullmatch(text)) else None
    )
    return found if found and found.digits > -2 else None


@lru_cache(maxsize=4)
def _shape_in(lines: tuple[str, ...]) -> tuple[str, tuple[int, ...]] | None:
    for mark in _MARKS:
        if not lines or lines[0].count(mark) < _LEAST_CELLS - 1:
            continue
        rows = [[cell.strip() for cell in row] for row in split_rows(lines, mark)]
        width = max((len(row) for row in rows), key=[len(row) for row in rows].count, default=0)
        if width < _LEAST_CELLS or sum(len(row) == width for row in rows) * 20 < len(rows) * 19:
            continue
        ways: list[tuple[int, ...]] = [(place,) for place in range(width)] + [(at, at + 1) for at in range(width - 1)]
        for when in ways:
            if sum(_in_cells(row, when) is not None for row in rows) * 20 >= len(rows) * 19:
                return mark, when
    return None


def _shape_of(sample: Sample) -> tuple[str, tuple[int, ...]] | None:
    """The parting mark and the columns of the time."""
    if sample.documents or sample.objects or sample.body.encoding == "binary":
        return None
    lines = sample.filled[:60]
    return _shape_in(lines) if len(lines) > 1 else None

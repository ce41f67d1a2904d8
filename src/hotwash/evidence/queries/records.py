"""Reading the columnar files: a page of one file, and all files of an incident as one list in the order of time.

What is written into the text of a query is ours (names of columns, signs, whole numbers); whatever came from outside is
a parameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from hotwash.evidence.core.columns import SHOWN, Row, Values, places_of, row_of
from hotwash.evidence.core.histogram import NS, Histogram, bins_of
from hotwash.evidence.models import EvidenceFile
from hotwash.kernel import storage
from hotwash.kernel.columns import engine
from hotwash.kernel.core.errors import NotFound
from hotwash.ports.formats import Level

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from hotwash.respond.models import Incident

STEP = 100
SEARCHED = 200
_LIST = ", ".join(SHOWN)
_FROM = "FROM read_parquet(?)"
MINUTE = 60 * NS
FEW = 120  # minutes; a shorter stretch is counted by seconds
_WARNINGS = [level.value for level in Level if level.bad or level is Level.WARNING]
_BAD = [level.value for level in Level if level.bad]


@dataclass(frozen=True, slots=True)
class BookPage:
    rows: list[Row]
    total: int
    start: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records are asked for. ``level``: "warning" or "error" and worse, "" for all; ``file``: only E-n."""

    since: datetime | None = None
    until: datetime | None = None
    level: str = ""
    words: str = ""
    file: int = 0

    @property
    def narrowed(self) -> bool:
        return bool(self.since or self.until or self.level or self.words or self.file)


@dataclass(frozen=True, slots=True)
class Placed:
    """A record and the file it stands in."""

    row: Row
    file: EvidenceFile


@dataclass(frozen=True, slots=True)
class RecordWindow:
    """``before`` and ``after`` are cursors to the windows around this one, empty at the ends."""

    records: Sequence[Placed]
    before: str = ""
    after: str = ""


def records_page(file: EvidenceFile, start: int = 0, count: int = STEP) -> BookPage:
    """Records of one file as they may be seen, masked; beyond the end the last one."""
    book = _book(file)
    if not book:
        return BookPage([], 0, 0)
    with engine() as connection:
        total = _number(connection, f"SELECT count(*) {_FROM}", [book])
        start = max(0, min(start, total - 1))
        query = f"SELECT {_LIST} {_FROM} WHERE number >= ? AND number < ? ORDER BY number"
        rows = _rows(connection, query, [book, start, start + count], file)
        return BookPage(rows, total, start)


def record_at_line(file: EvidenceFile, line: int) -> int:
    """The number of the record that holds a line, or of the nearest before it."""
    book = _book(file)
    if not book:
        return 0
    with engine() as connection:
        return _number(connection, f"SELECT coalesce(max(number), 0) {_FROM} WHERE line <= ?", [book, line])


def record_at_time(file: EvidenceFile, at: datetime) -> int:
    """The number of the first record at a time or after it; of the last one where all are before it."""
    book = _book(file)
    if not book:
        return 0
    ns = nanoseconds(at) - shift_of(file)
    with engine() as connection:
        query = f"SELECT coalesce((SELECT min(number) {_FROM} WHERE ns >= ?), (SELECT max(number) {_FROM}), 0)"
        return _number(connection, query, [book, ns, book])


def get_record(file: EvidenceFile, number: int) -> Row:
    """A record by its number in its file; ``NotFound`` where there is none."""
    page = records_page(file, number, 1)
    if not page.rows or page.rows[0].number != number:
        msg = f"{file.reference} has no record {number}. It may have been read anew; reload the page."
        raise NotFound(msg)
    return page.rows[0]


def records_with(file: EvidenceFile, words: str, *, after: int = -1, before: int = 0) -> list[Row]:
    """Records whose text holds the words, case put aside: the first ones after a record, or the last ones before it."""
    book = _book(file)
    if not book or not words.strip():
        return []
    with engine() as connection:
        place, order, at = ("number < ?", "DESC", before) if before else ("number > ?", "ASC", after)
        holding = f"{_FROM} WHERE contains(lower(text), lower(?)) AND {place}"
        query = f"SELECT {_LIST} {holding} ORDER BY number {order} LIMIT {SEARCHED}"
        rows = _rows(connection, query, [book, words.strip(), at], file)
    return rows[::-1] if before else rows


def merged(incident: Incident, wanted: Wanted, *, after: str = "", before: str = "", count: int = STEP) -> RecordWindow:
    """Records of all files in the order of their times, those of one time in the order of file and line.

    Records without a time, or without a year, are not in it. A cursor that cannot be read is taken as absent.
    """
    files = _files(incident, wanted)
    if not files:
        return RecordWindow([])
    cursor, back = _cursor(after or before), bool(before and not after)
    order = "DESC" if back and cursor else "ASC"
    parts, values = list[str](), list[object]()
    for file in files:
        narrowed, given = _narrowed(wanted, file, cursor, back=back)
        rows = f"SELECT * {_FROM} WHERE {narrowed} ORDER BY ns {order}, number {order} LIMIT {count + 1}"
        parts.append(f"SELECT * REPLACE (ns + {shift_of(file)} AS ns), {file.number} AS file FROM ({rows})")  # noqa: S608 - see the head of this file
        values += [_path(file), *given]
    with engine() as connection:
        query = (
            f"SELECT {_LIST}, file FROM ({' UNION ALL '.join(parts)})"  # noqa: S608 - as above
            f" ORDER BY ns {order}, file {order}, number {order} LIMIT {count + 1}"
        )
        found = connection.execute(query, values).fetchall()
    more, found = len(found) > count, found[:count]
    if order == "DESC":
        found.reverse()
    by_number = {file.number: file for file in files}
    placed = [Placed(row_of(cast("Values", values[:-1])), by_number[cast("int", values[-1])]) for values in found]
    if not placed:
        return RecordWindow([])
    first, last = _key(placed[0]), _key(placed[-1])
    if order == "DESC":
        return RecordWindow(placed, first if more else "", last)
    return RecordWindow(placed, first if cursor else "", last if more else "")


def histogram(incident: Incident, wanted: Wanted) -> Histogram | None:
    """How many records of each level each stretch of time holds; None where no record has a time."""
    files = _files(incident, wanted)
    if not files:
        return None
    with engine() as connection:
        counted = _counted(connection, files, wanted, MINUTE)
        if counted and max(counted)[0] - min(counted)[0] < FEW:
            counted = _counted(connection, files, wanted, NS)
            return _histogram(counted, NS) if counted else None
    return _histogram(counted, MINUTE) if counted else None


def _counted(
    connection: DuckDBPyConnection, files: Sequence[EvidenceFile], wanted: Wanted, unit: int
) -> list[tuple[int, int, int]]:
    """How many records of each level there are in each unit of time (ns)."""
    parts, values = list[str](), list[object]()
    for file in files:
        narrowed, given = _narrowed(wanted, file)
        parts.append(f"SELECT (ns + {shift_of(file)}) // {unit} AS place, level {_FROM} WHERE {narrowed}")
        values += [_path(file), *given]
    query = f"SELECT place, level, count(*) FROM ({' UNION ALL '.join(parts)}) GROUP BY ALL"  # noqa: S608 - as above
    return cast("list[tuple[int, int, int]]", connection.execute(query, values).fetchall())


def _histogram(counted: list[tuple[int, int, int]], unit: int) -> Histogram:
    bad, warning = set(places_of(_BAD)), set(places_of(_WARNINGS))
    span = bins_of(min(counted)[0] * unit, max(counted)[0] * unit)
    found = Histogram(span, [0] * span.bins, [0] * span.bins, [0] * span.bins)
    for place, level, count in counted:
        kind = found.bad if level in bad else found.warning if level in warning else found.other
        kind[(place * unit - span.start) // span.step] += count
    return found


def _files(incident: Incident, wanted: Wanted) -> list[EvidenceFile]:
    rows = EvidenceFile.objects.filter(incident=incident, removed_at=None).exclude(book="").order_by("number")
    if wanted.file:
        rows = rows.filter(number=wanted.file)
    if wanted.since:
        rows = rows.exclude(latest__lt=wanted.since)
    if wanted.until:
        rows = rows.exclude(earliest__gt=wanted.until)
    return [row for row in rows.select_related("incident") if storage.path_of(row.book).exists()]


def _narrowed(
    wanted: Wanted, file: EvidenceFile, cursor: Sequence[int] = (), *, back: bool = False
) -> tuple[str, list[object]]:
    """The condition for one file, by the times that stand in it, so that whole stretches of it are passed over."""
    parts, values, shift = ["ns IS NOT NULL AND NOT yearless"], list[object](), shift_of(file)
    for at, sign in ((wanted.since, ">="), (wanted.until, "<")):
        if at is not None:
            parts.append(f"ns {sign} {nanoseconds(at) - shift}")
    if cursor:
        parts.append(_beyond(cursor, file, shift, back=back))
    if levels := {"warning": _WARNINGS, "error": _BAD}.get(wanted.level):
        parts.append(f"level IN ({', '.join(map(str, places_of(levels)))})")
    if words := wanted.words.strip():
        parts.append("contains(lower(text), lower(?))")
        values.append(words)
    return " AND ".join(parts), values


def _beyond(cursor: Sequence[int], file: EvidenceFile, shift: int, *, back: bool) -> str:
    """What comes after the cursor (ns, file, number) in the order of the list, or before it."""
    sign, (at, of, number) = "<" if back else ">", cursor
    ns = at - shift
    if file.number != of:
        same = (file.number < of) if back else (file.number > of)
        return f"ns {sign}{'=' if same else ''} {ns}"
    return f"ns {sign}= {ns} AND (ns {sign} {ns} OR number {sign} {number})"


def _path(file: EvidenceFile) -> str:
    return str(storage.path_of(file.book))


def nanoseconds(at: datetime) -> int:
    """Since 1970, exact to the microsecond."""
    return int(at.timestamp()) * 1_000_000_000 + at.microsecond * 1000


def _key(placed: Placed) -> str:
    return f"{placed.row.ns}_{placed.file.number}_{placed.row.number}"


def _cursor(text: str) -> list[int]:
    parts = text.split("_")
    if len(parts) != 3 or not all(part.removeprefix("-").isdecimal() and len(part) < 20 for part in parts):
        return []
    found = [int(part) for part in parts]
    return found if all(-(2**63) <= part < 2**63 for part in found) else []


def _book(file: EvidenceFile) -> str:
    """Where the records of a file lie, "" where it has none. A lost one is told like any lost file."""
    if not file.book:
        return ""
    with storage.open_blob(file.book):
        return str(storage.path_of(file.book))


def _rows(connection: DuckDBPyConnection, query: str, values: Sequence[object], file: EvidenceFile) -> list[Row]:
    return [row_of(cast("Values", found), shift_of(file)) for found in connection.execute(query, values).fetchall()]


def shift_of(file: EvidenceFile) -> int:
    """By how many ns the clock of a source was behind."""
    return file.clock_offset_ms * 1_000_000


def _number(connection: DuckDBPyConnection, query: str, values: Sequence[object]) -> int:
    found = connection.execute(query, values).fetchone()
    return int(found[0]) if found else 0

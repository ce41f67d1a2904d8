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
from hotwash.evidence.core.histogram import Histogram, Span, bins_of
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
_ALL = f"{_LIST}, parse_filename(filename) AS book FROM read_parquet(?, filename = true)"
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


def get_record(file: EvidenceFile, number: int) -> Row:
    """A record by its number in its file; ``NotFound`` where there is none."""
    page = records_page(file, number, 1)
    if not page.rows or page.rows[0].number != number:
        msg = f"{file.reference} has no record {number}. It may have been read anew; reload the page."
        raise NotFound(msg)
    return page.rows[0]


def records_with(file: EvidenceFile, words: str) -> list[Row]:
    """The first records whose text holds the words, case put aside."""
    book = _book(file)
    if not book or not words.strip():
        return []
    with engine() as connection:
        query = f"SELECT {_LIST} {_FROM} WHERE contains(lower(text), lower(?)) ORDER BY number LIMIT {SEARCHED}"
        return _rows(connection, query, [book, words.strip()], file)


def merged(incident: Incident, wanted: Wanted, *, after: str = "", before: str = "", count: int = STEP) -> RecordWindow:
    """Records of all files in the order of their times, those of one time in the order of file and line.

    Records without a time, or without a year, are not in it. A cursor that cannot be read is taken as absent.
    """
    files = _files(incident, wanted)
    if not files:
        return RecordWindow([])
    cursor, back = _cursor(after or before), bool(before and not after)
    narrowed, values = _narrowed(wanted)
    if cursor:
        narrowed += f" AND (ns, file, number) {'<' if back else '>'} (?, ?, ?)"
        values += cursor
    order = "DESC" if back and cursor else "ASC"
    with engine() as connection:
        query = (
            f"SELECT {_LIST}, file FROM ({_placed(files)}) WHERE {narrowed}"  # noqa: S608 - see the head of this file
            f" ORDER BY ns {order}, file {order}, number {order} LIMIT {count + 1}"
        )
        found = connection.execute(query, [*_values(files), *values]).fetchall()
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
    narrowed, values = _narrowed(wanted)
    relation, given = f"FROM ({_placed(files)}) WHERE {narrowed}", [*_values(files), *values]
    with engine() as connection:
        ends = connection.execute(f"SELECT min(ns), max(ns) {relation}", given).fetchone()
        first, last = cast("tuple[int | None, int | None]", ends)
        if first is None or last is None:
            return None
        span = bins_of(first, last)
        place = f"(ns - {span.start}) // {span.step}"
        counted = connection.execute(f"SELECT {place}, level, count(*) {relation} GROUP BY ALL", given).fetchall()
    return _histogram(span, cast("list[tuple[int, int, int]]", counted))


def _histogram(span: Span, counted: list[tuple[int, int, int]]) -> Histogram:
    bad, warning = set(places_of(_BAD)), set(places_of(_WARNINGS))
    found = Histogram(span, [0] * span.bins, [0] * span.bins, [0] * span.bins)
    for place, level, count in counted:
        kind = found.bad if level in bad else found.warning if level in warning else found.other
        kind[place] += count
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


def _placed(files: Sequence[EvidenceFile]) -> str:
    """The relation of all records with the number of their file. Two files may hold the same records."""
    places = ", ".join("(?, ?, ?)" for _ in files)
    shifted = "SELECT r.* REPLACE (r.ns + f.shift AS ns), f.file"
    joined = f"(SELECT {_ALL}) r JOIN (VALUES {places}) f(book, file, shift) ON r.book = f.book"
    return f"{shifted} FROM {joined} WHERE r.ns IS NOT NULL AND NOT r.yearless"


def _values(files: Sequence[EvidenceFile]) -> list[object]:
    paths = sorted({str(storage.path_of(file.book)) for file in files})
    return [paths, *(value for file in files for value in (file.book, file.number, shift_of(file)))]


def _narrowed(wanted: Wanted) -> tuple[str, list[object]]:
    parts, values = ["true"], list[object]()
    for at, sign in ((wanted.since, ">="), (wanted.until, "<")):
        if at is not None:
            parts.append(f"ns {sign} ?")
            values.append(nanoseconds(at))
    if levels := {"warning": _WARNINGS, "error": _BAD}.get(wanted.level):
        parts.append(f"level IN ({', '.join(map(str, places_of(levels)))})")
    if words := wanted.words.strip():
        parts.append("contains(lower(text), lower(?))")
        values.append(words)
    return " AND ".join(parts), values


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

"""Records kept beside a file: one JSON line each, and an index at the end so that any page is found at once.

Layout: the lines; one line with the index, ``[[offset, line], ...]`` for every ``STEP`` records; sixteen digits, where
the index begins. Times are text, so that no reader turns them into floats.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

import orjson

from hotwash.ports.formats import Record
from hotwash.ports.stamps import iso
from hotwash.ports.stamps.stamp import to_datetime

STEP = 100
BINS = 240
_TAIL = 16


@dataclass(frozen=True, slots=True)
class Row:
    """A record as a page shows it. ``at`` is ISO text, "" where there is no time."""

    number: int
    line: int
    at: str
    level: str
    kind: str
    text: str
    size: int


@dataclass(frozen=True, slots=True)
class BookPage:
    rows: list[Row]
    total: int
    start: int


def book_chunks(records: Iterable[Record]) -> Iterator[bytes]:
    """The bytes of a book, to be written as they come."""
    offset, count = 0, 0
    index: list[list[int]] = []
    for record in records:
        if count % STEP == 0:
            index.append([offset, record.line])
        chunk = _line(count, record)
        yield chunk
        offset += len(chunk)
        count += 1
    tail = json.dumps({"total": count, "index": index}).encode() + b"\n"
    yield tail
    yield f"{offset:0{_TAIL}d}".encode()


def _line(number: int, record: Record) -> bytes:
    row = [
        number,
        record.line,
        iso(record.stamp) if record.stamp else "",
        record.level.value if record.level else "",
        record.kind,
        record.text[:4000],
        record.size,
    ]
    try:
        return orjson.dumps(row) + b"\n"
    except orjson.JSONEncodeError:  # lone surrogates
        return json.dumps(row).encode() + b"\n"


def page(book: BinaryIO, start: int, count: int = STEP) -> BookPage:
    """Records from number ``start``; beyond the end an empty page."""
    total, index = _index(book)
    start = max(0, min(start, max(0, total - 1)))
    if not index or count <= 0:
        return BookPage([], total, 0)
    book.seek(index[start // STEP][0])
    rows: list[Row] = []
    number = start // STEP * STEP
    while len(rows) < count and number < total:
        values = cast("list[object]", orjson.loads(book.readline()))
        if number >= start:
            rows.append(_row(values))
        number += 1
    return BookPage(rows, total, start)


def number_of_line(book: BinaryIO, line: int) -> int:
    """The number of the record that holds a line of the file, or of the nearest before it."""
    total, index = _index(book)
    if not index:
        return 0
    place = max(0, bisect_right([entry[1] for entry in index], line) - 1)
    found = place * STEP
    for row in page(book, place * STEP, STEP).rows:
        if row.line > line:
            break
        found = row.number
    return min(found, max(0, total - 1))


def search(book: BinaryIO, words: str, limit: int = 200) -> list[Row]:
    """The first records whose text holds ``words``, case put aside."""
    total, _ = _index(book)
    book.seek(0)
    wanted = words.lower()
    found: list[Row] = []
    for _ in range(total):
        raw = book.readline()
        row = _row(cast("list[object]", orjson.loads(raw)))
        if wanted in row.text.lower():
            found.append(row)
            if len(found) >= limit:
                break
    return found


def _row(values: list[object]) -> Row:
    number, line, at, level, kind, text, size = values
    return Row(int(str(number)), int(str(line)), str(at), str(level), str(kind), str(text), int(str(size)))


def _index(book: BinaryIO) -> tuple[int, list[list[int]]]:
    book.seek(-_TAIL, 2)
    book.seek(int(book.read(_TAIL)))
    head = cast("dict[str, object]", orjson.loads(book.readline()))
    return cast("int", head["total"]), cast("list[list[int]]", head["index"])


@dataclass(slots=True)
class Density:
    """How many records each stretch of time holds, in at most ``BINS`` stretches. Minutes that were empty count too."""

    minutes: dict[int, int]

    def add(self, record: Record) -> None:
        moment = to_datetime(record.stamp) if record.stamp else None
        if moment is None or len(self.minutes) > 500_000:
            return
        at = int(moment.timestamp()) // 60
        self.minutes[at] = self.minutes.get(at, 0) + 1

    def summed_up(self) -> dict[str, object]:
        """``start`` and ``step`` in seconds since 1970, ``counts`` in order; empty where there are no times."""
        if not self.minutes:
            return {}
        first, last = min(self.minutes), max(self.minutes)
        step = max(1, -(-(last - first + 1) // BINS))
        counts = [0] * ((last - first) // step + 1)
        for at, count in self.minutes.items():
            counts[(at - first) // step] += count
        return {"start": first * 60, "step": step * 60, "counts": counts}

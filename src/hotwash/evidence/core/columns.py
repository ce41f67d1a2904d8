"""Records as columns: what stands in the columnar file beside an original, and how a row of it is shown again.

Times are those of the source's own clock: a correction of it is added when they are read, so that it can change without
reading the file anew. A time is kept whole: its nanoseconds, the digits that were read, its offset and how the zone is
known. ``ns`` orders the merged view: UTC where the zone is known, else the wall clock, and ``zone`` says which.
Times are 64-bit integers from end to end, so that no reader turns them into floats.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from hotwash.ports.formats import Level, Record
from hotwash.ports.stamps import Basis, Stamp, iso

BATCH = 20_000
LONGEST_TEXT = 4000
UNKNOWN_NS = -(2**63)  # stands for "no time" in a column of integers
UNKNOWN_OFFSET = -(2**31)
LEVELS: tuple[str, ...] = ("", *(level.value for level in Level))
BASES: tuple[Basis, ...] = tuple(Basis)
_PLACE = {level: place for place, level in enumerate(Level, start=1)}
_BASIS = {basis: place for place, basis in enumerate(BASES)}

TYPES: dict[str, str] = {
    "number": "INTEGER",
    "line": "BIGINT",
    "size": "INTEGER",
    "start": "BIGINT",
    "ns": "BIGINT",
    "digits": "TINYINT",
    "zone": "INTEGER",
    "basis": "UTINYINT",
    "yearless": "BOOLEAN",
    "level": "UTINYINT",
    "kind": "VARCHAR",
    "text": "VARCHAR",
}
"""The columns and their SQL types. ``number`` counts from 0 in file order; ``start`` is the place in bytes; ``level``
and ``basis`` are places in ``LEVELS`` and ``BASES``."""


@dataclass(slots=True)
class Batch:
    """Columns of equal length, in the order of ``TYPES``."""

    number: list[int] = field(default_factory=list)
    line: list[int] = field(default_factory=list)
    size: list[int] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    ns: list[int] = field(default_factory=list)
    digits: list[int] = field(default_factory=list)
    zone: list[int] = field(default_factory=list)
    basis: list[int] = field(default_factory=list)
    yearless: list[bool] = field(default_factory=list)
    level: list[int] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def add(self, number: int, record: Record, ahead: int = 0) -> None:
        """``ahead`` (ns) is by how much the record's time was corrected; it is taken back."""
        self.number.append(number)
        self.line.append(record.line)
        self.size.append(record.size)
        self.start.append(record.offset)
        self._add_time(record.stamp, ahead)
        self.level.append(_PLACE[record.level] if record.level else 0)
        self.kind.append(record.kind)
        self.text.append(storable_text(record.text[:LONGEST_TEXT]))

    def _add_time(self, stamp: Stamp | None, ahead: int) -> None:
        known = stamp is not None and -(2**62) < stamp.ns < 2**62
        self.ns.append(stamp.ns + ahead if stamp and known else UNKNOWN_NS)
        self.digits.append(stamp.digits if stamp and known else 0)
        self.zone.append(stamp.offset if stamp and known and stamp.offset is not None else UNKNOWN_OFFSET)
        self.basis.append(_BASIS[stamp.zone if stamp and known else Basis.NONE])
        self.yearless.append(bool(stamp and known and stamp.yearless))

    def columns(self) -> dict[str, list[int] | list[bool] | list[str]]:
        return {name: getattr(self, name) for name in TYPES}


def batches(records: Iterable[Record], size: int = BATCH, *, ahead: int = 0) -> Iterator[Batch]:
    """The records in file order, numbered, so many at a time. Memory: one batch."""
    numbered = enumerate(records)
    while True:
        batch = Batch()
        for number, record in islice(numbered, size):
            batch.add(number, record, ahead)
        if not batch.number:
            return
        yield batch


def storable_text(text: str) -> str:
    """What UTF-8 can write: lone surrogates become question marks."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True, slots=True)
class Row:
    """A record as a page shows it. ``start`` is its place in bytes."""

    number: int
    line: int
    size: int
    start: int
    stamp: Stamp | None
    level: str
    kind: str
    text: str

    @property
    def at(self) -> str:
        """ISO 8601 as far as it is known: no suffix without a zone, ``--`` without a year, "" without a time."""
        return iso(self.stamp) if self.stamp else ""

    @property
    def ns(self) -> int | None:
        return self.stamp.ns if self.stamp else None

    @property
    def basis(self) -> str:
        return self.stamp.zone.value if self.stamp else ""


SHOWN = ("number", "line", "size", "start", "ns", "digits", "zone", "basis", "yearless", "level", "kind", "text")
"""The columns that make a ``Row``, in the order in which ``row_of`` takes them."""

Values = tuple[int, int, int, int, int | None, int, int | None, int, bool, int, str, str]


def row_of(values: Values, shift: int = 0) -> Row:
    """``shift`` (ns) is by how much the source's clock was behind."""
    number, line, size, start, ns, digits, zone, basis, yearless, level, kind, text = values
    stamp = Stamp(ns + shift, digits, zone, BASES[basis], yearless) if ns is not None else None
    return Row(number, line, size, start, stamp, LEVELS[level], kind, text)


def precision_of(row: Row) -> str:
    return row.stamp.precision.value if row.stamp else "unknown"


def places_of(levels: Iterable[str]) -> list[int]:
    """The numbers of levels by their names; names that are none are passed over."""
    return [LEVELS.index(level) for level in levels if level in LEVELS]

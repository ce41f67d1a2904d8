"""What bulk reading gives: records as columns."""

from array import array
from dataclasses import dataclass, field

from hotwash.ports.stamps import Stamp


class Unfit(Exception):  # noqa: N818 - not an error: the other way is taken
    """The log turned out to be of another kind than its sample: read it by its reader."""


def integers() -> "array[int]":
    return array("q")


def octets() -> "array[int]":
    return array("B")


@dataclass(slots=True)
class Part:
    """Records in file order, as columns of equal length: the first ``line`` (from 1), how many lines (``size``), the
    place in bytes (``start``), ``ns``, and the place of the level in ``columns.LEVELS``.

    Digits, zone and basis of the times are those of ``Judge.stamp``, but for ``others``, by their position.
    """

    line: "array[int]" = field(default_factory=integers)
    size: "array[int]" = field(default_factory=integers)
    start: "array[int]" = field(default_factory=integers)
    ns: "array[int]" = field(default_factory=integers)
    level: "array[int]" = field(default_factory=octets)
    others: dict[int, Stamp] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What one block of so many ``lines`` holds: ``head`` lines that go on with the record before, and the records.
    ``cut`` are lines (from 0) with an object that ends too early.
    """

    part: Part
    head: int
    lines: int
    cut: list[int] = field(default_factory=list)

"""Log records in a row as columns: what the watchers of a source are given when it is read in bulk."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hotwash.evidence.core.alike import Alikes
from hotwash.ports.formats import Record

Integers = NDArray[np.int64]
BAD = 7  # the place of no level, of a text that sounds bad


@dataclass(frozen=True, slots=True)
class Many:
    """All of the kind ``log``, without fields and with a time. ``level`` is the place in ``columns.LEVELS``, or
    ``BAD``; ``make`` gives the record at a place.
    """

    ns: Integers
    level: Integers
    numbers: Integers
    alikes: Alikes
    texts: Sequence[str]
    make: Callable[[int], Record]

    def between(self, begin: int, end: int) -> "Many":
        make = self.make
        return Many(
            self.ns[begin:end], self.level[begin:end], self.numbers[begin:end], self.alikes, self.texts[begin:end],
            lambda place: make(begin + place),
        )  # fmt: skip

    @property
    def bad(self) -> NDArray[np.bool_]:
        return self.level >= 5


def runs(values: Integers) -> Iterator[tuple[int, int, int]]:
    """Where equal values stand in a row: begin, end and the value."""
    if not len(values):
        return
    begins = np.concatenate(([0], np.flatnonzero(values[1:] != values[:-1]) + 1))
    ends = np.append(begins[1:], len(values))
    yield from zip(begins.tolist(), ends.tolist(), values[begins].tolist(), strict=True)

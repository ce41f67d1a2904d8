"""Counts by time in a bounded number of bins, and where such a row, or any series of values, changes for good."""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

BINS = 6_000


@dataclass(slots=True)
class Bins:
    """``counts`` by number of bin. Bins begin at ``width`` (ns) and are doubled when there are too many."""

    width: int
    counts: dict[int, int] = field(default_factory=dict)

    def add(self, ns: int, count: int = 1) -> int:
        """Counts some at a time; gives the number of its bin."""
        at = ns // self.width
        if at not in self.counts and len(self.counts) >= BINS:
            self._double()
            at = ns // self.width
        self.counts[at] = self.counts.get(at, 0) + count
        return at

    def _double(self) -> None:
        while len(self.counts) > BINS // 2:
            halved: dict[int, int] = {}
            for at, count in self.counts.items():
                halved[at // 2] = halved.get(at // 2, 0) + count
            self.counts, self.width = halved, self.width * 2


@dataclass(frozen=True, slots=True)
class Change:
    """From ``place`` on, values lie about ``after`` and no longer about ``before``. ``size`` is in units of noise."""

    place: int
    before: float
    after: float
    size: float


SIDE = 12  # values looked at on each side
LEAST = 6.0  # in units of noise
_MAD = 1.4826  # makes the median absolute deviation comparable to a standard deviation


def change_points(values: Sequence[float], most: int = 4, side: int = SIDE) -> list[Change]:
    """Where the median of the next values leaves that of the last ones by far more than either scatters.

    Robust: one outlier moves no median. Noise is the smaller median absolute deviation of both sides (a calm value that
    begins to climb, or a wild one that calms down), and at least 2 % of the level, so that a flat line does not make
    every twitch a change; the step has to be larger than the larger deviation. The largest changes are given, in order.
    """
    if len(values) < 2 * side:
        return []
    medians, spreads = _rolling(values, side)
    floor = 0.02 * max((abs(one) for one in medians), default=0.0) + 1e-12
    found: list[Change] = []
    for place in range(side, len(values) - side + 1):
        before, after = medians[place - side], medians[place]
        step, spread = abs(after - before), (spreads[place - side], spreads[place])
        size = step / max(min(spread), 0.02 * min(abs(before), abs(after)), floor / 4)
        if size >= LEAST and step >= max(*spread, 0.3 * abs(before), 0.3 * abs(after)):
            found.append(Change(place, before, after, size))
    return _sharpest(found, values, most, side)


def _rolling(values: Sequence[float], side: int) -> tuple[list[float], list[float]]:
    """Medians and scaled median absolute deviations of ``side`` values from each place on."""
    window = sorted(values[:side])
    medians, spreads = [], []
    for place in range(len(values) - side + 1):
        if place:
            window.remove(values[place - 1])
            insort(window, values[place + side - 1])
        middle = (window[(side - 1) // 2] + window[side // 2]) / 2
        medians.append(middle)
        spreads.append(_MAD * median([abs(value - middle) for value in window]))
    return medians, spreads


def _sharpest(found: list[Change], values: Sequence[float], most: int, side: int) -> list[Change]:
    """Of neighbours the one with the largest step, put where the values cross the middle between before and after."""
    chosen: list[Change] = []
    for one in sorted(found, key=lambda change: -abs(change.after - change.before)):
        if len(chosen) == most:
            break
        if all(abs(one.place - other.place) > 2 * side for other in chosen):
            chosen.append(one)
    placed = [Change(_crossing(one, values, side), one.before, one.after, one.size) for one in chosen]
    return sorted(placed, key=lambda change: change.place)


def _crossing(one: Change, values: Sequence[float], side: int) -> int:
    """The first place near the change from which three of four values have left what was before.

    After calm values a sixth of the way is leaving, so that a climb is seen when it begins; after wild ones half of it.
    """
    last = values[max(0, one.place - 2 * side) : max(1, one.place - side)]
    step = one.after - one.before
    wild = median([abs(value - one.before) for value in last]) * 12 > abs(step)
    limit, up = one.before + step / (2 if wild else 6), step > 0
    for place in range(max(0, one.place - side), min(len(values), one.place + side)):
        beyond = [(value > limit) == up for value in values[place : place + 4]]
        if beyond[0] and sum(beyond) * 4 >= 3 * len(beyond):
            return place
    return one.place

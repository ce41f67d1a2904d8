"""Figures about a handful of incidents that do not pretend: quantiles with n and an interval, never a mean.

Durations of incidents are skewed, so a mean of them says little and a trend of three says nothing. Where there are
too few, the answer is a `TooFew` that says so.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

LEAST_FOR_INTERVAL: Final = 6
LEAST_FOR_P90: Final = 10
LEAST_FOR_TREND: Final = 20
RESAMPLES: Final = 200
BOOTSTRAP_UP_TO: Final = 50  # values; beyond, the interval by ranks, which the bootstrap comes to
Z90: Final = 1.645  # of the normal distribution: 90 % lie within

Draw = Callable[[int, int], Sequence[int]]
"""(n, k) -> k integers from 0 to below n; outside core `Random(seed).choices(range(n), k=k)`."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """``low`` and ``high``: 90 % bootstrap interval of the median. ``None`` where n is too small to say."""

    n: int
    median: float | None = None
    p90: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """The medians of the earlier and the later half, and the 90 % interval of their difference (later - earlier)."""

    earlier: float
    later: float
    low: float
    high: float

    @property
    def says(self) -> str:
        """`longer`, `shorter` or `unclear`: only an interval that leaves out zero says anything."""
        if self.low > 0:
            return "longer"
        return "shorter" if self.high < 0 else "unclear"


@dataclass(frozen=True, slots=True)
class TooFew:
    n: int
    needed: int


def quantile(ordered: Sequence[float], share: float) -> float:
    """Linear between the neighbours (type 7). ``ordered`` is sorted and not empty."""
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def describe(values: Sequence[float], draw: Draw) -> Distribution:
    ordered = sorted(values)
    n = len(ordered)
    if not n:
        return Distribution(0)
    low = high = None
    if n >= LEAST_FOR_INTERVAL:
        low, high = _median_interval(ordered, draw)
    p90 = quantile(ordered, 0.9) if n >= LEAST_FOR_P90 else None
    return Distribution(n, quantile(ordered, 0.5), p90, low, high)


def trend(values_in_time_order: Sequence[float], draw: Draw) -> Trend | TooFew:
    n = len(values_in_time_order)
    if n < LEAST_FOR_TREND:
        return TooFew(n, LEAST_FOR_TREND)
    first, second = values_in_time_order[: n // 2], values_in_time_order[n // 2 :]
    low, high = _difference_interval(sorted(first), sorted(second), draw)
    return Trend(_median(first), _median(second), low, high)


def _median_interval(ordered: Sequence[float], draw: Draw) -> tuple[float, float]:
    n = len(ordered)
    if n <= BOOTSTRAP_UP_TO:
        return _interval([_median(_resample(ordered, draw)) for _ in range(RESAMPLES)])
    spread = Z90 * math.sqrt(n) / 2
    return ordered[max(0, int(n / 2 - spread))], ordered[min(n - 1, math.ceil(n / 2 + spread))]


def _difference_interval(first: Sequence[float], second: Sequence[float], draw: Draw) -> tuple[float, float]:
    if len(first) + len(second) <= BOOTSTRAP_UP_TO:
        pairs = ((_resample(first, draw), _resample(second, draw)) for _ in range(RESAMPLES))
        return _interval([_median(later) - _median(earlier) for earlier, later in pairs])
    (a, b), (c, d) = _median_interval(first, draw), _median_interval(second, draw)
    middle, spread = _median(second) - _median(first), math.hypot((b - a) / 2, (d - c) / 2)
    return middle - spread, middle + spread


def _median(values: Sequence[float]) -> float:
    return quantile(sorted(values), 0.5)


def _resample(values: Sequence[float], draw: Draw) -> list[float]:
    return [values[at] for at in draw(len(values), len(values))]


def _interval(estimates: list[float]) -> tuple[float, float]:
    estimates.sort()
    return quantile(estimates, 0.05), quantile(estimates, 0.95)

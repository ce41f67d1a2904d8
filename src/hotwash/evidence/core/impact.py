"""Minutes of downtime, availability and error budget, from spans of impact.

Availability over a window is 1 - sum(share x length) / window, overlapping spans counted once at their worst share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """``share`` is the part of the service that was lost, 0 to 1."""

    start: datetime
    end: datetime
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Availability:
    """``lost`` weighs each minute by its share; ``budget_used`` is a part of the window's error budget."""

    downtime: timedelta
    lost: timedelta
    availability: float
    budget: timedelta | None = None
    budget_used: float | None = None


def union(spans: Sequence[Span]) -> list[Span]:
    """Spans that do not overlap; where some did, the largest share counts."""
    edges = sorted({edge for span in spans if span.end > span.start for edge in (span.start, span.end)})
    found: list[Span] = []
    for start, end in pairwise(edges):
        share = max((span.share for span in spans if span.start <= start and span.end >= end), default=0.0)
        if share > 0 and found and found[-1].end == start and found[-1].share == share:
            found[-1] = Span(found[-1].start, end, share)
        elif share > 0:
            found.append(Span(start, end, share))
    return found


def availability(spans: Sequence[Span], window: timedelta, target: float | None = None) -> Availability:
    """Over ``window``, which must be longer than nothing; ``target`` such as 0.999."""
    single = union(spans)
    downtime = sum((span.end - span.start for span in single), timedelta())
    lost = sum(((span.end - span.start) * span.share for span in single), timedelta())
    share = max(0.0, 1.0 - lost / window) if window > timedelta() else 1.0
    if target is None or not 0 < target < 1:
        return Availability(downtime, lost, share)
    budget = window * (1 - target)
    return Availability(downtime, lost, share, budget, lost / budget)


def minutes(length: timedelta) -> float:
    return round(length.total_seconds() / 60, 1)

"""Minutes of downtime, availability and error budget, from spans of impact.

Availability over a window is 1 - sum(share x length) / window, overlapping spans counted once at their worst share.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

WINDOW = timedelta(days=30)


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


@dataclass(frozen=True, slots=True)
class Affected:
    """A service whose availability was lost, with its ``target`` as a share; ``key`` 0 where none was named."""

    key: int = 0
    name: str = ""
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """From when on how much of the named services was lost: all of it where ``percent`` is None."""

    start: datetime
    end: datetime | None
    percent: float | None = None
    services: Sequence[Affected] = ()


@dataclass(frozen=True, slots=True)
class ServiceAvailability:
    """``open_end``: something still goes on, and is counted up to the time it was asked for."""

    service: Affected
    found: Availability
    open_end: bool = False

    @property
    def percent(self) -> str:
        """Availability in per cent, with as many digits as a target is discussed in."""
        return f"{100 * self.found.availability:.3f}"

    @property
    def target(self) -> str:
        return "" if self.service.target is None else f"{100 * self.service.target:.10g}"

    @property
    def budget(self) -> str:
        used = self.found.budget_used
        return "" if used is None else f"{100 * used:.0f}"


def by_service(losses: Iterable[Loss], until: datetime | None, window: timedelta = WINDOW) -> list[ServiceAvailability]:
    """What each service lost, in the order of their keys. A loss without an end counts up to ``until``; where that is
    not known either, nothing is said of its services.
    """
    spans: dict[Affected, list[Span]] = {}
    going_on: set[Affected] = set()
    for loss in losses:
        end = loss.end or (max(until, loss.start) if until else loss.start)
        share = min(1.0, (100.0 if loss.percent is None else loss.percent) / 100)
        for service in loss.services or [Affected()]:
            spans.setdefault(service, []).append(Span(loss.start, end, share))
            if loss.end is None:
                going_on.add(service)
    return [
        ServiceAvailability(service, availability(spans[service], window, service.target), service in going_on)
        for service in sorted(spans, key=lambda one: one.key)
        if until or service not in going_on
    ]


def shown_unit(audience: str, unit: str) -> str:
    """An amount of availability is the share that was lost, in per cent, unless its unit says otherwise."""
    return "% lost" if audience == "availability" and not unit else unit

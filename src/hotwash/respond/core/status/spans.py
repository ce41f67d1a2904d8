"""States over time: what lasted how long, by day, and the share of the time that a component was there.

A state that somebody set by hand holds over what incidents and maintenance say, for as long as it is set.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hotwash.respond.core.status.states import LOST, ComponentState, worst


@dataclass(frozen=True, slots=True)
class Span:
    """From ``begins`` until ``ends`` (None: still)."""

    begins: datetime
    ends: datetime | None
    state: ComponentState

    def holds_at(self, at: datetime) -> bool:
        return self.begins <= at and (self.ends is None or at < self.ends)


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that is known of one component: ``causes`` are incidents and maintenance, ``holds`` were set by hand.
    There is no history before ``since``.
    """

    since: datetime
    causes: tuple[Span, ...] = ()
    holds: tuple[Span, ...] = ()

    def state_at(self, at: datetime) -> ComponentState:
        held = [hold for hold in self.holds if hold.holds_at(at)]
        if held:
            return max(held, key=lambda hold: hold.begins).state
        return worst(cause.state for cause in self.causes if cause.holds_at(at))

    def between(self, begins: datetime, ends: datetime) -> list[Span]:
        """One span after the other without a gap, from ``begins`` (not before there was any history) to ``ends``."""
        begins = max(begins, self.since)
        if begins >= ends:
            return []
        known = [*self.causes, *self.holds]
        edges = {span.begins for span in known} | {span.ends for span in known if span.ends is not None}
        cuts = [begins, *sorted(edge for edge in edges if begins < edge < ends), ends]
        return [Span(start, end, self.state_at(start)) for start, end in pairwise(cuts)]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A day or a month of a component. ``uptime`` is a share of the time there is a record of; None where there is
    none.
    """

    first: date
    uptime: float | None
    worst: ComponentState = ComponentState.OPERATIONAL
    seconds: int = 0  # not operational, whatever it was

    @property
    def is_known(self) -> bool:
        return self.uptime is not None


def stretch(record: Record, first: date, days: int, zone: ZoneInfo, now: datetime) -> Stretch:
    """What is known of some days, in the page's own zone: a day there may last 23 or 25 hours."""
    begins, ends = midnight(first, zone), min(midnight(first + timedelta(days=days), zone), now)
    spans = record.between(begins, ends)
    whole = sum(_seconds(span) for span in spans)
    if whole <= 0:
        return Stretch(first, None)
    lost = sum(_seconds(span) * LOST.get(span.state, 0.0) for span in spans)
    bad = sum(_seconds(span) for span in spans if span.state != ComponentState.OPERATIONAL)
    return Stretch(first, 1 - lost / whole, worst(span.state for span in spans), round(bad))


def days_of(record: Record, zone: ZoneInfo, now: datetime, count: int) -> list[Stretch]:
    """The last ``count`` days, today last."""
    today = now.astimezone(zone).date()
    return [stretch(record, today - timedelta(days=back), 1, zone, now) for back in range(count - 1, -1, -1)]


def months_of(record: Record, zone: ZoneInfo, now: datetime, count: int) -> list[Stretch]:
    """The last ``count`` months, the present one first."""
    return [stretch(record, first, length_of(first), zone, now) for first in month_starts(now, zone, count)]


def month_starts(now: datetime, zone: ZoneInfo, count: int) -> list[date]:
    first = now.astimezone(zone).date().replace(day=1)
    found = [first]
    while len(found) < count:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def length_of(first: date) -> int:
    """Days of the month that begins on this day."""
    return ((first + timedelta(days=31)).replace(day=1) - first).days


def uptime_of(record: Record, begins: datetime, now: datetime) -> float | None:
    """The share of the time since ``begins`` that the component was there; None without a record."""
    spans = record.between(begins, now)
    whole = sum(_seconds(span) for span in spans)
    return 1 - sum(_seconds(span) * LOST.get(span.state, 0.0) for span in spans) / whole if whole else None


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def next_edge(edges: Iterable[datetime | None], now: datetime, zone: ZoneInfo) -> datetime:
    """When the page says something else without anybody doing anything: at the next edge, or at midnight."""
    tomorrow = midnight(now.astimezone(zone).date() + timedelta(days=1), zone)
    return min([edge for edge in edges if edge is not None and edge > now] + [tomorrow])


def percent(share: float | None) -> str:
    """As people quote it. Never rounded up to 100: that is said only of what was never lost."""
    if share is None:
        return "no record"
    if share >= 1:
        return "100 %"
    return f"{min(int(share * 100_000) / 1000, 99.999):.3f}".rstrip("0").rstrip(".") + " %"


def _seconds(span: Span) -> float:
    return (span.ends - span.begins).total_seconds() if span.ends else 0.0


def known(days: Sequence[Stretch]) -> int:
    return sum(day.is_known for day in days)

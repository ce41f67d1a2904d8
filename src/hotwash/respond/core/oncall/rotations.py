"""Who is on call: layers of rotations, overrides above them, in the schedule's own time zone.

Turns change at the hand-over's wall-clock time, so a turn over a DST night is an hour longer or shorter. A wall time
that does not exist (spring) is read with the offset before the change; one that exists twice (autumn) is its first.
"""

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hotwash.respond.core.states import Rotation

DAY = timedelta(days=1)
HORIZON = timedelta(days=14)  # how far ahead "until" is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerValue:
    """``members`` are people in the order of their turns; the first turn begins on ``starts_on`` at ``handover``.

    ``weekdays`` (0 = Monday; empty = all) and ``from_time``/``to_time`` narrow when the layer holds; a span over
    midnight belongs to the day on which it begins.
    """

    name: str
    members: tuple[int, ...]
    starts_on: date
    rotation: Rotation = Rotation.WEEKLY
    every: int = 1
    handover: time = time(9)
    ends_on: date | None = None
    weekdays: frozenset[int] = frozenset()
    from_time: time | None = None
    to_time: time | None = None


@dataclass(frozen=True, slots=True)
class OverrideValue:
    person: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class ScheduleValue:
    """A later layer stands above an earlier one."""

    timezone: ZoneInfo
    layers: tuple[LayerValue, ...] = ()
    overrides: tuple[OverrideValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """``person`` None is a gap: nobody is on call. ``via`` is the layer's name, or ``override``."""

    person: int | None
    starts_at: datetime
    ends_at: datetime
    via: str = ""


def who(schedule: ScheduleValue, at: datetime) -> Shift:
    """Who is on call at ``at`` and until when (looked for over two weeks)."""
    return next(shifts(schedule, at, at + HORIZON))


def shifts(schedule: ScheduleValue, begin: datetime, end: datetime) -> Iterator[Shift]:
    """The whole span from ``begin`` to ``end`` without holes, gaps included; neighbours that are the same are one."""
    current: Shift | None = None
    edges = _edges(schedule, begin, end)
    for starts, ends in itertools.pairwise(edges):
        person, via = _holder(schedule, starts)
        if current is not None and (current.person, current.via) == (person, via):
            current = Shift(person, current.starts_at, ends, via)
            continue
        if current is not None:
            yield current
        current = Shift(person, starts, ends, via)
    if current is not None:
        yield current


def gaps(schedule: ScheduleValue, begin: datetime, end: datetime) -> list[Shift]:
    return [shift for shift in shifts(schedule, begin, end) if shift.person is None]


def stand_ins(members: Sequence[int], active: Collection[int]) -> tuple[int, ...]:
    """The members with the next active one in the place of each who left: the turns of the others stay as they are."""
    length = len(members)
    ring = (next((one for one in (*members[i:], *members[:i]) if one in active), None) for i in range(length))
    return tuple(person for person in ring if person is not None)


def _holder(schedule: ScheduleValue, at: datetime) -> tuple[int | None, str]:
    covering = [item for item in schedule.overrides if item.starts_at <= at < item.ends_at]
    if covering:
        return max(covering, key=lambda item: item.starts_at).person, "override"
    for layer in reversed(schedule.layers):
        person = _turn(layer, schedule.timezone, at) if _holds(layer, schedule.timezone, at) else None
        if person is not None:
            return person, layer.name
    return None, ""


def _turn(layer: LayerValue, zone: ZoneInfo, at: datetime) -> int | None:
    """Whose turn it is in a layer, restrictions aside."""
    first = _instant(layer.starts_on, layer.handover, zone)
    if not layer.members or at < first:
        return None
    if layer.ends_on is not None and at >= _instant(layer.ends_on, layer.handover, zone):
        return None
    if layer.rotation is Rotation.HOURS:
        turn = (at - first) // timedelta(hours=layer.every)
    else:
        local = at.astimezone(zone)
        days = (local.date() - layer.starts_on).days
        if at < _instant(local.date(), layer.handover, zone):
            days -= 1
        turn = days // (layer.every * _days(layer.rotation))
    return layer.members[turn % len(layer.members)]


def _days(rotation: Rotation) -> int:
    return 7 if rotation is Rotation.WEEKLY else 1


def _holds(layer: LayerValue, zone: ZoneInfo, at: datetime) -> bool:
    local = at.astimezone(zone)
    day, clock = local.date(), local.time()
    begin, end = layer.from_time, layer.to_time
    if begin is not None and end is not None and begin != end:
        if begin < end and not begin <= clock < end:
            return False
        if begin > end:
            if end <= clock < begin:
                return False
            if clock < end:
                day -= DAY  # the small hours belong to the evening before
    return not layer.weekdays or day.weekday() in layer.weekdays


def _edges(schedule: ScheduleValue, begin: datetime, end: datetime) -> list[datetime]:
    """Every instant in the span at which the answer may change, with both its ends."""
    found = {begin, end}
    for item in schedule.overrides:
        found |= {item.starts_at, item.ends_at}
    for layer in schedule.layers:
        found |= set(_edges_of(layer, schedule.timezone, begin, end))
    return sorted(at for at in found if begin <= at <= end)


def _edges_of(layer: LayerValue, zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    clocks = {layer.handover, time(0), *(clock for clock in (layer.from_time, layer.to_time) if clock is not None)}
    day = begin.astimezone(zone).date() - DAY
    last = end.astimezone(zone).date() + DAY
    while day <= last:
        yield from (_instant(day, clock, zone) for clock in clocks)
        day += DAY
    if layer.rotation is Rotation.HOURS:
        length = timedelta(hours=layer.every)
        first = _instant(layer.starts_on, layer.handover, zone)
        at = first + max((begin - first) // length, 0) * length
        while at <= end:
            yield at
            at += length


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)

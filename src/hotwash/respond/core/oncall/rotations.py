"""Who is on call: layers of rotations, overrides above them, in the schedule's own time zone.

Turns change at the hand-over's wall-clock time, so a turn over a DST night is an hour longer or shorter. A wall time
that does not exist (spring) is read with the offset before the change; one that exists twice (autumn) is its first.
"""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hotwash.respond.core.states import Rotation

DAY = timedelta(days=1)
NEAR = 3  # turns by which a guess may be off: people's zones lie up to 26 hours apart
HORIZON = timedelta(days=14)  # how far ahead "until" is looked for


class Point(NamedTuple):
    """A hand-over of custom shifts: each week on this day (0 = Monday) at this time."""

    weekday: int
    at: time


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerValue:
    """``members`` are people in the order of their turns; the first turn begins on ``starts_on`` at ``handover``.

    ``points`` are the weekly hand-overs of custom shifts. ``zone`` is the layer's own, else the schedule's holds; with
    ``zones`` (of people) each turn begins at the wall-clock time of the person who takes over.

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
    points: tuple[Point, ...] = ()
    zone: ZoneInfo | None = None
    zones: Mapping[int, ZoneInfo] = field(default_factory=dict)


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


def joined(found: Sequence[Shift]) -> list[Shift]:
    """Neighbours that are the same are one."""
    whole: list[Shift] = []
    for shift in found:
        last = whole[-1] if whole else None
        if last is not None and (last.person, last.via, last.ends_at) == (shift.person, shift.via, shift.starts_at):
            whole[-1] = Shift(last.person, last.starts_at, shift.ends_at, last.via)
        else:
            whole.append(shift)
    return whole


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
        zone = layer.zone or schedule.timezone
        person = _turn(layer, zone, at) if _holds(layer, zone, at) else None
        if person is not None:
            return person, layer.name
    return None, ""


def _turn(layer: LayerValue, zone: ZoneInfo, at: datetime) -> int | None:
    """Whose turn it is in a layer, restrictions aside."""
    if not layer.members or (layer.ends_on is not None and at >= _instant(layer.ends_on, layer.handover, zone)):
        return None
    begun = [turn for turn in _turns(layer, zone, at, at) if begins(layer, zone, turn) <= at]
    return layer.members[begun[-1] % len(layer.members)] if begun else None


def begins(layer: LayerValue, zone: ZoneInfo, turn: int) -> datetime:
    """When a turn begins; the first one is 0. ``zone`` is the schedule's."""
    if layer.rotation is Rotation.HOURS:
        return _instant(layer.starts_on, layer.handover, zone) + turn * timedelta(hours=layer.every)
    if layer.rotation is Rotation.SHIFTS:
        day, clock = _shift(layer, turn)
    else:
        day, clock = layer.starts_on + turn * layer.every * _days(layer.rotation) * DAY, layer.handover
    person = layer.members[turn % len(layer.members)] if layer.members else 0
    return _instant(day, clock, layer.zones.get(person, zone))


def _shift(layer: LayerValue, turn: int) -> tuple[date, time]:
    """The day and time at which a custom shift begins: the first hand-over on or after ``starts_on`` is the first."""
    points = sorted(layer.points) or [Point(0, layer.handover)]
    monday = layer.starts_on - layer.starts_on.weekday() * DAY
    first = sum(point.weekday < layer.starts_on.weekday() for point in points)
    weeks, place = divmod(first + turn, len(points))
    return monday + 7 * weeks * DAY + points[place].weekday * DAY, points[place].at


def _turns(layer: LayerValue, zone: ZoneInfo, begin: datetime, end: datetime) -> range:
    """Turns that may touch a span, with a few on either side."""
    near = NEAR + 2 * len(layer.points)
    return range(max(_guess(layer, zone, begin) - near, 0), max(_guess(layer, zone, end) + near, 0))


def _guess(layer: LayerValue, zone: ZoneInfo, at: datetime) -> int:
    """About which turn it is: off by a few, with custom shifts by those of a week."""
    first = _instant(layer.starts_on, layer.handover, zone)
    if layer.rotation is Rotation.HOURS:
        return int((at - first) // timedelta(hours=layer.every))
    days = (at.astimezone(zone).date() - layer.starts_on).days
    if layer.rotation is Rotation.SHIFTS:
        return days // 7 * max(len(layer.points), 1)
    return days // (layer.every * _days(layer.rotation))


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
        found |= set(_edges_of(layer, layer.zone or schedule.timezone, begin, end))
    return sorted(at for at in found if begin <= at <= end)


def _edges_of(layer: LayerValue, zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    if layer.ends_on is not None:
        yield _instant(layer.ends_on, layer.handover, zone)
    yield from (begins(layer, zone, turn) for turn in _turns(layer, zone, begin, end))
    if not layer.weekdays and layer.from_time is None and layer.to_time is None:
        return
    clocks = {time(0), *(clock for clock in (layer.from_time, layer.to_time) if clock is not None)}
    day = begin.astimezone(zone).date() - DAY
    while day <= end.astimezone(zone).date() + DAY:
        yield from (_instant(day, clock, zone) for clock in clocks)
        day += DAY


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)

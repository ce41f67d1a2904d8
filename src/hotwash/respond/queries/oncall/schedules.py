"""On-call schedules as values, and who they name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Prefetch, Q, QuerySet

from hotwash.directory.models import Person
from hotwash.respond.core.oncall.kept import layer_from_json, points_from_json
from hotwash.respond.core.oncall.rotations import (
    LayerValue,
    OverrideValue,
    ScheduleValue,
    Shift,
    joined,
    shifts,
    stand_ins,
    who,
)
from hotwash.respond.core.oncall.swapping import Bargain, Span, shifts_to_come
from hotwash.respond.core.states import Rotation, SwapState
from hotwash.respond.models import Layer, Override, PastSchedule, Schedule, Swap

HORIZON = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class OnCall:
    schedule: Schedule
    person: Person | None
    shift: Shift


def schedule_value(schedule: Schedule, begin: datetime, end: datetime) -> ScheduleValue:
    """A schedule as the core reads it, with the overrides that touch the span. Turns of who left go to who follows."""
    layers = Layer.objects.filter(schedule=schedule).prefetch_related("members__person").order_by("order", "pk")
    values = tuple(_layer_value(layer) for layer in layers)
    return ScheduleValue(zone_of(schedule.timezone), values, _overrides(schedule, begin, end))


def shifts_then(schedule: Schedule, begin: datetime, end: datetime) -> list[Shift]:
    """Who was, is and will be on call in a span: of the past as the schedule was then, before it was changed."""
    past = list(PastSchedule.objects.filter(schedule=schedule, until__gt=begin, until__lt=end).order_by("until", "pk"))
    after = PastSchedule.objects.filter(schedule=schedule, until__gte=end).order_by("until", "pk").first()
    edges = [begin, *(row.until for row in past), end]
    kept = [*past, after]
    found: list[Shift] = []
    for row, starts, ends in zip(kept, edges, edges[1:], strict=False):
        value = schedule_value(schedule, starts, ends) if row is None else _value_of(row, starts, ends)
        found += shifts(value, starts, ends)
    return joined(found)


def on_call_then(at: datetime) -> list[OnCall]:
    """Who each schedule named at a past time."""
    found = []
    for schedule in Schedule.objects.select_related("team"):
        shift = next(iter(shifts_then(schedule, at, at + HORIZON)))
        found.append(OnCall(schedule, Person.objects.filter(pk=shift.person or 0).first(), shift))
    return found


def _value_of(past: PastSchedule, begin: datetime, end: datetime) -> ScheduleValue:
    layers = tuple(layer_from_json(kept) for kept in past.layers)
    return ScheduleValue(zone_of(past.timezone), layers, _overrides(past.schedule, begin, end))


def _overrides(schedule: Schedule, begin: datetime, end: datetime) -> tuple[OverrideValue, ...]:
    rows = schedule.overrides.filter(starts_at__lt=end, ends_at__gt=begin, person__is_active=True)
    return tuple(OverrideValue(row.person_id, row.starts_at, row.ends_at) for row in rows)


def schedules_whole(now: datetime) -> QuerySet[Schedule]:
    """Schedules with their layers, and the overrides that are not over."""
    coming = Override.objects.filter(ends_at__gt=now)
    return Schedule.objects.prefetch_related("layers__members", Prefetch("overrides", coming))


def on_call_of(schedule: Schedule, at: datetime) -> OnCall:
    """Who a schedule names at ``at``, and until when."""
    shift = who(schedule_value(schedule, at, at + HORIZON), at)
    person = Person.objects.filter(pk=shift.person, is_active=True).first() if shift.person else None
    return OnCall(schedule, person, shift)


def on_call_now(at: datetime) -> list[OnCall]:
    return [on_call_of(schedule, at) for schedule in Schedule.objects.select_related("team")]


def zone_of(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _layer_value(layer: Layer) -> LayerValue:
    members = sorted(layer.members.all(), key=lambda member: (member.order, member.pk))
    active = {member.person_id for member in members if member.person.is_active}
    return LayerValue(
        name=layer.name,
        members=stand_ins([member.person_id for member in members], active),
        starts_on=layer.starts_on,
        rotation=Rotation(layer.rotation),
        every=layer.every,
        handover=layer.handover,
        ends_on=layer.ends_on,
        weekdays=frozenset(layer.weekdays),
        from_time=layer.from_time,
        to_time=layer.to_time,
        points=points_from_json(layer.points),
        zone=zone_of(layer.timezone) if layer.timezone else None,
        zones={member.person_id: zone_of(member.person.timezone) for member in members} if layer.by_person else {},
    )


def bargain_of(swap: Swap) -> Bargain:
    back = Span(swap.back_starts_at, swap.back_ends_at) if swap.back_starts_at and swap.back_ends_at else None
    return Bargain(swap.asked_by_id, swap.other_id, Span(swap.starts_at, swap.ends_at), back)


def swaps_of(schedule: Schedule, now: datetime) -> Sequence[Swap]:
    """Those that wait for an answer and are not over, and the last few that were answered."""
    rows = Swap.objects.filter(schedule=schedule).select_related("asked_by", "other", "schedule")
    return [row for row in rows.order_by("-pk")[:20] if row.state != SwapState.ASKED or row.ends_at > now]


def shifts_of(person_id: int, begin: datetime, end: datetime) -> list[tuple[Schedule, Shift]]:
    """When somebody is on call, in every schedule, in the order of time."""
    named = Q(layers__members__person=person_id) | Q(overrides__person=person_id)
    found = [
        (schedule, shift)
        for schedule in Schedule.objects.filter(named).distinct()
        for shift in shifts_to_come(schedule_value(schedule, begin, end), person_id, begin, end)
    ]
    return sorted(found, key=lambda one: (one[1].starts_at, one[0].name))


def swaps_to_answer(person_id: int, now: datetime) -> Sequence[Swap]:
    rows = Swap.objects.filter(other=person_id, state=SwapState.ASKED, ends_at__gt=now)
    return list(rows.select_related("asked_by", "schedule"))

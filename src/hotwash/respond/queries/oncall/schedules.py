"""On-call schedules as values, and who they name."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Prefetch, QuerySet

from hotwash.directory.models import Person
from hotwash.respond.core.oncall.rotations import LayerValue, OverrideValue, ScheduleValue, Shift, stand_ins, who
from hotwash.respond.core.states import Rotation
from hotwash.respond.models import Layer, Override, Schedule

HORIZON = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class OnCall:
    schedule: Schedule
    person: Person | None
    shift: Shift


def schedule_value(schedule: Schedule, begin: datetime, end: datetime) -> ScheduleValue:
    """A schedule as the core reads it, with the overrides that touch the span. Turns of who left go to who follows."""
    layers = Layer.objects.filter(schedule=schedule).prefetch_related("members__person").order_by("order", "pk")
    overrides = schedule.overrides.filter(starts_at__lt=end, ends_at__gt=begin, person__is_active=True)
    return ScheduleValue(
        zone_of(schedule.timezone),
        tuple(_layer_value(layer) for layer in layers),
        tuple(OverrideValue(item.person_id, item.starts_at, item.ends_at) for item in overrides),
    )


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
    )

"""Weeks of a schedule to be drawn, also of one that is only typed yet."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hotwash.directory.models import Person
from hotwash.respond.core.oncall.drawing import Lane, Weeks
from hotwash.respond.core.oncall.kept import points_from_json, points_text
from hotwash.respond.core.oncall.rotations import ScheduleValue, shifts
from hotwash.respond.core.settings import ScheduleValues
from hotwash.respond.models import Layer, Schedule
from hotwash.respond.queries.oncall.schedules import schedule_value, shifts_then, zone_of

TYPED = (
    "name",
    "rotation",
    "every",
    "starts_on",
    "ends_on",
    "handover",
    "from_time",
    "to_time",
    "timezone",
    "by_person",
)


def weeks_of(schedule: Schedule, monday: date, count: int, now: datetime) -> Weeks:
    """The weeks from a Monday on: who is on call, and where there are several layers, what each says today."""
    begin, end = _span(monday, count, schedule.timezone)
    value = schedule_value(schedule, begin, end)
    final = Lane("On call", shifts_then(schedule, begin, end), shows_gaps=not schedule.gaps_meant)
    lanes = [*_layers(value, begin, end), final] if end > now else [final]
    return _weeks(value, lanes, monday, count, now)


def preview_of(values: ScheduleValues, now: datetime, count: int) -> Weeks:
    """The weeks from this one on of a schedule that is only typed. Its values hold no problems."""
    today = now.astimezone(zone_of(values.timezone)).date()
    monday = today - timedelta(days=today.weekday())
    begin, end = _span(monday, count, values.timezone)
    people = {row.pk: zone_of(row.timezone) for row in Person.objects.filter(pk__in=values.people)}
    layers = tuple(
        replace(
            one.as_value(),
            zone=zone_of(one.timezone) if one.timezone else None,
            zones=people if one.by_person else {},
        )
        for one in values.layers
    )
    value = ScheduleValue(zone_of(values.timezone), layers)
    final = Lane("On call", list(shifts(value, begin, end)), shows_gaps=not values.gaps_meant)
    return _weeks(value, [*_layers(value, begin, end), final], monday, count, now)


def layer_as_typed(layer: Layer) -> dict[str, object]:
    """A layer as its form shows it."""
    members = [member.person.email for member in layer.members.select_related("person")]
    return {name: getattr(layer, name) for name in TYPED} | {
        "members": "\n".join(members),
        "weekdays": [str(day) for day in layer.weekdays],
        "points": points_text(points_from_json(layer.points)),
    }


def _layers(value: ScheduleValue, begin: datetime, end: datetime) -> list[Lane]:
    if len(value.layers) < 2:
        return []
    return [
        Lane(layer.name, list(shifts(ScheduleValue(value.timezone, (layer,)), begin, end))) for layer in value.layers
    ]


def _weeks(value: ScheduleValue, lanes: list[Lane], monday: date, count: int, now: datetime) -> Weeks:
    numbers = {shift.person for lane in lanes for shift in lane.shifts if shift.person is not None}
    names = {person.pk: person.name for person in Person.objects.filter(pk__in=numbers).order_by("name", "pk")}
    return Weeks(value.timezone, monday, count, lanes, names, now)


def _span(monday: date, count: int, zone: str) -> tuple[datetime, datetime]:
    ends = monday + timedelta(weeks=count)
    return (
        datetime.combine(monday, time(0), tzinfo=zone_of(zone)),
        datetime.combine(ends, time(0), tzinfo=zone_of(zone)),
    )

"""On-call schedules as values, who they name, and which ladder holds for an incident."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Prefetch, QuerySet

from hotwash.directory.models import Person
from hotwash.respond.core.ladder import Level, Plan, Target
from hotwash.respond.core.oncall import HORIZON as LOOK_AHEAD
from hotwash.respond.core.oncall import LayerValue, OverrideValue, ScheduleValue, Shift, who
from hotwash.respond.core.states import Rotation
from hotwash.respond.models import EscalationPolicy, Incident, Layer, Override, Schedule

HORIZON = timedelta(days=15)
NO_POLICY = Plan("No escalation policy", ())


@dataclass(frozen=True, slots=True)
class OnCall:
    schedule: Schedule
    person: Person | None
    shift: Shift


def schedule_value(schedule: Schedule, begin: datetime, end: datetime) -> ScheduleValue:
    """A schedule as the core reads it, with the overrides that touch the span. Inactive people hold no turns."""
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


def plan_for(incident: Incident, policy_id: int | None) -> tuple[EscalationPolicy | None, Plan]:
    """The ladder of an incident: the policy a rule named, else that of a service's owner, else the default one."""
    policies = EscalationPolicy.objects.all()
    policy = policies.filter(pk=policy_id).first() if policy_id is not None else None
    if policy is None:
        owners = incident.services.filter(owner__isnull=False).values("owner")
        policy = policies.filter(team__in=owners).first() or policies.filter(is_default=True).first()
    return (policy, plan_of(policy)) if policy is not None else (None, NO_POLICY)


def plan_of(policy: EscalationPolicy) -> Plan:
    levels = policy.levels.prefetch_related("targets__person", "targets__schedule", "targets__team").order_by("order")
    return Plan(
        name=policy.name,
        levels=tuple(
            Level(
                level.minutes,
                tuple(_target(target.person, target.schedule, target.team) for target in level.targets.all()),
            )
            for level in levels
        ),
        rounds=policy.repeats,
        fallback=policy.fallback_id,
    )


def people_of(targets: Sequence[Target], at: datetime) -> list[tuple[Person, str]]:
    """Whom targets mean at ``at``, each person once, with the reason in words; nobody for a gap or an empty team."""
    found: dict[int, tuple[Person, str]] = {}
    for target in targets:
        for person, reason in _people_of(target, at):
            found.setdefault(person.pk, (person, reason))
    return list(found.values())


def zone_of(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _people_of(target: Target, at: datetime) -> Iterable[tuple[Person, str]]:
    active = Person.objects.filter(is_active=True)
    if target.kind == "person":
        return [(person, "named in the escalation policy") for person in active.filter(pk=target.id)]
    if target.kind == "team":
        return [(person, f"member of {target.name}") for person in active.filter(teams=target.id)]
    schedule = Schedule.objects.filter(pk=target.id).first()
    found = on_call_of(schedule, at) if schedule is not None else None
    if found is None or found.person is None:
        return []
    ends = found.shift.ends_at.astimezone(zone_of(found.schedule.timezone))
    until = f" until {ends:%d %b %H:%M %Z}" if found.shift.ends_at < at + LOOK_AHEAD else ""
    return [(found.person, f"on call in {found.schedule.name}{until}")]


def _target(person: Person | None, schedule: Schedule | None, team: object) -> Target:
    if person is not None:
        return Target("person", person.pk, person.name)
    if schedule is not None:
        return Target("schedule", schedule.pk, schedule.name)
    return Target("team", getattr(team, "pk", 0), str(team))


def _layer_value(layer: Layer) -> LayerValue:
    members = sorted(
        (member for member in layer.members.all() if member.person.is_active), key=lambda m: (m.order, m.pk)
    )
    return LayerValue(
        name=layer.name,
        members=tuple(member.person_id for member in members),
        starts_on=layer.starts_on,
        rotation=Rotation(layer.rotation),
        every=layer.every,
        handover=layer.handover,
        ends_on=layer.ends_on,
        weekdays=frozenset(layer.weekdays),
        from_time=layer.from_time,
        to_time=layer.to_time,
    )

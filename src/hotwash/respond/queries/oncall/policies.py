"""Which ladder holds for an incident, and what the house knows of those whom a level names."""

from collections.abc import Sequence
from datetime import datetime

from hotwash.directory.models import Person, Team
from hotwash.kernel.core.actor import Role
from hotwash.respond.core.oncall.calling import Known, Reserve, Turn
from hotwash.respond.core.oncall.ladder import Level, Plan, Target
from hotwash.respond.core.oncall.rotations import HORIZON as LOOK_AHEAD
from hotwash.respond.core.oncall.rotations import who
from hotwash.respond.models import EscalationPolicy, EscalationTarget, Incident, Schedule
from hotwash.respond.queries.oncall.schedules import HORIZON, schedule_value, zone_of

NO_POLICY = Plan("", ())


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
        levels=tuple(Level(level.minutes, tuple(map(_target, level.targets.all()))) for level in levels),
        rounds=policy.repeats,
        fallback=policy.fallback_id,
    )


def known_of(targets: Sequence[Target], at: datetime) -> Known:
    """What is to be known of these targets at ``at``, in few queries: a thousand levels may be due at once."""
    named = {kind: [target.id for target in targets if target.kind == kind] for kind in ("person", "team", "schedule")}
    teams = {team.pk: list(team.members.all()) for team in _teams(named["team"])}
    schedules = Schedule.objects.in_bulk(named["schedule"]) if named["schedule"] else {}
    turns = {pk: _turn(schedule, at) for pk, schedule in schedules.items()}
    numbers = {*named["person"], *(turn.person for turn in turns.values() if turn.person is not None)}
    people = Person.objects.in_bulk(numbers) if numbers else {}
    people |= {person.pk: person for members in teams.values() for person in members}
    return Known(
        people={pk: person.name for pk, person in people.items()},
        active=frozenset(pk for pk, person in people.items() if person.is_active),
        teams={pk: [person.pk for person in members] for pk, members in teams.items()},
        schedules=turns,
    )


def reserve_of(plan: Plan) -> Reserve:
    """Who is there where a level means nobody."""
    active = Person.objects.filter(is_active=True)
    if plan.fallback is not None and active.filter(pk=plan.fallback).exists():
        return Reserve(fallback=plan.fallback)
    administrators = list(active.filter(role=Role.ADMIN).values_list("pk", flat=True))
    everybody = [] if administrators else list(active.values_list("pk", flat=True))
    return Reserve(administrators=administrators, everybody=everybody)


def _teams(numbers: Sequence[int]) -> Sequence[Team]:
    return list(Team.objects.filter(pk__in=numbers).prefetch_related("members")) if numbers else []


def _turn(schedule: Schedule, at: datetime) -> Turn:
    shift = who(schedule_value(schedule, at, at + HORIZON), at)
    ends = shift.ends_at.astimezone(zone_of(schedule.timezone))
    return Turn(shift.person, f"{ends:%d %b %H:%M %Z}" if shift.ends_at < at + LOOK_AHEAD else "")


def _target(row: EscalationTarget) -> Target:
    if row.person is not None:
        return Target("person", row.person.pk, row.person.name)
    if row.schedule is not None:
        return Target("schedule", row.schedule.pk, row.schedule.name)
    if row.team is not None:
        return Target("team", row.team.pk, row.team.name)
    return Target("channel", 0, f"{row.channel} {row.address}", row.channel, row.address)

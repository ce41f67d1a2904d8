"""Which ladder holds for an incident, and what the house knows of those whom a level names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotwash.directory.models import Person, Service, Team
from hotwash.kernel.core.actor import Role
from hotwash.respond.core.oncall.calling import Known, Reserve, Turn, calling
from hotwash.respond.core.oncall.ladder import Level, PageLevel, Place, Plan, Target, next_level
from hotwash.respond.core.oncall.rotations import HORIZON as LOOK_AHEAD
from hotwash.respond.core.oncall.rotations import who
from hotwash.respond.models import EscalationPolicy, EscalationTarget, Incident, Schedule
from hotwash.respond.queries.oncall.schedules import HORIZON, schedule_value, zone_of


@dataclass(frozen=True, slots=True)
class ServiceNow:
    """``troubles``: why somebody whom the policy means first is not there."""

    service: Service
    plan: Plan
    people: Sequence[Person]
    channels: Sequence[str]
    troubles: Sequence[str]


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


def services_now(at: datetime) -> list[ServiceNow]:
    """Who would be paged first now, for each service: by its owner's policy, else by the default one.

    A routing rule may name another policy for some of its alerts.
    """
    policies = list(EscalationPolicy.objects.all())
    of_team = {policy.team_id: policy for policy in reversed(policies) if policy.team_id is not None}
    default = next((policy for policy in policies if policy.is_default), None)
    firsts: dict[int, tuple[Plan, Sequence[Person], Sequence[str], Sequence[str]]] = {}
    found = []
    for service in Service.objects.select_related("owner"):
        policy = of_team.get(service.owner_id or 0, default)
        key = policy.pk if policy is not None else 0
        if key not in firsts:
            firsts[key] = first_called(plan_of(policy) if policy is not None else NO_POLICY, at)
        found.append(ServiceNow(service, *firsts[key]))
    return found


def first_called(plan: Plan, at: datetime) -> tuple[Plan, Sequence[Person], Sequence[str], Sequence[str]]:
    following = next_level(plan, Place(), at)
    targets = following.level.targets if isinstance(following, PageLevel) else ()
    called = calling(plan, following, known_of(targets, at), lambda: reserve_of(plan))
    people = Person.objects.in_bulk([pk for pk, _ in called.people])
    names = [target.name for target in called.channels]
    return plan, [people[pk] for pk, _ in called.people if pk in people], names, called.troubles


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

"""On-call schedules, overrides and escalation policies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hotwash.directory.models import Person, Team
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Reason, Refusal, conflict, refuse
from hotwash.kernel.steps import step
from hotwash.respond.core.ladder import Target
from hotwash.respond.core.states import Rotation
from hotwash.respond.events import SettingChanged
from hotwash.respond.models import (
    EscalationLevel,
    EscalationPolicy,
    EscalationTarget,
    Layer,
    LayerMember,
    Override,
    Schedule,
)

TARGETS = {"person": Person.objects, "schedule": Schedule.objects, "team": Team.objects}


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerValues:
    """``member_ids`` in the order of their turns."""

    member_ids: tuple[int, ...]
    starts_on: date
    name: str = "Rotation"
    rotation: Rotation = Rotation.WEEKLY
    every: int = 1
    handover: time = time(9)
    weekdays: tuple[int, ...] = ()
    from_time: time | None = None
    to_time: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleValues:
    name: str
    timezone: str = "UTC"
    team_id: int | None = None
    layers: tuple[LayerValues, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelValues:
    minutes: int
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyValues:
    """``repeats``: how often the ladder is walked. ``is_default``: it holds where no other is named."""

    name: str
    levels: tuple[LevelValues, ...]
    repeats: int = 1
    fallback_id: int | None = None
    team_id: int | None = None
    is_default: bool = False


def save_schedule(
    *, actor: Actor, values: ScheduleValues, schedule: Schedule | None = None, version: int = 0
) -> Schedule | Refusal:
    """Make a schedule, or change one together with its layers. Overrides stay."""
    problems = _problems_of_schedule(values, schedule)
    if problems:
        return Refusal(tuple(problems))
    with step(actor=actor, permission=Permission.MANAGE) as record:
        row = Schedule() if schedule is None else schedule.at_version(version)
        if row is None:
            return conflict("this schedule")
        row.name, row.timezone, row.team_id = values.name.strip(), values.timezone, values.team_id
        row.version = row.version + 1 if row.pk else 1
        row.save()
        row.layers.all().delete()
        for order, layer in enumerate(values.layers, start=1):
            _make_layer(row, order, layer)
        record(SettingChanged(verb="added" if schedule is None else "changed", what=f"the on-call schedule {row.name}"))
    return row


def add_override(
    *, actor: Actor, schedule: Schedule, person: Person, starts_at: datetime, ends_at: datetime, reason: str = ""
) -> Override | Refusal:
    """Somebody takes over for a while. Any member may arrange that."""
    if ends_at <= starts_at:
        return refuse("ends_at", "It ends before it starts. Correct one of the two.", "ends_at")
    if not person.is_active:
        return refuse("person", f"{person.name} is no longer active.", "person")
    with step(actor=actor, permission=Permission.RESPOND, why=reason) as record:
        row = Override.objects.create(
            schedule=schedule, person=person, starts_at=starts_at, ends_at=ends_at, reason=reason[:200]
        )
        record(SettingChanged(verb="put", what=f"{person.name} on call in {schedule.name} for a while"))
    return row


def remove_override(*, actor: Actor, override: Override) -> None:
    with step(actor=actor, permission=Permission.RESPOND) as record:
        record(SettingChanged(verb="removed", what=f"the override of {override.person} in {override.schedule}"))
        override.delete()


def save_policy(
    *, actor: Actor, values: PolicyValues, policy: EscalationPolicy | None = None, version: int = 0
) -> EscalationPolicy | Refusal:
    """Make an escalation policy, or change one. What is running keeps the copy it began with."""
    problems = _problems_of_policy(values, policy)
    if problems:
        return Refusal(tuple(problems))
    with step(actor=actor, permission=Permission.MANAGE) as record:
        row = EscalationPolicy() if policy is None else policy.at_version(version)
        if row is None:
            return conflict("this escalation policy")
        if values.is_default:
            EscalationPolicy.objects.filter(is_default=True).exclude(pk=row.pk).update(is_default=False)
        row.name, row.repeats, row.is_default = values.name.strip(), values.repeats, values.is_default
        row.fallback_id, row.team_id = values.fallback_id, values.team_id
        row.version = row.version + 1 if row.pk else 1
        row.save()
        row.levels.all().delete()
        for order, level in enumerate(values.levels, start=1):
            _make_level(row, order, level)
        record(SettingChanged(verb="added" if policy is None else "changed", what=f"the escalation policy {row.name}"))
    return row


def _make_layer(schedule: Schedule, order: int, values: LayerValues) -> None:
    layer = Layer.objects.create(
        schedule=schedule,
        order=order,
        name=values.name,
        rotation=values.rotation,
        every=values.every,
        starts_on=values.starts_on,
        handover=values.handover,
        weekdays=list(values.weekdays),
        from_time=values.from_time,
        to_time=values.to_time,
    )
    LayerMember.objects.bulk_create(
        LayerMember(layer=layer, person_id=person, order=place)
        for place, person in enumerate(values.member_ids, start=1)
    )


def _make_level(policy: EscalationPolicy, order: int, values: LevelValues) -> None:
    level = EscalationLevel.objects.create(policy=policy, order=order, minutes=values.minutes)
    EscalationTarget.objects.bulk_create(
        EscalationTarget(level=level, **{f"{target.kind}_id": target.id}) for target in values.targets
    )


def _problems_of_schedule(values: ScheduleValues, schedule: Schedule | None) -> list[Reason]:
    others = Schedule.objects.exclude(pk=schedule.pk if schedule else 0)
    problems = _problems_of_name(values.name, list(others.values_list("name", flat=True)), "schedule")
    try:
        ZoneInfo(values.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        problems.append(Reason("timezone", "There is no such time zone. It looks like Europe/Berlin.", "timezone"))
    members = {person for layer in values.layers for person in layer.member_ids}
    if Person.objects.filter(pk__in=members).count() != len(members):
        problems.append(Reason("members", "Somebody in a rotation is not known here.", "members"))
    if values.team_id is not None and not Team.objects.filter(pk=values.team_id).exists():
        problems.append(Reason("team", "There is no such team.", "team"))
    if any(layer.every < 1 or layer.every > 1000 for layer in values.layers):
        problems.append(Reason("every", "A turn lasts between 1 and 1000 of its unit.", "every"))
    return problems


def _problems_of_policy(values: PolicyValues, policy: EscalationPolicy | None) -> list[Reason]:
    others = EscalationPolicy.objects.exclude(pk=policy.pk if policy else 0)
    problems = _problems_of_name(values.name, list(others.values_list("name", flat=True)), "escalation policy")
    if not values.levels:
        problems.append(Reason("levels", "Add at least one level: somebody to page first.", "levels"))
    if any(not level.targets for level in values.levels):
        problems.append(Reason("levels", "Each level pages somebody: choose a schedule, a person or a team.", "levels"))
    targets = [target for level in values.levels for target in level.targets]
    if any(not TARGETS[target.kind].filter(pk=target.id).exists() for target in targets):
        problems.append(Reason("levels", "A level names somebody or something that is not there.", "levels"))
    if values.fallback_id is not None and not Person.objects.filter(pk=values.fallback_id).exists():
        problems.append(Reason("fallback", "There is nobody with this number.", "fallback"))
    if values.team_id is not None and not Team.objects.filter(pk=values.team_id).exists():
        problems.append(Reason("team", "There is no such team.", "team"))
    if any(not 1 <= level.minutes <= 1440 for level in values.levels):
        problems.append(Reason("levels", "Each level waits between one minute and a day.", "levels"))
    return problems


def _problems_of_name(name: str, taken: Iterable[str], kind: str) -> list[Reason]:
    if not name.strip():
        return [Reason("name", f"Give the {kind} a name.", "name")]
    if name.strip() in set(taken):
        return [Reason("name", f"Another {kind} has this name.", "name")]
    return []

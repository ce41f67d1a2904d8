"""On-call schedules, overrides and escalation policies."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from hotwash.directory.models import Person, Team
from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Reason, Refusal, conflict, refuse
from hotwash.kernel.steps import step
from hotwash.respond.core.oncall.kept import layer_to_json, points_to_json
from hotwash.respond.core.settings import LayerValues, LevelValues, PolicyValues, ScheduleValues
from hotwash.respond.events import SettingChanged
from hotwash.respond.models import (
    EscalationLevel,
    EscalationPolicy,
    EscalationTarget,
    Layer,
    LayerMember,
    Override,
    PastSchedule,
    Schedule,
)
from hotwash.respond.queries.oncall import schedule_value
from hotwash.respond.queries.plugins import notifiers

TARGETS: Mapping[str, type[Person | Team | Schedule]] = {"person": Person, "schedule": Schedule, "team": Team}


def save_schedule(
    *, actor: Actor, values: ScheduleValues, schedule: Schedule | None = None, version: int = 0
) -> Schedule | Refusal:
    """Make a schedule, or change one together with its layers. Overrides stay."""
    problems = values.problems(taken=_names(Schedule, schedule), missing=set(_missing_of_schedule(values)))
    if problems:
        return Refusal(tuple(problems))
    with step(actor=actor, permission=Permission.MANAGE) as record:
        row = Schedule() if schedule is None else schedule.at_version(version)
        if row is None:
            return conflict("this schedule")
        _keep_past(row)
        row.name, row.timezone, row.team_id = values.name.strip(), values.timezone, values.team_id
        row.gaps_meant = values.gaps_meant
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


def remove_override(*, actor: Actor, override: Override, now: datetime) -> None:
    """One that holds already ends now: who was on call is not forgotten."""
    with step(actor=actor, permission=Permission.RESPOND) as record:
        record(SettingChanged(verb="removed", what=f"the override of {override.person} in {override.schedule}"))
        if override.starts_at < now < override.ends_at:
            override.ends_at = now
            override.save(update_fields=["ends_at"])
        elif override.ends_at > now:
            override.delete()


def save_policy(
    *, actor: Actor, values: PolicyValues, policy: EscalationPolicy | None = None, version: int = 0
) -> EscalationPolicy | Refusal:
    """Make an escalation policy, or change one. What is running keeps the copy it began with."""
    problems = values.problems(taken=_names(EscalationPolicy, policy), missing=set(_missing_of_policy(values)))
    problems += _problems_of_channels(values)
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


def _keep_past(schedule: Schedule) -> None:
    """How it was until now."""
    if schedule.pk:
        at = clock.now()
        before = schedule_value(schedule, at, at)
        layers = [layer_to_json(layer) for layer in before.layers]
        PastSchedule.objects.create(schedule=schedule, until=at, timezone=before.timezone.key, layers=layers)


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
        ends_on=values.ends_on,
        points=points_to_json(values.points),
        timezone=values.timezone,
        by_person=values.by_person,
    )
    LayerMember.objects.bulk_create(
        LayerMember(layer=layer, person_id=person, order=place)
        for place, person in enumerate(values.member_ids, start=1)
    )


def _make_level(policy: EscalationPolicy, order: int, values: LevelValues) -> None:
    level = EscalationLevel.objects.create(policy=policy, order=order, minutes=values.minutes)
    EscalationTarget.objects.bulk_create(
        EscalationTarget(level=level, channel=target.channel, address=target.address)
        if target.kind == "channel"
        else EscalationTarget(level=level, **{f"{target.kind}_id": target.id})
        for target in values.targets
    )


def _names(kind: type[Schedule | EscalationPolicy], row: Schedule | EscalationPolicy | None) -> set[str]:
    """The names that others have."""
    return set(kind.objects.exclude(pk=row.pk if row else 0).values_list("name", flat=True))


def _missing_of_schedule(values: ScheduleValues) -> Iterator[str]:
    if Person.objects.filter(pk__in=values.people).count() != len(values.people):
        yield "members"
    if _is_missing(Team, values.team_id):
        yield "team"


def _missing_of_policy(values: PolicyValues) -> Iterator[str]:
    rows = (target for target in values.targets if target.kind != "channel")
    if any(_is_missing(TARGETS[target.kind], target.id) for target in rows):
        yield "levels"
    if _is_missing(Person, values.fallback_id):
        yield "fallback"
    if _is_missing(Team, values.team_id):
        yield "team"


def _problems_of_channels(values: PolicyValues) -> Iterator[Reason]:
    known = notifiers()
    for target in values.targets:
        if target.kind != "channel":
            continue
        notifier = known.get(target.channel)
        if notifier is None:
            yield Reason("levels", f"There is no channel “{target.channel}” on this server.", "levels")
        elif problem := notifier.problem_of(target.address):
            yield Reason("levels", f"{target.channel} {target.address}: {problem}", "levels")


def _is_missing(kind: type[Person | Team | Schedule], pk: int | None) -> bool:
    return pk is not None and not kind.objects.filter(pk=pk).exists()

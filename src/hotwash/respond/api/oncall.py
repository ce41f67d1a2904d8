"""On-call schedules, overrides and escalation policies."""

from dataclasses import asdict
from datetime import timedelta

from django.http import HttpRequest
from ninja import Router, Status

from hotwash.directory.models import Person
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.rows import existing
from hotwash.kernel.web import actor_of
from hotwash.respond.api import schemas_oncall as s
from hotwash.respond.core.oncall.ladder import Target
from hotwash.respond.core.oncall.rotations import shifts
from hotwash.respond.models import EscalationPolicy, Override, Schedule
from hotwash.respond.queries import on_call_now, plan_of, schedule_value, schedules_whole
from hotwash.respond.steps import (
    LayerValues,
    LevelValues,
    PolicyValues,
    ScheduleValues,
    add_override,
    remove_override,
    save_policy,
    save_schedule,
)

router = Router(tags=["respond"])


def _schedule(pk: int) -> Schedule:
    return existing(Schedule.objects.filter(pk=pk), f"There is no schedule {pk}.")


def _whole(schedule: Schedule) -> Schedule:
    return schedules_whole(clock.now()).get(pk=schedule.pk)


def _policy(pk: int) -> EscalationPolicy:
    return existing(EscalationPolicy.objects.filter(pk=pk), f"There is no escalation policy {pk}.")


def _schedule_values(body: s.ScheduleIn) -> ScheduleValues:
    layers = tuple(
        LayerValues(
            **layer.dict(exclude={"members", "weekdays"}),
            member_ids=tuple(layer.members),
            weekdays=tuple(layer.weekdays),
        )
        for layer in body.layers
    )
    return ScheduleValues(name=body.name, timezone=body.timezone, team_id=body.team, layers=layers)


def _policy_values(body: s.PolicyIn) -> PolicyValues:
    levels = tuple(
        LevelValues(
            minutes=level.minutes,
            targets=tuple(Target(one.kind, one.id, "", one.channel, one.address) for one in level.targets),
        )
        for level in body.levels
    )
    return PolicyValues(
        name=body.name,
        levels=levels,
        repeats=body.repeats,
        fallback_id=body.fallback,
        team_id=body.team,
        is_default=body.is_default,
    )


def _policy_out(row: EscalationPolicy) -> s.PolicyOut:
    levels = [
        s.LevelOut(
            minutes=level.minutes,
            targets=[s.TargetOut(**asdict(target)) for target in level.targets],
        )
        for level in plan_of(row).levels
    ]
    return s.PolicyOut(
        id=row.pk,
        name=row.name,
        is_default=row.is_default,
        repeats=row.repeats,
        levels=levels,
        fallback=row.fallback_id,
        team=row.team_id,
        version=row.version,
    )


@router.get("/on-call", response={200: list[s.OnCallOut], **REFUSALS})
def on_call(request: HttpRequest) -> list[s.OnCallOut]:
    """Who is on call now, in each schedule, and until when."""
    actor_of(request)
    return [
        s.OnCallOut(
            schedule=one.schedule.name,
            person=one.person.pk if one.person else None,
            name=one.person.name if one.person else "",
            until=one.shift.ends_at,
        )
        for one in on_call_now(clock.now())
    ]


@router.get("/schedules", response={200: list[s.ScheduleOut], **REFUSALS})
def schedules(request: HttpRequest) -> list[Schedule]:
    """With their layers, and the overrides that are not over."""
    actor_of(request)
    return list(schedules_whole(clock.now()))


@router.post("/schedules", response={201: s.ScheduleOut, **REFUSALS})
def new_schedule(request: HttpRequest, body: s.ScheduleIn) -> Status[Schedule] | Refused:
    done = save_schedule(actor=actor_of(request), values=_schedule_values(body))
    return refused(done) if isinstance(done, Refusal) else Status(201, _whole(done))


@router.put("/schedules/{pk}", response={200: s.ScheduleOut, **REFUSALS})
def change_schedule(request: HttpRequest, pk: int, body: s.ScheduleIn) -> Schedule | Refused:
    """Change a schedule together with its layers; overrides stay."""
    done = save_schedule(
        actor=actor_of(request), values=_schedule_values(body), schedule=_schedule(pk), version=body.version
    )
    return refused(done) if isinstance(done, Refusal) else _whole(done)


@router.get("/schedules/{pk}/shifts", response={200: list[s.ShiftOut], **REFUSALS})
def coming_shifts(request: HttpRequest, pk: int, days: int = 14) -> list[s.ShiftOut]:
    """Who is on call in the coming days, gaps included (``person`` null); at most 90 days."""
    actor_of(request)
    begin = clock.now()
    end = begin + timedelta(days=min(max(days, 1), 90))
    found = shifts(schedule_value(_schedule(pk), begin, end), begin, end)
    return [s.ShiftOut(person=one.person, starts_at=one.starts_at, ends_at=one.ends_at, via=one.via) for one in found]


@router.post("/schedules/{pk}/overrides", response={201: s.OverrideOut, **REFUSALS})
def take_over(request: HttpRequest, pk: int, body: s.OverrideIn) -> Status[Override] | Refused:
    """Somebody takes over for a while."""
    actor, schedule = actor_of(request), _schedule(pk)
    person = Person.objects.filter(pk=body.person).first()
    if person is None:
        return refused(refuse("person", "There is nobody with this number.", "person"))
    done = add_override(
        actor=actor,
        schedule=schedule,
        person=person,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        reason=body.reason,
    )
    return refused(done) if isinstance(done, Refusal) else Status(201, done)


@router.delete("/overrides/{pk}", response={204: None, **REFUSALS})
def end_override(request: HttpRequest, pk: int) -> Status[None]:
    actor = actor_of(request)
    row = existing(Override.objects.select_related("schedule", "person").filter(pk=pk), f"There is no override {pk}.")
    remove_override(actor=actor, override=row)
    return Status(204, None)


@router.get("/policies", response={200: list[s.PolicyOut], **REFUSALS})
def policies(request: HttpRequest) -> list[s.PolicyOut]:
    """With their levels, in order."""
    actor_of(request)
    return [_policy_out(row) for row in EscalationPolicy.objects.all()]


@router.post("/policies", response={201: s.PolicyOut, **REFUSALS})
def new_policy(request: HttpRequest, body: s.PolicyIn) -> Status[s.PolicyOut] | Refused:
    done = save_policy(actor=actor_of(request), values=_policy_values(body))
    return refused(done) if isinstance(done, Refusal) else Status(201, _policy_out(done))


@router.put("/policies/{pk}", response={200: s.PolicyOut, **REFUSALS})
def change_policy(request: HttpRequest, pk: int, body: s.PolicyIn) -> s.PolicyOut | Refused:
    """Change a policy; escalations that run keep the ladder they began with."""
    done = save_policy(actor=actor_of(request), values=_policy_values(body), policy=_policy(pk), version=body.version)
    return refused(done) if isinstance(done, Refusal) else _policy_out(done)

"""On-call schedules, overrides and escalation policies."""

from dataclasses import asdict
from datetime import timedelta

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import AwareDatetime

from hotwash.directory.models import Person
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.rows import existing
from hotwash.kernel.web import actor_of
from hotwash.respond.api import schemas_oncall as s
from hotwash.respond.core.oncall.ladder import Target
from hotwash.respond.core.oncall.rotations import Point, Shift
from hotwash.respond.core.oncall.swapping import Bargain, Span
from hotwash.respond.models import EscalationPolicy, Override, Schedule, Swap
from hotwash.respond.queries import (
    get_incident,
    on_call_now,
    on_call_then,
    paging_troubles,
    plan_of,
    preview_of,
    replays_of,
    schedules_whole,
    services_now,
    shifts_of,
    shifts_then,
    swaps_of,
    swaps_to_answer,
)
from hotwash.respond.steps import (
    LayerValues,
    LevelValues,
    PolicyValues,
    ScheduleValues,
    accept_swap,
    add_override,
    ask_swap,
    decline_swap,
    remove_override,
    save_policy,
    save_schedule,
    withdraw_swap,
)

router = Router(tags=["respond"])
FAR = timedelta(days=3700)


def _schedule(pk: int) -> Schedule:
    return existing(Schedule.objects.filter(pk=pk), f"There is no schedule {pk}.")


def _whole(schedule: Schedule) -> Schedule:
    return schedules_whole(clock.now()).get(pk=schedule.pk)


def _policy(pk: int) -> EscalationPolicy:
    return existing(EscalationPolicy.objects.filter(pk=pk), f"There is no escalation policy {pk}.")


def _schedule_values(body: s.ScheduleIn) -> ScheduleValues:
    layers = tuple(
        LayerValues(
            **layer.dict(exclude={"members", "weekdays", "points"}),
            points=tuple(Point(point.weekday, point.at) for point in layer.points),
            member_ids=tuple(layer.members),
            weekdays=tuple(layer.weekdays),
        )
        for layer in body.layers
    )
    return ScheduleValues(
        name=body.name, timezone=body.timezone, team_id=body.team, layers=layers, gaps_meant=body.gaps_meant
    )


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
def on_call(request: HttpRequest, at: AwareDatetime | None = None) -> list[s.OnCallOut]:
    """Who is on call, in each schedule, and until when: now, or at a past time as the schedules were then."""
    actor_of(request)
    now = clock.now()
    found = on_call_now(now) if at is None or at >= now or at.year < 2000 else on_call_then(at)
    return [
        s.OnCallOut(
            schedule=one.schedule.name,
            person=one.person.pk if one.person else None,
            name=one.person.name if one.person else "",
            until=one.shift.ends_at,
        )
        for one in found
    ]


@router.get("/on-call/services", response={200: list[s.ServiceNowOut], **REFUSALS})
def on_call_for_services(request: HttpRequest) -> list[s.ServiceNowOut]:
    """Who would be paged first now, for each service."""
    actor_of(request)
    return [
        s.ServiceNowOut(
            service=one.service.slug,
            policy=one.plan.title,
            people=[person.pk for person in one.people],
            names=[person.name for person in one.people],
            channels=list(one.channels),
            troubles=list(one.troubles),
        )
        for one in services_now(clock.now())
    ]


@router.get("/on-call/mine", response={200: list[s.MyShiftOut], **REFUSALS})
def my_shifts(request: HttpRequest, days: int = 60) -> list[s.MyShiftOut]:
    """When oneself is on call in the coming days; at most 90 days."""
    actor, now = actor_of(request), clock.now()
    found = shifts_of(actor.person_id or 0, now, now + timedelta(days=min(max(days, 1), 90)))
    return [
        s.MyShiftOut(schedule=row.pk, name=row.name, starts_at=one.starts_at, ends_at=one.ends_at) for row, one in found
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
def shifts_of_schedule(
    request: HttpRequest, pk: int, days: int = 14, begin: AwareDatetime | None = None
) -> list[s.ShiftOut]:
    """Who is on call from now or from ``begin`` on, gaps included (``person`` null); at most 90 days.

    What is past is told as the schedule was then.
    """
    actor_of(request)
    now = clock.now()
    starts = begin if begin is not None and abs(begin - now) < FAR else now
    found = shifts_then(_schedule(pk), starts, starts + timedelta(days=min(max(days, 1), 90)))
    return [_shift_out(one) for one in found]


@router.post("/on-call/preview", response={200: list[s.ShiftOut], **REFUSALS})
def preview(request: HttpRequest, body: s.ScheduleIn) -> list[s.ShiftOut] | Refused:
    """Who would be on call in the coming four weeks if a schedule were like this; nothing is saved."""
    actor_of(request)
    values = _schedule_values(body)
    problems = values.problems(taken=(), missing=())
    if problems:
        return refused(Refusal(tuple(problems)))
    return [_shift_out(one) for one in preview_of(values, clock.now(), 4).lanes[-1].shifts]


def _shift_out(one: Shift) -> s.ShiftOut:
    return s.ShiftOut(person=one.person, starts_at=one.starts_at, ends_at=one.ends_at, via=one.via)


@router.get("/schedules/{pk}/swaps", response={200: list[s.SwapOut], **REFUSALS})
def swaps(request: HttpRequest, pk: int) -> list[Swap]:
    """Those that wait for an answer, and the last ones that were answered."""
    actor_of(request)
    return list(swaps_of(_schedule(pk), clock.now()))


@router.get("/on-call/swaps", response={200: list[s.SwapOut], **REFUSALS})
def my_swaps(request: HttpRequest) -> list[Swap]:
    """Those that oneself is asked for."""
    return list(swaps_to_answer(actor_of(request).person_id or 0, clock.now()))


@router.post("/schedules/{pk}/swaps", response={201: s.SwapOut, **REFUSALS})
def ask(request: HttpRequest, pk: int, body: s.SwapIn) -> Status[Swap] | Refused:
    """Ask somebody to take a shift of one's own, and perhaps to give one of theirs for it."""
    actor = actor_of(request)
    given = Span(body.given.starts_at, body.given.ends_at)
    back = Span(body.back.starts_at, body.back.ends_at) if body.back else None
    bargain = Bargain(actor.person_id or 0, body.other, given, back)
    done = ask_swap(actor=actor, schedule=_schedule(pk), bargain=bargain, now=clock.now(), note=body.note)
    return refused(done) if isinstance(done, Refusal) else Status(201, done)


def _swap(pk: int) -> Swap:
    rows = Swap.objects.select_related("schedule", "asked_by", "other")
    return existing(rows.filter(pk=pk), f"There is no swap {pk}.")


@router.post("/swaps/{pk}/accept", response={200: s.SwapOut, **REFUSALS})
def accept(request: HttpRequest, pk: int) -> Swap | Refused:
    done = accept_swap(actor=actor_of(request), swap=_swap(pk), now=clock.now())
    return refused(done) if isinstance(done, Refusal) else done


@router.post("/swaps/{pk}/decline", response={200: s.SwapOut, **REFUSALS})
def decline(request: HttpRequest, pk: int) -> Swap | Refused:
    done = decline_swap(actor=actor_of(request), swap=_swap(pk), now=clock.now())
    return refused(done) if isinstance(done, Refusal) else done


@router.post("/swaps/{pk}/withdraw", response={200: s.SwapOut, **REFUSALS})
def withdraw(request: HttpRequest, pk: int) -> Swap | Refused:
    done = withdraw_swap(actor=actor_of(request), swap=_swap(pk), now=clock.now())
    return refused(done) if isinstance(done, Refusal) else done


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
    remove_override(actor=actor, override=row, now=clock.now())
    return Status(204, None)


@router.get("/on-call/check", response={200: list[s.PagingTroubleOut], **REFUSALS})
def self_check(request: HttpRequest) -> list[s.PagingTroubleOut]:
    """What is wrong with paging itself, and what would be; nothing while all is well."""
    actor_of(request)
    return [s.PagingTroubleOut(**asdict(one)) for one in paging_troubles(clock.now())]


@router.get("/incidents/{reference}/replay", response={200: list[s.ReplayOut], **REFUSALS})
def replay(request: HttpRequest, reference: str) -> list[s.ReplayOut]:
    """The ladder of each escalation as it was planned beside what happened, minute by minute."""
    incident = get_incident(actor_of(request), reference)
    return [s.ReplayOut(**asdict(one)) for one in replays_of(incident)]


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

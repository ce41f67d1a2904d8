"""Escalations: begun, climbed level by level, put back after a jump of the clock, stopped.

The state is rows with a due time; a job only says "look at this one". A level is a row of its own, once in each round.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from hotwash.directory.models import Person
from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import Recorder, step
from hotwash.process.queries import document_for
from hotwash.respond.core.oncall.calling import Calling, calling
from hotwash.respond.core.oncall.ladder import (
    LONGEST_LEFT,
    LastResort,
    PageLevel,
    Place,
    Plan,
    lateness,
    next_level,
    plan_from_json,
    plan_to_json,
    put_back,
)
from hotwash.respond.core.states import EscalationState, IncidentState
from hotwash.respond.events import (
    ClockWentBack,
    EscalationDue,
    EscalationExhausted,
    IncidentDeclared,
    IncidentReopened,
    PagedOtherwise,
    SeverityChanged,
    StateChanged,
)
from hotwash.respond.models import Escalation, Incident, Rung
from hotwash.respond.queries.oncall import known_of, plan_for, reserve_of
from hotwash.respond.steps.paging import call_channels, call_people, end_paging

RUNNING = EscalationState.RUNNING
LATE_BATCH = 50  # the oldest first


def begin_escalation(event: IncidentDeclared, *, now: datetime) -> Escalation | None:
    """Follows a declaration: the first level is paged at once, unless it was declared without calling anybody."""
    return _begin(event.incident_id, event.policy, now) if event.pages else None


def begin_escalation_again(event: IncidentReopened, *, now: datetime) -> Escalation | None:
    """Follows an alert that reopened an incident: whoever took it before is paged anew, as for a new one."""
    return _begin(event.incident_id, event.policy, now, since=event.at)


def begin_escalation_when_worse(event: SeverityChanged, *, now: datetime) -> Escalation | None:
    """Follows a change of severity: what nobody was paged for may now need somebody."""
    return _begin(event.incident_id, None, now)


def climb_escalation(event: EscalationDue, *, now: datetime) -> Escalation | None:
    """A level is due: page the next one, unless somebody acknowledged meanwhile or another worker is at it."""
    with transaction.atomic():
        due = Escalation.objects.select_for_update(skip_locked=True, no_key=True).filter(_due(now))
        escalation = due.filter(pk=event.escalation).first()
        if escalation is None:
            return None
        incident = Incident.objects.select_related("process_version").get(pk=escalation.incident_id)
        with step(actor=SYSTEM, permission=Permission.RESPOND, scope=incident) as record:
            if incident.state != IncidentState.ACTIVE:
                end_paging(incident, EscalationState.STOPPED, now, None)
            elif not _put_back(escalation, now, record):
                _climb(escalation, incident, now, record)
    return escalation


def due_escalations(*, now: datetime) -> Sequence[EscalationDue]:
    """What is due by its row: wake-ups get lost with a worker, and clocks go back."""
    due = Escalation.objects.filter(_due(now)).order_by("due_at").values_list("pk", flat=True)
    return [EscalationDue(escalation=pk) for pk in due[:LATE_BATCH]]


def stop_escalation(event: StateChanged, *, now: datetime) -> bool:
    """Follows a change of state: nobody is paged for what is mitigated, resolved or closed."""
    incident = Incident.objects.filter(pk=event.incident_id or 0).exclude(state=IncidentState.ACTIVE).first()
    if incident is None:
        return False
    with step(actor=SYSTEM, permission=Permission.RESPOND, scope=incident):
        return end_paging(incident, EscalationState.STOPPED, now, None)


def _due(now: datetime) -> Q:
    return Q(state=RUNNING) & (Q(due_at__lte=now) | Q(climbed_at__gt=now + LONGEST_LEFT))


def _begin(
    incident_id: int | None, policy_id: int | None, now: datetime, since: datetime | None = None
) -> Escalation | None:
    """``since``: what was before that time, also who acknowledged, does not count."""
    incident = Incident.objects.select_related("process_version").filter(pk=incident_id or 0).first()
    if incident is None or not document_for(incident).severity(incident.severity).pages:
        return None
    with step(actor=SYSTEM, permission=Permission.RESPOND, scope=incident) as record:
        incident = (
            Incident.objects.select_for_update(of=("self",), no_key=True)
            .select_related("process_version")
            .get(pk=incident.pk)
        )
        acknowledged = incident.acknowledged_at is not None and (since is None or incident.acknowledged_at >= since)
        before = Escalation.objects.filter(incident=incident)
        begun = before if since is None else before.filter(Q(started_at__gte=since) | Q(state=RUNNING))
        if acknowledged or incident.state != IncidentState.ACTIVE or begun.exists():
            return None
        policy, plan = plan_for(incident, policy_id)
        escalation = Escalation.objects.create(
            incident=incident, policy=policy, plan=plan_to_json(plan), started_at=now, due_at=now
        )
        _climb(escalation, incident, now, record)
    return escalation


def _put_back(escalation: Escalation, now: datetime, record: Recorder) -> bool:
    """The clock went back, and the next level would be due too late: it is due within its minutes again."""
    place = Place(escalation.level, escalation.round)
    climbed = escalation.climbed_at
    back = put_back(plan_from_json(escalation.plan), place, climbed, now) if climbed is not None else None
    if back is None:
        return False
    escalation.due_at, escalation.climbed_at = back.due_at, now
    escalation.save(update_fields=["due_at", "climbed_at"])
    wake(EscalationDue(escalation=escalation.pk), at=back.due_at)
    record(ClockWentBack(incident_id=escalation.incident_id, by=str(timedelta(seconds=back.seconds)), due=back.due_at))
    return True


def _climb(escalation: Escalation, incident: Incident, now: datetime, record: Recorder) -> None:
    plan, was_due = plan_from_json(escalation.plan), escalation.due_at or now
    following = next_level(plan, Place(escalation.level, escalation.round), now)
    place = following.place
    escalation.level, escalation.round, escalation.climbed_at = place.level, place.round, now
    if isinstance(following, LastResort):
        escalation.state, escalation.due_at, escalation.ended_at = EscalationState.EXHAUSTED, None, now
    else:
        escalation.due_at = following.due_at
        wake(EscalationDue(escalation=escalation.pk), at=following.due_at)
    escalation.save()
    called, people = _whom(plan, following, now)
    troubles = [*called.troubles, *filter(None, [lateness(was_due, now)])]
    Rung.objects.create(
        escalation=escalation,
        level=place.level,
        round=place.round,
        due_at=was_due,
        paged_at=now,
        channels=[target.name for target in called.channels],
        troubles=troubles,
    )
    call_people(incident, people, place, escalation, now, record)
    call_channels(incident, called.channels, escalation, now, record)
    for trouble in troubles:
        record(PagedOtherwise(incident_id=incident.pk, what=trouble, level=place.level, round=place.round))
    if isinstance(following, LastResort):
        record(EscalationExhausted(incident_id=incident.pk, policy=plan.title))


def _whom(plan: Plan, following: PageLevel | LastResort, now: datetime) -> tuple[Calling, list[tuple[Person, str]]]:
    """Whom to page; where a level means nobody the fallback, where there is none the administrators: never nobody."""
    targets = following.level.targets if isinstance(following, PageLevel) else ()
    called = calling(plan, following, known_of(targets, now), lambda: reserve_of(plan))
    people = Person.objects.in_bulk([pk for pk, _ in called.people])
    return called, [(people[pk], reason) for pk, reason in called.people if pk in people]

"""Paging: escalations climbed level by level, answered, stopped.

The state is rows with a due time; a job only says "look at this one".
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from hotwash.directory.models import Person
from hotwash.kernel.core.actor import SYSTEM, Actor, Role
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import Recorder, step
from hotwash.process.queries import document_for
from hotwash.respond.core.ladder import (
    LastResort,
    PageLevel,
    Place,
    Plan,
    next_level,
    plan_from_json,
    plan_to_json,
    why_another,
)
from hotwash.respond.core.letters import PAGE_TEMPLATE, Call, Outgoing, page_letter
from hotwash.respond.core.states import EscalationState, IncidentState, PageState
from hotwash.respond.events import (
    Acknowledged,
    EscalationDue,
    EscalationExhausted,
    IncidentDeclared,
    PageDeclined,
    PeoplePaged,
    SeverityChanged,
    StateChanged,
)
from hotwash.respond.models import Escalation, Incident, Page
from hotwash.respond.notify import absolute, enqueue, everywhere
from hotwash.respond.queries.oncall import people_of, plan_for
from hotwash.respond.queries.paging import page_token
from hotwash.respond.queries.updates import situation_of
from hotwash.respond.steps.roles import join

Called = Sequence[tuple[Person, str]]
RUNNING = EscalationState.RUNNING
LATE_BATCH = 200


def begin_escalation(event: IncidentDeclared, *, now: datetime) -> Escalation | None:
    """Follows a declaration: the first level is paged at once, unless it was declared without calling anybody."""
    return _begin(event.incident_id, event.policy, now) if event.pages else None


def begin_escalation_when_worse(event: SeverityChanged, *, now: datetime) -> Escalation | None:
    """Follows a change of severity: what nobody was paged for may now need somebody."""
    return _begin(event.incident_id, None, now)


def climb_escalation(event: EscalationDue, *, now: datetime) -> Escalation | None:
    """A level is due: page the next one, unless somebody acknowledged meanwhile or another worker is at it."""
    with transaction.atomic():
        escalation = (
            Escalation.objects.select_for_update(skip_locked=True, no_key=True)
            .filter(pk=event.escalation, state=RUNNING, due_at__lte=now)
            .first()
        )
        if escalation is None:
            return None
        incident = Incident.objects.select_related("process_version").get(pk=escalation.incident_id)
        with step(actor=SYSTEM, permission=Permission.RESPOND, scope=incident) as record:
            _climb(escalation, incident, now, record)
    return escalation


def climb_late_escalations(*, now: datetime) -> int:
    """Again and again: levels whose wake-up got lost are climbed all the same; how many there were."""
    late = Escalation.objects.filter(state=RUNNING, due_at__lte=now).order_by("due_at").values_list("pk", flat=True)
    return sum(climb_escalation(EscalationDue(escalation=pk), now=now) is not None for pk in late[:LATE_BATCH])


def page_people(*, actor: Actor, incident: Incident, people: Sequence[Person], now: datetime) -> list[Page] | Refusal:
    """Ask people for help by hand."""
    called = [(person, f"asked for by {actor.name}") for person in people if person.is_active]
    if not called:
        return refuse("people", "Choose at least one person who is active.", "people")
    with step(actor=actor, permission=Permission.RESPOND, scope=incident) as record:
        return _page(incident, called, Place(0, 1), None, now, record)


def acknowledge(*, actor: Actor, incident: Incident, via: str, now: datetime) -> Incident | Refusal:
    """Take an incident: its escalation ends and nobody else is paged. A second time changes nothing and is no error."""
    if actor.person_id is None:
        return refuse("person", "Only a person can acknowledge.")
    with step(actor=actor, permission=Permission.RESPOND, scope=incident) as record:
        row = Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
        pages = Page.objects.filter(incident=row, state=PageState.OPEN)
        mine = pages.filter(person_id=actor.person_id).update(
            state=PageState.ACKNOWLEDGED, answered_at=now, answered_via=via
        )
        first = row.acknowledged_at is None
        ended = _end(row, EscalationState.ACKNOWLEDGED, now, actor.person_id)
        join(row, actor.person_id, now)
        if first:
            row.acknowledged_at = now
            row.version += 1
            row.save(update_fields=["acknowledged_at", "version"])
        if first or mine or ended:
            record(Acknowledged(incident_id=row.pk, via=via, person=actor.name))
    return row


def decline(*, actor: Actor, page: Page, now: datetime, via: str = "page") -> Page | Refusal:
    """Say that one can't take it. When everybody who was paged has declined, the next level is paged at once."""
    if actor.person_id != page.person_id:
        return refuse("person", "Only the person who was paged can decline.")
    with step(actor=actor, permission=Permission.VIEW, scope=page.incident) as record:
        row = Page.objects.select_for_update(no_key=True).get(pk=page.pk)
        if row.state != PageState.OPEN:
            return refuse("answered", f"This page is already {row.state}. Nothing more is needed.")
        row.state, row.answered_at, row.answered_via = PageState.DECLINED, now, via
        row.save()
        record(PageDeclined(incident_id=row.incident_id, person=actor.name))
        escalation = row.escalation_id
        if escalation is not None and not Page.objects.filter(escalation=escalation, state=PageState.OPEN).exists():
            Escalation.objects.filter(pk=escalation, state=RUNNING).update(due_at=now)
            wake(EscalationDue(escalation=escalation), at=now)
    return row


def stop_escalation(event: StateChanged, *, now: datetime) -> bool:
    """Follows a change of state: nobody is paged for what is mitigated, resolved or closed."""
    incident = Incident.objects.filter(pk=event.incident_id or 0).exclude(state=IncidentState.ACTIVE).first()
    if incident is None:
        return False
    with step(actor=SYSTEM, permission=Permission.RESPOND, scope=incident):
        return _end(incident, EscalationState.STOPPED, now, None)


def _begin(incident_id: int | None, policy_id: int | None, now: datetime) -> Escalation | None:
    incident = Incident.objects.select_related("process_version").filter(pk=incident_id or 0).first()
    if incident is None or not document_for(incident).severity(incident.severity).pages:
        return None
    with step(actor=SYSTEM, permission=Permission.RESPOND, scope=incident) as record:
        incident = (
            Incident.objects.select_for_update(of=("self",), no_key=True)
            .select_related("process_version")
            .get(pk=incident.pk)
        )
        taken = incident.acknowledged_at is not None or incident.state != IncidentState.ACTIVE
        if taken or Escalation.objects.filter(incident=incident).exists():
            return None
        policy, plan = plan_for(incident, policy_id)
        escalation = Escalation.objects.create(
            incident=incident, policy=policy, plan=plan_to_json(plan), started_at=now, due_at=now
        )
        _climb(escalation, incident, now, record)
    return escalation


def _end(incident: Incident, state: EscalationState, now: datetime, by: int | None) -> bool:
    """End what runs for an incident; whether anything did."""
    ended = Escalation.objects.filter(incident=incident, state=RUNNING).update(
        state=state, due_at=None, ended_at=now, acknowledged_by_id=by
    )
    closed = Page.objects.filter(incident=incident, state=PageState.OPEN).update(state=PageState.ENDED, answered_at=now)
    return bool(ended or closed)


def _climb(escalation: Escalation, incident: Incident, now: datetime, record: Recorder) -> None:
    plan = plan_from_json(escalation.plan)
    following = next_level(plan, Place(escalation.level, escalation.round), now)
    escalation.level, escalation.round = following.place.level, following.place.round
    if isinstance(following, LastResort):
        escalation.state, escalation.due_at, escalation.ended_at = EscalationState.EXHAUSTED, None, now
    else:
        escalation.due_at = following.due_at
        wake(EscalationDue(escalation=escalation.pk), at=following.due_at)
    escalation.save()
    _page(incident, _whom(plan, following, now), following.place, escalation, now, record)
    if isinstance(following, LastResort):
        record(EscalationExhausted(incident_id=incident.pk, policy=plan.name))


def _whom(plan: Plan, following: PageLevel | LastResort, now: datetime) -> Called:
    """Whom to page; where a level means nobody the fallback, where there is none the administrators: never nobody."""
    people = people_of(following.level.targets, now) if isinstance(following, PageLevel) else []
    if people:
        return people
    why = why_another(plan, following)
    fallback = Person.objects.filter(pk=plan.fallback or 0, is_active=True)
    return [(person, why) for person in fallback or Person.objects.filter(is_active=True, role=Role.ADMIN)]


def _page(
    incident: Incident, called: Called, place: Place, escalation: Escalation | None, now: datetime, record: Recorder
) -> list[Page]:
    pages = []
    for person, reason in called:
        same: dict[str, object] = {"incident": incident, "escalation": escalation, "person": person}
        same |= {"round": place.round, "level": place.level} if escalation else {"state": PageState.OPEN}
        page, made = Page.objects.get_or_create(
            **same, defaults={"reason": reason[:300], "sent_at": now, "round": place.round, "level": place.level}
        )
        if made:
            pages.append(page)
            if incident.private:
                join(incident, person.pk, now)
    _send(incident, pages, now)
    if pages:
        record(
            PeoplePaged(
                incident_id=incident.pk,
                names=", ".join(page.person.name for page in pages),
                people=tuple(page.person_id for page in pages),
                reasons=tuple(page.reason for page in pages),
                level=place.level,
                round=place.round,
            )
        )
    return pages


def _send(incident: Incident, pages: Sequence[Page], now: datetime) -> None:
    document, about = document_for(incident), situation_of(incident)
    severity, template = document.severity(incident.severity).name, document.templates.get("page", PAGE_TEMPLATE)
    messages: list[Outgoing] = []
    for page in pages:
        call = Call(page.pk, page.reason, absolute(reverse("page-answer", args=[page_token(page)])))
        letter = page_letter(call, about, severity, template, incident.pk)
        reached = everywhere([page.person], document.escalation.channels)
        messages += [letter.to(person.pk, channel, address) for person, channel, address in reached]
    enqueue(messages, now=now)

"""Paging: people and channels are called, people answer."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from hotwash.directory.models import Person
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import Recorder, step
from hotwash.process.queries import document_for
from hotwash.respond.core.letters import PAGE_TEMPLATE, Call, Occasion, Outgoing, channel_letter, page_letter
from hotwash.respond.core.oncall.ladder import Place, Target
from hotwash.respond.core.states import EscalationState, PageState
from hotwash.respond.events import Acknowledged, ChannelsCalled, EscalationDue, PageDeclined, PeoplePaged
from hotwash.respond.models import Escalation, Incident, Page
from hotwash.respond.notify import absolute, climb_ways, enqueue
from hotwash.respond.queries.paging import page_token
from hotwash.respond.queries.updates import situation_of
from hotwash.respond.steps.roles import join

Called = Sequence[tuple[Person, str]]
RUNNING = EscalationState.RUNNING


def page_people(*, actor: Actor, incident: Incident, people: Sequence[Person], now: datetime) -> list[Page] | Refusal:
    """Ask people for help by hand."""
    called = [(person, f"asked for by {actor.name}") for person in people if person.is_active]
    if not called:
        return refuse("people", "Choose at least one person who is active.", "people")
    with step(actor=actor, permission=Permission.RESPOND, scope=incident) as record:
        return call_people(incident, called, Place(0, 1), None, now, record)


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
        ended = end_paging(row, EscalationState.ACKNOWLEDGED, now, actor.person_id)
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


def end_paging(incident: Incident, state: EscalationState, now: datetime, by: int | None) -> bool:
    """End what runs for an incident; whether anything did."""
    ended = Escalation.objects.filter(incident=incident, state=RUNNING).update(
        state=state, due_at=None, ended_at=now, acknowledged_by_id=by
    )
    closed = Page.objects.filter(incident=incident, state=PageState.OPEN).update(state=PageState.ENDED, answered_at=now)
    return bool(ended or closed)


def call_people(
    incident: Incident, called: Called, place: Place, escalation: Escalation | None, now: datetime, record: Recorder
) -> list[Page]:
    """Page people, each once for a level and round; by hand each once while the page waits. Inside a step."""
    reasons = {person.pk: (person, reason) for person, reason in called}
    if escalation is None:
        asked = Page.objects.filter(incident=incident, escalation=None, person__in=reasons, state=PageState.OPEN)
        waiting = set(asked.values_list("person_id", flat=True))
        reasons = {pk: one for pk, one in reasons.items() if pk not in waiting}
    pages = Page.objects.bulk_create(
        Page(
            incident=incident,
            escalation=escalation,
            person=person,
            reason=reason[:300],
            sent_at=now,
            round=place.round,
            level=place.level,
        )
        for person, reason in reasons.values()
    )
    for page in pages if incident.private else ():
        join(incident, page.person_id, now)
    if not pages:
        return pages
    _send(incident, pages, now)
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


def call_channels(
    incident: Incident, channels: Sequence[Target], escalation: Escalation, now: datetime, record: Recorder
) -> None:
    """Say in chat channels that somebody is needed. Of a private incident they learn only that there is one."""
    if not channels:
        return
    about, severity = situation_of(incident), document_for(incident).severity(incident.severity).name
    once = f"rung:{escalation.pk}:{escalation.round}:{escalation.level}"
    link = absolute(reverse("incident-respond", args=[incident.reference]))
    letter = channel_letter(about, severity, Occasion(once, link, private=incident.private), incident.pk)
    enqueue([letter.to(0, target.channel, target.address) for target in channels], now=now)
    record(
        ChannelsCalled(
            incident_id=incident.pk,
            names=", ".join(target.name for target in channels),
            level=escalation.level,
            round=escalation.round,
        )
    )


def _send(incident: Incident, pages: Sequence[Page], now: datetime) -> None:
    document, about = document_for(incident), situation_of(incident)
    severity, template = document.severity(incident.severity).name, document.templates.get("page", PAGE_TEMPLATE)
    messages: list[Outgoing] = []
    for page in pages:
        call = Call(page.pk, page.reason, absolute(reverse("page-answer", args=[page_token(page)])))
        letter = page_letter(call, about, severity, template, incident.pk)
        messages += climb_ways(letter, page.person, document.escalation.channels)
    enqueue(messages, now=now)

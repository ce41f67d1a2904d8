"""Who does what during an incident. A hand-over is two rows and one line in the log."""

from datetime import datetime

from hotwash.directory.models import Person
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import step
from hotwash.process.queries import document_for
from hotwash.respond.core.states import RESPONDER
from hotwash.respond.events import RoleLeft, RoleTaken
from hotwash.respond.models import Incident, Participant


def take_role(*, actor: Actor, incident: Incident, person: Person, role: str, now: datetime) -> Participant | Refusal:
    """Give somebody a role. Whoever held a role that only one can hold hands it over and stays as responder."""
    known = document_for(incident).role(role)
    if known is None:
        return refuse("role", "The process of this incident has no such role. Choose one of the list.", "role")
    if not person.is_active:
        return refuse("person", f"{person.name} is no longer active. Choose somebody else.", "person")
    with step(actor=actor, permission=Permission.RESPOND, scope=incident) as record:
        Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
        held = Participant.objects.filter(incident=incident, role=role, until=None).select_related("person")
        mine = next((row for row in held if row.person_id == person.pk), None)
        if mine is not None:
            return mine
        before = "" if known.several else ", ".join(row.person.name for row in held)
        if not known.several:
            _hand_over(incident, list(held), now)
        _drop_responder(incident, person, role, now)
        row = Participant.objects.create(incident=incident, person=person, role=role, since=now)
        record(
            RoleTaken(incident_id=incident.pk, role=known.name, person=person.name, person_id=person.pk, before=before)
        )
    return row


def leave_role(*, actor: Actor, incident: Incident, participant: Participant, now: datetime) -> Participant | Refusal:
    """End somebody's part. In a private incident the person no longer sees it."""
    known = document_for(incident).role(participant.role)
    with step(actor=actor, permission=Permission.RESPOND, scope=incident) as record:
        row = (
            Participant.objects.select_for_update(of=("self",), no_key=True)
            .select_related("person")
            .filter(pk=participant.pk, incident=incident)
            .first()
        )
        if row is None or row.until is not None:
            return refuse("left", "This part has already ended.")
        row.until = now
        row.save(update_fields=["until"])
        name = known.name if known is not None else row.role
        record(RoleLeft(incident_id=incident.pk, role=name, person=row.person.name, person_id=row.person_id))
    return row


def join(incident: Incident, person_id: int, now: datetime) -> None:
    """Somebody takes part as responder, unless they already do in any role. Inside a step."""
    if not Participant.objects.filter(incident=incident, person_id=person_id, until=None).exists():
        Participant.objects.create(incident=incident, person_id=person_id, role=RESPONDER, since=now)


def _hand_over(incident: Incident, held: list[Participant], now: datetime) -> None:
    for row in held:
        row.until = now
        row.save(update_fields=["until"])
        join(incident, row.person_id, now)


def _drop_responder(incident: Incident, person: Person, role: str, now: datetime) -> None:
    """Somebody who takes a leading role is no longer listed as a responder beside it."""
    if role != RESPONDER:
        Participant.objects.filter(incident=incident, person=person, role=RESPONDER, until=None).update(until=now)

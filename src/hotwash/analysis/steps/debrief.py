"""Steps on the debrief: plan it, write its notes, say that it was held and who was there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from hotwash.analysis.core.debrief import debrief_letter, problem_of_plan
from hotwash.analysis.events import DebriefHeld, DebriefNotesSaved, DebriefPlanned
from hotwash.analysis.models import Debrief
from hotwash.analysis.queries import meeting_of, people_of
from hotwash.directory.models import Person
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, conflict, refuse
from hotwash.kernel.steps import step
from hotwash.respond.core.letters import EMAIL
from hotwash.respond.models import Incident
from hotwash.respond.notify import enqueue
from hotwash.team.calendar import enter

MAX_NOTES = 200_000  # characters


@dataclass(frozen=True, slots=True)
class Plan:
    planned_at: datetime
    minutes: int = 60
    place: str = ""
    facilitator: Person | None = None
    tell: bool = False  # by mail, with the calendar entry


def plan_debrief(*, actor: Actor, incident: Incident, plan: Plan, now: datetime, version: int = 0) -> Debrief | Refusal:
    """Plan or move the debrief of an incident. `version` is the one that was read, 0 where there is none yet."""
    refused = problem_of_plan(plan.planned_at, plan.minutes, plan.place, incident.declared_at)
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        if refused:
            return refused
        Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
        debrief = Debrief.objects.filter(incident=incident).first()
        if debrief is None:
            debrief = Debrief(incident=incident, version=0)
        elif debrief.version != version:
            return conflict("the debrief")
        else:
            debrief.sequence += 1
        debrief.planned_at, debrief.minutes, debrief.place = plan.planned_at, plan.minutes, plan.place.strip()
        debrief.facilitator = plan.facilitator
        debrief.version += 1
        debrief.save()
        if plan.tell:
            _invite(debrief, now)
        record(DebriefPlanned(incident_id=incident.pk, debrief_id=debrief.pk, planned_at=plan.planned_at))
    return debrief


def save_notes(*, actor: Actor, debrief: Debrief, notes: str, version: int) -> Debrief | Refusal:
    with step(actor=actor, permission=Permission.EDIT, scope=debrief.incident) as record:
        row = debrief.at_version(version)
        if row is None:
            return conflict("the notes")
        tidy = notes.replace("\x00", "").replace("\r\n", "\n").rstrip()
        if len(tidy) > MAX_NOTES:
            return refuse(
                "too-long", f"That is longer than {MAX_NOTES} characters. Add it as an evidence file.", "notes"
            )
        if tidy != row.notes:
            row.notes = tidy
            row.version += 1
            row.save()
            record(DebriefNotesSaved(incident_id=row.incident_id, debrief_id=row.pk))
    return row


def hold_debrief(*, actor: Actor, debrief: Debrief, people: Collection[Person], now: datetime) -> Debrief | Refusal:
    """Say that it was held, and who was there. Saying it again corrects the list; the time of the first stays."""
    with step(actor=actor, permission=Permission.EDIT, scope=debrief.incident) as record:
        row = Debrief.objects.select_for_update().get(pk=debrief.pk)
        if row.planned_at > now:
            return refuse("not-yet", "It lies in the future. Move it first if it was held earlier.", "attended")
        if not people:
            return refuse("nobody", "Choose who was there.", "attended")
        row.held_at = row.held_at or now
        row.version += 1
        row.save()
        row.attended.set(people)
        record(DebriefHeld(incident_id=row.incident_id, debrief_id=row.pk, people=len(people)))
    return row


def _invite(debrief: Debrief, now: datetime) -> None:
    people = [person for person in people_of(debrief.incident) if person.email]
    once = f"debrief-{debrief.pk}-{debrief.sequence}"
    meeting = meeting_of(debrief, people)
    letter = debrief_letter(meeting, once, debrief.incident_id, now)
    enqueue([letter.to(person.pk, EMAIL, person.email) for person in people], now=now)
    enter(meeting, now=now, incident_id=debrief.incident_id)

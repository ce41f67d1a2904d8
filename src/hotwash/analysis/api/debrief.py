"""The debrief by API."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from hotwash.analysis.core.debrief import agenda
from hotwash.analysis.models import Debrief
from hotwash.analysis.queries import analysis_of, debrief_of, people_of
from hotwash.analysis.steps import hold_debrief, plan_debrief, save_notes
from hotwash.analysis.steps.debrief import Plan
from hotwash.directory.models import Person
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.errors import NotFound
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.web import actor_of
from hotwash.respond.models import Incident
from hotwash.respond.queries import get_incident

router = Router()
Answer = Debrief | Refused


class ItemOut(Schema):
    title: str
    minutes: int
    prompts: list[str]


class DebriefOut(Schema):
    """`attended` are ids of people."""

    planned_at: datetime
    minutes: int
    place: str
    facilitator_id: int | None
    notes: str
    held_at: datetime | None
    attended: list[int]
    version: int

    @staticmethod
    def resolve_attended(debrief: Debrief) -> list[int]:
        return [person.pk for person in debrief.attended.all()]


class PlanIn(Schema):
    """`version` is the one that was read, 0 where there is no debrief yet; `tell` sends the calendar entry by mail."""

    planned_at: datetime
    minutes: int = 60
    place: str = ""
    facilitator_id: int | None = None
    tell: bool = False
    version: int = 0


class NotesIn(Schema):
    notes: str
    version: int


class HeldIn(Schema):
    attended: list[int]


@router.get("/incidents/{reference}/debrief", response={200: DebriefOut, **REFUSALS})
def debrief(request: HttpRequest, reference: str) -> Debrief:
    return _there(get_incident(actor_of(request), reference))


@router.get("/incidents/{reference}/debrief/agenda", response={200: list[ItemOut], **REFUSALS})
def debrief_agenda(request: HttpRequest, reference: str) -> list[object]:
    """Built from what the graph still asks."""
    incident = get_incident(actor_of(request), reference)
    found = debrief_of(incident)
    return list(agenda(analysis_of(incident).gaps, found.minutes if found else 60))


@router.post("/incidents/{reference}/debrief", response={200: DebriefOut, **REFUSALS})
def plan(request: HttpRequest, reference: str, body: PlanIn) -> Answer:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    facilitator = Person.objects.filter(pk=body.facilitator_id, is_active=True).first() if body.facilitator_id else None
    if body.facilitator_id and facilitator is None:
        return refused(refuse("no-person", "There is nobody with that id.", "facilitator_id"))
    if body.planned_at.tzinfo is None:
        return refused(refuse("no-zone", "Give the time with its zone, as 2026-03-12T10:00:00+01:00.", "planned_at"))
    wanted = Plan(body.planned_at, body.minutes, body.place, facilitator, tell=body.tell)
    return _answer(plan_debrief(actor=actor, incident=incident, plan=wanted, version=body.version, now=clock.now()))


@router.post("/incidents/{reference}/debrief/notes", response={200: DebriefOut, **REFUSALS})
def notes(request: HttpRequest, reference: str, body: NotesIn) -> Answer:
    actor = actor_of(request)
    found = _there(get_incident(actor, reference))
    return _answer(save_notes(actor=actor, debrief=found, notes=body.notes, version=body.version))


@router.post("/incidents/{reference}/debrief/held", response={200: DebriefOut, **REFUSALS})
def held(request: HttpRequest, reference: str, body: HeldIn) -> Answer:
    """Say that it was held, and who was there: people of the team, or who took part."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    found = _there(incident)
    people = [person for person in people_of(incident) if person.pk in body.attended]
    return _answer(hold_debrief(actor=actor, debrief=found, people=people, now=clock.now()))


def _there(incident: Incident) -> Debrief:
    found = debrief_of(incident)
    if found is None:
        msg = f"No debrief of {incident.reference} is planned yet."
        raise NotFound(msg)
    return found


def _answer(result: Debrief | Refusal) -> Answer:
    return refused(result) if isinstance(result, Refusal) else result

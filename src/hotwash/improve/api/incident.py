"""Stage 7 of one incident by API: follow-ups, verdicts, recurrences."""

from datetime import UTC, date, datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status

from hotwash.actions.queries import get_action
from hotwash.analysis.models import Factor
from hotwash.improve.api.people import people_of
from hotwash.improve.core.verdicts import Verdict
from hotwash.improve.models import FollowUp, Recurrence, Verification
from hotwash.improve.queries import (
    agenda,
    follow_ups_of,
    get_follow_up,
    get_recurrence,
    recurrences_of,
)
from hotwash.improve.steps import (
    FollowUpValues,
    cancel_follow_up,
    confirm_recurrence,
    dismiss_recurrence,
    hold_follow_up,
    link_factor,
    move_follow_up,
    plan_follow_up,
    verify_action,
)
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.rows import existing
from hotwash.kernel.web import actor_of
from hotwash.respond.queries import get_incident

router = Router(tags=["improve"])


class FollowUpOut(Schema):
    id: int
    at: datetime
    minutes: int
    place: str
    agenda: str
    notes: str
    state: str
    held_at: datetime | None
    invited: list[int]
    attended: list[int]
    version: int

    @staticmethod
    def resolve_invited(row: FollowUp) -> list[int]:
        return [person.pk for person in row.invited.all()]

    @staticmethod
    def resolve_attended(row: FollowUp) -> list[int]:
        return [person.pk for person in row.attended.all()]


class FollowUpIn(Schema):
    """``invited`` are ids of people."""

    at: datetime
    minutes: int = 45
    place: str = ""
    agenda: str = ""
    invited: list[int] = []


class FollowUpChange(FollowUpIn):
    version: int


class VersionIn(Schema):
    version: int


class HeldIn(VersionIn):
    attended: list[int]
    notes: str = ""


class VerdictIn(Schema):
    """``follow_up`` is the id of the meeting it was said in, if any."""

    verdict: Verdict
    evidence: str
    follow_up: int | None = None


class LookOut(Schema):
    """An action to verify. ``due`` null: no look is due now; ``advice`` null: it is not done yet."""

    action: str
    title: str
    state: str
    due: date | None
    advice: Verdict | None
    why: str


class VerdictOut(Schema):
    id: int
    verdict: Verdict
    evidence: str
    at: datetime
    by_id: int | None


class RecurrenceOut(Schema):
    id: int
    factor: str
    earlier_incident: str
    earlier_factor: str
    score: float
    why: list[str]
    state: str
    note: str

    @staticmethod
    def resolve_factor(row: Recurrence) -> str:
        return row.factor.reference

    @staticmethod
    def resolve_earlier_incident(row: Recurrence) -> str:
        return row.earlier_incident.reference

    @staticmethod
    def resolve_earlier_factor(row: Recurrence) -> str:
        return row.earlier_factor.reference


class NoteIn(Schema):
    note: str = ""


class LinkIn(NoteIn):
    """``factor`` and ``earlier_factor`` are numbers: 2 is F-2."""

    factor: int
    earlier_incident: str
    earlier_factor: int


def _values(body: FollowUpIn) -> FollowUpValues:
    at = body.at.astimezone(UTC) if body.at.tzinfo else body.at.replace(tzinfo=UTC)
    return FollowUpValues(at, body.minutes, body.place, body.agenda, people_of(body.invited))


@router.get("/incidents/{reference}/follow-ups", response={200: list[FollowUpOut], **REFUSALS})
def list_follow_ups(request: HttpRequest, reference: str) -> list[FollowUp]:
    return list(follow_ups_of(get_incident(actor_of(request), reference)))


@router.get("/incidents/{reference}/follow-ups/agenda", response={200: list[LookOut], **REFUSALS})
def looks(request: HttpRequest, reference: str) -> list[LookOut]:
    """The actions to verify, those whose look is due first."""
    return [
        LookOut(
            action=look.action.reference,
            title=look.action.title,
            state=look.action.state,
            due=look.due,
            advice=look.advice.verdict if look.advice else None,
            why=look.advice.why if look.advice else "",
        )
        for look in agenda(get_incident(actor_of(request), reference), clock.now().date())
    ]


@router.post("/incidents/{reference}/follow-ups", response={201: FollowUpOut, **REFUSALS})
def plan(request: HttpRequest, reference: str, body: FollowUpIn) -> Status[FollowUp] | Refused:
    """Plan a meeting. A time without an offset is UTC."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    made = plan_follow_up(actor=actor, incident=incident, values=_values(body), now=clock.now())
    return refused(made) if isinstance(made, Refusal) else Status(201, made)


@router.put("/incidents/{reference}/follow-ups/{int:pk}", response={200: FollowUpOut, **REFUSALS})
def move(request: HttpRequest, reference: str, pk: int, body: FollowUpChange) -> FollowUp | Refused:
    actor = actor_of(request)
    found = get_follow_up(get_incident(actor, reference), pk)
    moved = move_follow_up(actor=actor, follow_up=found, values=_values(body), version=body.version, now=clock.now())
    return refused(moved) if isinstance(moved, Refusal) else moved


@router.post("/incidents/{reference}/follow-ups/{int:pk}/cancel", response={200: FollowUpOut, **REFUSALS})
def cancel(request: HttpRequest, reference: str, pk: int, body: VersionIn) -> FollowUp | Refused:
    actor = actor_of(request)
    found = get_follow_up(get_incident(actor, reference), pk)
    gone = cancel_follow_up(actor=actor, follow_up=found, version=body.version)
    return refused(gone) if isinstance(gone, Refusal) else gone


@router.post("/incidents/{reference}/follow-ups/{int:pk}/held", response={200: FollowUpOut, **REFUSALS})
def hold(request: HttpRequest, reference: str, pk: int, body: HeldIn) -> FollowUp | Refused:
    actor = actor_of(request)
    found = get_follow_up(get_incident(actor, reference), pk)
    held = hold_follow_up(
        actor=actor,
        follow_up=found,
        attended=people_of(body.attended),
        notes=body.notes,
        version=body.version,
        now=clock.now(),
    )
    return refused(held) if isinstance(held, Refusal) else held


@router.get("/incidents/{reference}/actions/{int:number}/verdicts", response={200: list[VerdictOut], **REFUSALS})
def verdicts(request: HttpRequest, reference: str, number: int) -> list[Verification]:
    actor = actor_of(request)
    action = get_action(actor, get_incident(actor, reference), number)
    return list(Verification.objects.filter(action=action))


@router.post("/incidents/{reference}/actions/{int:number}/verdicts", response={201: VerdictOut, **REFUSALS})
def verify(request: HttpRequest, reference: str, number: int, body: VerdictIn) -> Status[Verification] | Refused:
    """Judge a done action; by another person than its owner."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    follow_up = get_follow_up(incident, body.follow_up) if body.follow_up else None
    judged = verify_action(
        actor=actor,
        action=get_action(actor, incident, number),
        verdict=body.verdict,
        evidence=body.evidence,
        follow_up=follow_up,
        now=clock.now(),
    )
    return refused(judged) if isinstance(judged, Refusal) else Status(201, judged)


@router.get("/incidents/{reference}/recurrences", response={200: list[RecurrenceOut], **REFUSALS})
def list_recurrences(request: HttpRequest, reference: str) -> list[Recurrence]:
    actor = actor_of(request)
    return list(recurrences_of(actor, get_incident(actor, reference)))


@router.post("/incidents/{reference}/recurrences", response={201: RecurrenceOut, **REFUSALS})
def link(request: HttpRequest, reference: str, body: LinkIn) -> Status[Recurrence] | Refused:
    """Link a factor to one of an earlier incident by hand."""
    actor = actor_of(request)
    made = link_factor(
        actor=actor,
        factor=_factor(request, reference, body.factor),
        earlier=_factor(request, body.earlier_incident, body.earlier_factor),
        note=body.note,
        now=clock.now(),
    )
    return refused(made) if isinstance(made, Refusal) else Status(201, made)


def _factor(request: HttpRequest, reference: str, number: int) -> Factor:
    incident = get_incident(actor_of(request), reference)
    return existing(
        Factor.objects.filter(incident=incident, number=number, deleted_at=None).select_related("incident"),
        f"{incident.reference} has no factor F-{number}.",
    )


@router.post("/incidents/{reference}/recurrences/{int:pk}/confirm", response={200: RecurrenceOut, **REFUSALS})
def confirm(request: HttpRequest, reference: str, pk: int, body: NoteIn) -> Recurrence | Refused:
    """It is the same again: actions that did not hold are opened again."""
    actor = actor_of(request)
    row = get_recurrence(actor, get_incident(actor, reference), pk)
    decided = confirm_recurrence(actor=actor, recurrence=row, note=body.note, now=clock.now())
    return refused(decided) if isinstance(decided, Refusal) else decided


@router.post("/incidents/{reference}/recurrences/{int:pk}/dismiss", response={200: RecurrenceOut, **REFUSALS})
def dismiss(request: HttpRequest, reference: str, pk: int, body: NoteIn) -> Recurrence | Refused:
    actor = actor_of(request)
    row = get_recurrence(actor, get_incident(actor, reference), pk)
    decided = dismiss_recurrence(actor=actor, recurrence=row, note=body.note, now=clock.now())
    return refused(decided) if isinstance(decided, Refusal) else decided

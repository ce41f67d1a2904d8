"""Actions by API: everything that the pages can do."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from hotwash.actions.core.export import ExportRow
from hotwash.actions.core.strength import ActionKind, ActionType, Priority, Strength, usual_strength
from hotwash.actions.core.wording import Draft, check_wording
from hotwash.actions.models import Action
from hotwash.actions.queries import (
    ActionFilter,
    Tally,
    actions_of,
    answers_of,
    asking_factors,
    export_rows,
    find_actions,
    get_action,
    tally,
)
from hotwash.actions.steps import (
    ActionValues,
    add_action,
    change_action,
    confirm_action,
    drop_action,
    finish_action,
    leave_factor,
    move_due,
    reopen_action,
    start_action,
    stop_action,
)
from hotwash.directory.models import Person
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.errors import NotFound
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.rows import existing
from hotwash.kernel.web import actor_of
from hotwash.respond.models import Incident
from hotwash.respond.queries import get_incident

router = Router(tags=["actions"])
Answer = Action | Refused


class ActionOut(Schema):
    """``factors`` are numbers of the incident's factors: 2 is F-2. ``verdicts`` are those of follow-ups, in order."""

    incident: str
    reference: str
    number: int
    title: str
    detail: str
    kind: ActionKind
    type: ActionType
    strength: Strength
    priority: Priority
    owner_id: int | None
    owner: str
    due: date | None
    state: str
    end_state: str
    measure: str
    ticket_url: str
    factors: list[int]
    evidence: str
    reason: str
    accepted_by_id: int | None
    done_at: datetime | None
    confirmed_by_id: int | None
    confirmed_at: datetime | None
    reopened: int
    verdicts: list[str]
    version: int

    @staticmethod
    def resolve_incident(action: Action) -> str:
        return action.incident.reference

    @staticmethod
    def resolve_owner(action: Action) -> str:
        return action.owner.name if action.owner else ""

    @staticmethod
    def resolve_factors(action: Action) -> list[int]:
        return [factor.number for factor in action.factors.all()]

    @staticmethod
    def resolve_verdicts(action: Action) -> list[str]:
        return [str(row.verdict) for row in action.verifications.all()]


class ActionIn(Schema):
    """Without ``strength`` it is the usual one of the type."""

    title: str
    kind: ActionKind
    type: ActionType
    strength: Strength | None = None
    priority: Priority = Priority.MEDIUM
    owner_id: int | None = None
    due: date | None = None
    detail: str = ""
    end_state: str = ""
    measure: str = ""
    ticket_url: str = ""
    factors: list[int] = []


class ActionChange(ActionIn):
    """``version`` is the one that was read; ``due_reason`` is asked for where the date moves."""

    version: int
    due_reason: str = ""


class MoveIn(Schema):
    version: int


class ReasonIn(MoveIn):
    reason: str = ""


class DueIn(MoveIn):
    due: date | None
    due_reason: str = ""


class FinishIn(MoveIn):
    evidence: str


class ConfirmIn(MoveIn):
    note: str


class DropIn(MoveIn):
    reason: str
    accepted_by_id: int | None = None


class LeaveIn(Schema):
    reason: str


class LeaveOut(Schema):
    factor: int
    reason: str


class FactorAnswerOut(Schema):
    """How a factor is answered: by actions (their references), or by the reason why it needs none."""

    factor: str
    statement: str
    actions: list[str]
    no_action: str
    answered: bool


class TallyOut(Schema):
    """How many there are; ``mine`` are unresolved, ``unconfirmed`` are done and nobody else has looked."""

    mine: int
    overdue: int
    unresolved: int
    unconfirmed: int


class AdviceOut(Schema):
    rule: str
    field: str
    message: str
    suggestion: str


class ListQuery(Schema):
    """As the page's filters; ``state`` may be ``unresolved``, ``unconfirmed``, a state, or empty for all."""

    state: str = "unresolved"
    owner: int = 0
    service: int = 0
    kind: str = ""
    overdue: bool = False
    words: str = ""
    sort: str = "due"
    offset: Annotated[int, Field(le=10**6)] = 0
    limit: int = 100


def _person(pk: int | None, field: str) -> Person | None:
    if pk is None:
        return None
    return existing(Person.objects.filter(pk=pk), f"There is no person {pk} ({field}).")


def _values(incident: Incident, body: ActionIn) -> ActionValues:
    factors = list(asking_factors(incident).filter(number__in=body.factors))
    missing = set(body.factors) - {factor.number for factor in factors}
    if missing:
        msg = f"{incident.reference} has no factor F-{min(missing)}."
        raise NotFound(msg)
    return ActionValues(
        title=body.title,
        kind=body.kind,
        type=body.type,
        strength=body.strength or usual_strength(body.type),
        priority=body.priority,
        owner=_person(body.owner_id, "owner_id"),
        due=body.due,
        detail=body.detail,
        end_state=body.end_state,
        measure=body.measure,
        ticket_url=body.ticket_url,
        factors=factors,
    )


def _found(request: HttpRequest, reference: str, number: int) -> tuple[Actor, Incident, Action]:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    return actor, incident, get_action(actor, incident, number)


def _answer(actor: Actor, incident: Incident, result: Action | Refusal) -> Answer:
    return refused(result) if isinstance(result, Refusal) else get_action(actor, incident, result.number)


@router.get("/actions", response={200: list[ActionOut], **REFUSALS})
def list_actions(request: HttpRequest, query: Query[ListQuery]) -> list[Action]:
    """Actions across incidents."""
    wanted = ActionFilter(query.state, query.owner, query.service, query.kind, query.overdue, query.words, query.sort)
    offset, limit = max(0, query.offset), min(max(1, query.limit), 500)
    return list(find_actions(actor_of(request), wanted, clock.now().date())[offset : offset + limit])


@router.get("/actions/export", response={200: list[dict[str, object]], **REFUSALS})
def export(request: HttpRequest, query: Query[ListQuery]) -> list[dict[str, object]]:
    """The rows of the CSV export."""
    wanted = ActionFilter(query.state, query.owner, query.service, query.kind, query.overdue, query.words, query.sort)
    today = clock.now().date()
    return [_row(row) for row in export_rows(find_actions(actor_of(request), wanted, today), today)]


def _row(row: ExportRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


@router.get("/actions/tally", response={200: TallyOut, **REFUSALS})
def count(request: HttpRequest) -> Tally:
    """How many actions there are in each of the quick filters."""
    return tally(actor_of(request), clock.now().date())


@router.get("/incidents/{reference}/actions/answers", response={200: list[FactorAnswerOut], **REFUSALS})
def answers(request: HttpRequest, reference: str) -> list[FactorAnswerOut]:
    """Every factor that asks for an action, with what answers it."""
    return [
        FactorAnswerOut(
            factor=one.factor.reference,
            statement=one.factor.statement,
            actions=[action.reference for action in one.actions],
            no_action=one.no_action,
            answered=one.answered,
        )
        for one in answers_of(get_incident(actor_of(request), reference))
    ]


@router.get("/incidents/{reference}/actions", response={200: list[ActionOut], **REFUSALS})
def actions_of_incident(request: HttpRequest, reference: str) -> list[Action]:
    return list(actions_of(get_incident(actor_of(request), reference)))


@router.post("/incidents/{reference}/actions", response={201: ActionOut, **REFUSALS})
def add(request: HttpRequest, reference: str, body: ActionIn) -> Status[Action] | Refused:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    made = add_action(actor=actor, incident=incident, values=_values(incident, body), now=clock.now())
    if isinstance(made, Refusal):
        return refused(made)
    return Status(201, get_action(actor, incident, made.number))


@router.get("/incidents/{reference}/actions/{int:number}", response={200: ActionOut, **REFUSALS})
def one(request: HttpRequest, reference: str, number: int) -> Action:
    return _found(request, reference, number)[2]


@router.put("/incidents/{reference}/actions/{int:number}", response={200: ActionOut, **REFUSALS})
def change(request: HttpRequest, reference: str, number: int, body: ActionChange) -> Answer:
    actor, incident, action = _found(request, reference, number)
    result = change_action(
        actor=actor,
        action=action,
        values=_values(incident, body),
        version=body.version,
        due_reason=body.due_reason,
        now=clock.now(),
    )
    return _answer(actor, incident, result)


@router.post("/incidents/{reference}/actions/{int:number}/due", response={200: ActionOut, **REFUSALS})
def move(request: HttpRequest, reference: str, number: int, body: DueIn) -> Answer:
    """Move the due date alone. The first date needs no reason; the old one is kept beside the new one."""
    actor, incident, action = _found(request, reference, number)
    result = move_due(
        actor=actor, action=action, due=body.due, reason=body.due_reason, version=body.version, now=clock.now()
    )
    return _answer(actor, incident, result)


@router.post("/incidents/{reference}/actions/{int:number}/start", response={200: ActionOut, **REFUSALS})
def start(request: HttpRequest, reference: str, number: int, body: MoveIn) -> Answer:
    actor, incident, action = _found(request, reference, number)
    return _answer(actor, incident, start_action(actor=actor, action=action, version=body.version))


@router.post("/incidents/{reference}/actions/{int:number}/stop", response={200: ActionOut, **REFUSALS})
def stop(request: HttpRequest, reference: str, number: int, body: ReasonIn) -> Answer:
    actor, incident, action = _found(request, reference, number)
    result = stop_action(actor=actor, action=action, reason=body.reason, version=body.version)
    return _answer(actor, incident, result)


@router.post("/incidents/{reference}/actions/{int:number}/finish", response={200: ActionOut, **REFUSALS})
def finish(request: HttpRequest, reference: str, number: int, body: FinishIn) -> Answer:
    actor, incident, action = _found(request, reference, number)
    result = finish_action(actor=actor, action=action, evidence=body.evidence, version=body.version, now=clock.now())
    return _answer(actor, incident, result)


@router.post("/incidents/{reference}/actions/{int:number}/confirm", response={200: ActionOut, **REFUSALS})
def confirm(request: HttpRequest, reference: str, number: int, body: ConfirmIn) -> Answer:
    """By another person than the owner."""
    actor, incident, action = _found(request, reference, number)
    result = confirm_action(actor=actor, action=action, note=body.note, version=body.version, now=clock.now())
    return _answer(actor, incident, result)


@router.post("/incidents/{reference}/actions/{int:number}/drop", response={200: ActionOut, **REFUSALS})
def drop(request: HttpRequest, reference: str, number: int, body: DropIn) -> Answer:
    actor, incident, action = _found(request, reference, number)
    accepted_by = _person(body.accepted_by_id, "accepted_by_id")
    result = drop_action(actor=actor, action=action, reason=body.reason, accepted_by=accepted_by, version=body.version)
    return _answer(actor, incident, result)


@router.post("/incidents/{reference}/actions/{int:number}/reopen", response={200: ActionOut, **REFUSALS})
def reopen(request: HttpRequest, reference: str, number: int, body: ReasonIn) -> Answer:
    actor, incident, action = _found(request, reference, number)
    result = reopen_action(actor=actor, action=action, reason=body.reason, version=body.version)
    return _answer(actor, incident, result)


@router.post("/incidents/{reference}/factors/{int:number}/leave", response={200: LeaveOut, **REFUSALS})
def leave(request: HttpRequest, reference: str, number: int, body: LeaveIn) -> LeaveOut | Refused:
    """Say why a factor needs no action."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    factor = existing(asking_factors(incident).filter(number=number), f"{incident.reference} has no factor F-{number}.")
    left = leave_factor(actor=actor, factor=factor, reason=body.reason, now=clock.now())
    return refused(left) if isinstance(left, Refusal) else LeaveOut(factor=number, reason=left.reason)


@router.get("/incidents/{reference}/actions/advice", response={200: list[AdviceOut], **REFUSALS})
def advice(request: HttpRequest, reference: str, title: str, end_state: str = "") -> list[AdviceOut]:
    """Advice on wording alone: owner, date and factor are taken as given."""
    get_incident(actor_of(request), reference)
    today = clock.now().date()
    findings = check_wording(Draft(title, end_state, ("somebody",), today, 1), today)
    return [
        AdviceOut(rule=found.rule, field=found.field, message=found.message, suggestion=found.suggestion)
        for found in findings
    ]

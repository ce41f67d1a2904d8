"""Adding and changing actions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hotwash.actions.core.checking import Wish, problems_of, unmoved
from hotwash.actions.core.deadlines import due_problem
from hotwash.actions.core.strength import ActionKind, ActionType, Priority, Strength
from hotwash.actions.events import ActionAdded, ActionChanged, DueMoved, FactorLeft
from hotwash.actions.models import Action, DueChange, NoAction
from hotwash.analysis.models import Factor
from hotwash.directory.models import Person
from hotwash.kernel import search
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Reason, Refusal, conflict, refuse
from hotwash.kernel.numbering import next_number
from hotwash.kernel.steps import step
from hotwash.respond.models import Incident


@dataclass(frozen=True, slots=True)
class ActionValues:
    title: str
    kind: ActionKind
    type: ActionType
    strength: Strength
    priority: Priority = Priority.MEDIUM
    owner: Person | None = None
    due: date | None = None
    detail: str = ""
    end_state: str = ""
    measure: str = ""
    ticket_url: str = ""
    factors: Sequence[Factor] = ()


def add_action(*, actor: Actor, incident: Incident, values: ActionValues, now: datetime) -> Action | Refusal:
    problems = tuple(_problems(incident, values, now))
    if problems:
        return Refusal(problems)
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        action = Action(
            incident=incident,
            number=next_number(f"incident:{incident.pk}", "action"),
            created_by_id=actor.person_id,
            created_at=now,
        )
        _fill(action, values)
        action.due = values.due
        action.save()
        action.factors.set(values.factors)
        _index(action, now)
        record(
            ActionAdded(incident_id=incident.pk, action_id=action.pk, reference=action.reference, title=action.title)
        )
    return action


def change_action(
    *, actor: Actor, action: Action, values: ActionValues, version: int, due_reason: str, now: datetime
) -> Action | Refusal:
    """Save an edit made on ``version``. A due date that moves needs ``due_reason``; the old one is kept."""
    problems = tuple(_problems(action.incident, values, now))
    if problems:
        return Refusal(problems)
    with step(actor=actor, permission=Permission.EDIT, scope=action.incident) as record:
        row = action.at_version(version)
        if row is None:
            return conflict("this action")
        moved = _move(row, values.due, due_reason, actor, now)
        if isinstance(moved, Refusal):
            return moved
        _fill(row, values)
        row.version += 1
        row.save()
        row.factors.set(values.factors)
        _index(row, now)
        record(ActionChanged(incident_id=row.incident_id, action_id=row.pk, reference=row.reference, title=row.title))
        if moved:
            record(moved)
    return row


def move_due(
    *, actor: Actor, action: Action, due: date | None, reason: str, version: int, now: datetime
) -> Action | Refusal:
    """Move the due date alone."""
    if problem := due_problem(due, now.date()):
        return refuse("due", problem, "due")
    with step(actor=actor, permission=Permission.EDIT, scope=action.incident, why=reason) as record:
        row = action.at_version(version)
        if row is None:
            return conflict("this action")
        moved = _move(row, due, reason, actor, now)
        if isinstance(moved, Refusal):
            return moved
        if moved:
            row.version += 1
            row.save()
            record(moved)
    return row


def leave_factor(*, actor: Actor, factor: Factor, reason: str, now: datetime) -> NoAction | Refusal:
    """Say why a factor needs no action. Said again, the new reason replaces the old one; the log keeps both."""
    if not reason.strip():
        return refuse(
            "no_reason", "Say why this factor needs no action, so that the next reader need not ask.", "reason"
        )
    with step(actor=actor, permission=Permission.EDIT, scope=factor.incident) as record:
        row, _ = NoAction.objects.update_or_create(
            factor=factor, defaults={"reason": reason.strip(), "by_id": actor.person_id, "at": now}
        )
        record(FactorLeft(incident_id=factor.incident_id, factor=factor.reference, reason=reason.strip()))
    return row


def _move(action: Action, due: date | None, reason: str, actor: Actor, now: datetime) -> DueMoved | Refusal | None:
    """Set the due date and keep the old one. The first date of an action needs no reason."""
    before = action.due
    if due == before:
        return None
    refusal = unmoved(before, due, reason)
    if refusal is not None:
        return refusal
    DueChange.objects.create(
        action=action, before=before, after=due, reason=reason.strip(), by_id=actor.person_id, at=now
    )
    action.due = due
    action.reminded_on = action.escalated_on = None
    return DueMoved(
        incident_id=action.incident_id,
        action_id=action.pk,
        reference=action.reference,
        before=before,
        after=due,
        reason=reason.strip() or "first date",
    )


def _fill(action: Action, values: ActionValues) -> None:
    action.title = values.title.strip()
    action.detail, action.end_state, action.measure = values.detail, values.end_state, values.measure
    action.kind, action.type, action.strength = values.kind, values.type, values.strength
    action.priority, action.owner, action.ticket_url = values.priority, values.owner, values.ticket_url


def _problems(incident: Incident, values: ActionValues, now: datetime) -> Iterator[Reason]:
    owner = values.owner
    wish = Wish(
        values.title,
        values.due,
        values.ticket_url,
        gone_owner=owner.name if owner and not owner.is_active else "",
        strangers=any(factor.incident_id != incident.pk for factor in values.factors),
    )
    return problems_of(wish, now.date())


def _index(action: Action, now: datetime) -> None:
    search.index(
        search.Entry(
            kind="action",
            object_id=action.pk,
            title=f"{action.reference} {action.title}",
            body=f"{action.detail}\n{action.end_state}\n{action.measure}",
            url=f"/incidents/{action.incident.reference}/actions/{action.reference}/",
            at=now,
            incident_id=action.incident_id,
        )
    )


def values_of(action: Action, *, owner: Person | None) -> ActionValues:
    """The action as it is, with another owner."""
    return ActionValues(
        title=action.title,
        kind=ActionKind(action.kind),
        type=ActionType(action.type),
        strength=Strength(action.strength),
        priority=Priority(action.priority),
        owner=owner,
        due=action.due,
        detail=action.detail,
        end_state=action.end_state,
        measure=action.measure,
        ticket_url=action.ticket_url,
        factors=list(action.factors.all()),
    )

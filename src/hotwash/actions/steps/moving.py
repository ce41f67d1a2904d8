"""Changing the state of an action. What each move needs is decided in ``core.states``."""

from datetime import datetime
from typing import Protocol

from hotwash.actions.core.states import ActionState, Move, Need, needs_of, needs_of_check
from hotwash.actions.events import ActionConfirmed, ActionDropped, ActionFinished, ActionReopened, ActionStarted
from hotwash.actions.models import Action
from hotwash.directory.models import Person
from hotwash.kernel.core.actor import SYSTEM, Actor
from hotwash.kernel.core.event import DomainEvent
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Reason, Refusal, conflict
from hotwash.kernel.steps import step


class DidNotHold(Protocol):
    """An event of a later stage that says of actions that they did not work."""

    @property
    def action_ids(self) -> tuple[int, ...]: ...
    @property
    def reason(self) -> str: ...


def _refusal(needs: list[Need]) -> Refusal:
    return Refusal(tuple(Reason(need.code, need.message, need.field) for need in needs))


def _move(actor: Actor, action: Action, version: int, wish: Move, event: DomainEvent) -> Action | Refusal:
    """Move a row that is at ``version``, with what the wish carries."""
    if needs := needs_of(wish):
        return _refusal(needs)
    with step(actor=actor, permission=Permission.EDIT, scope=action.incident, why=wish.reason) as record:
        row = action.at_version(version)
        if row is None:
            return conflict("this action")
        _apply(row, wish)
        row.version += 1
        row.save()
        record(event)
    return row


def _apply(row: Action, wish: Move) -> None:
    row.state = wish.after
    if wish.after is ActionState.OPEN and wish.before in {ActionState.DONE, ActionState.WONT_DO}:
        row.reopened += 1
        row.done_at = row.confirmed_at = row.confirmed_by = row.accepted_by = None
        row.evidence = row.confirmed_note = ""
        row.reminded_on = row.escalated_on = None
    row.reason = wish.reason.strip()


def start_action(*, actor: Actor, action: Action, version: int) -> Action | Refusal:
    wish = Move(ActionState(action.state), ActionState.IN_PROGRESS, owner=action.owner_id)
    event = ActionStarted(incident_id=action.incident_id, action_id=action.pk, reference=action.reference)
    return _move(actor, action, version, wish, event)


def stop_action(*, actor: Actor, action: Action, reason: str, version: int) -> Action | Refusal:
    """Lay an action that was begun aside: it is open again."""
    return _open(actor, action, reason, version)


def reopen_action(*, actor: Actor, action: Action, reason: str, version: int) -> Action | Refusal:
    return _open(actor, action, reason, version)


def _open(actor: Actor, action: Action, reason: str, version: int) -> Action | Refusal:
    wish = Move(ActionState(action.state), ActionState.OPEN, owner=action.owner_id, reason=reason)
    event = ActionReopened(
        incident_id=action.incident_id,
        action_id=action.pk,
        reference=action.reference,
        reason=reason.strip() or "laid aside",
    )
    return _move(actor, action, version, wish, event)


def finish_action(*, actor: Actor, action: Action, evidence: str, version: int, now: datetime) -> Action | Refusal:
    """Call an action done, with what shows it."""
    wish = Move(ActionState(action.state), ActionState.DONE, owner=action.owner_id, evidence=evidence)
    if needs := needs_of(wish):
        return _refusal(needs)
    with step(actor=actor, permission=Permission.EDIT, scope=action.incident) as record:
        row = action.at_version(version)
        if row is None:
            return conflict("this action")
        row.state, row.evidence, row.done_at = ActionState.DONE, evidence.strip(), now
        row.version += 1
        row.save()
        record(
            ActionFinished(
                incident_id=row.incident_id, action_id=row.pk, reference=row.reference, evidence=row.evidence
            )
        )
    return row


def confirm_action(*, actor: Actor, action: Action, note: str, version: int, now: datetime) -> Action | Refusal:
    """Another person than the owner confirms that a done action is done."""
    if needs := needs_of_check(ActionState(action.state), action.owner_id, actor.person_id, note):
        return _refusal([Need(need.code, need.message, "note" if need.field else "") for need in needs])
    with step(actor=actor, permission=Permission.EDIT, scope=action.incident) as record:
        row = action.at_version(version)
        if row is None:
            return conflict("this action")
        row.confirmed_by_id, row.confirmed_at, row.confirmed_note = actor.own_id, now, note.strip()
        row.version += 1
        row.save()
        record(
            ActionConfirmed(
                incident_id=row.incident_id, action_id=row.pk, reference=row.reference, note=row.confirmed_note
            )
        )
    return row


def drop_action(
    *, actor: Actor, action: Action, reason: str, accepted_by: Person | None, version: int
) -> Action | Refusal:
    """Decide not to do it: with a reason, and somebody who accepts the risk that stays."""
    wish = Move(
        ActionState(action.state),
        ActionState.WONT_DO,
        owner=action.owner_id,
        reason=reason,
        accepted_by=accepted_by.pk if accepted_by else None,
    )
    if needs := needs_of(wish):
        return _refusal(needs)
    with step(actor=actor, permission=Permission.EDIT, scope=action.incident, why=reason) as record:
        row = action.at_version(version)
        if row is None or accepted_by is None:
            return conflict("this action")
        row.state, row.reason, row.accepted_by = ActionState.WONT_DO, reason.strip(), accepted_by
        row.version += 1
        row.save()
        record(
            ActionDropped(
                incident_id=row.incident_id,
                action_id=row.pk,
                reference=row.reference,
                reason=row.reason,
                accepted_by=accepted_by.name,
            )
        )
    return row


def reopen_actions_that_did_not_hold(event: DidNotHold, *, now: datetime) -> list[Action]:  # noqa: ARG001 - a follower
    """Follows a verdict “not effective” and a confirmed recurrence. An action that is open already stays as it is."""
    reopened = []
    for action in Action.objects.filter(pk__in=event.action_ids, state=ActionState.DONE).select_related("incident"):
        row = reopen_action(actor=SYSTEM, action=action, reason=event.reason, version=action.version)
        if isinstance(row, Action):
            reopened.append(row)
    return reopened

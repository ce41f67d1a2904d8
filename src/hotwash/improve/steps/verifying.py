"""The verdict on an action: did it work, and what shows it."""

from datetime import datetime

from hotwash.actions.core.states import ActionState
from hotwash.actions.models import Action
from hotwash.improve.core.verdicts import VERDICT_LABELS, Verdict, unfit_verdict
from hotwash.improve.events import ActionsDidNotHold, ActionVerified
from hotwash.improve.models import FollowUp, Verification
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import step


def verify_action(
    *, actor: Actor, action: Action, verdict: Verdict, evidence: str, follow_up: FollowUp | None, now: datetime
) -> Verification | Refusal:
    """Record a verdict on a done action. "Not" has stage 5 open the action again. Judged by another than its owner."""
    refusal = unfit_verdict(
        action.reference,
        is_done=action.state == ActionState.DONE,
        evidence=evidence,
        by_owner=action.owner_id is not None and action.owner_id == actor.person_id,
        other_meeting=follow_up is not None and follow_up.incident_id != action.incident_id,
    )
    if refusal is not None:
        return refusal
    with step(actor=actor, permission=Permission.EDIT, scope=action.incident) as record:
        row = Verification.objects.create(
            action=action,
            follow_up=follow_up,
            verdict=verdict,
            evidence=evidence.strip(),
            by_id=actor.person_id,
            at=now,
        )
        record(
            ActionVerified(
                incident_id=action.incident_id,
                action_id=action.pk,
                reference=action.reference,
                verdict=verdict,
                words=VERDICT_LABELS[verdict].lower(),
                evidence=row.evidence,
            )
        )
        if verdict is Verdict.NOT:
            record(did_not_hold([action], row.evidence))
    return row


def did_not_hold(actions: list[Action], reason: str) -> ActionsDidNotHold:
    """The event that stage 5 follows; all actions are of one incident."""
    return ActionsDidNotHold(
        incident_id=actions[0].incident_id,
        action_ids=tuple(action.pk for action in actions),
        references=", ".join(action.reference for action in actions),
        reason=reason,
    )

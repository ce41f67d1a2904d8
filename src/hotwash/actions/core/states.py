"""The life of an action: which steps are open from a state, and what each of them needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ActionState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    WONT_DO = "wont_do"


STATE_LABELS: Final = {
    ActionState.OPEN: "Open",
    ActionState.IN_PROGRESS: "In progress",
    ActionState.DONE: "Done",
    ActionState.WONT_DO: "Won't do",
}
UNRESOLVED: Final = frozenset({ActionState.OPEN, ActionState.IN_PROGRESS})
_NEXT: Final = {
    ActionState.OPEN: frozenset({ActionState.IN_PROGRESS, ActionState.DONE, ActionState.WONT_DO}),
    ActionState.IN_PROGRESS: frozenset({ActionState.OPEN, ActionState.DONE, ActionState.WONT_DO}),
    ActionState.DONE: frozenset({ActionState.OPEN}),
    ActionState.WONT_DO: frozenset({ActionState.OPEN}),
}


@dataclass(frozen=True, slots=True)
class Move:
    """A wish to change the state. People are ids; ``accepted_by`` carries the risk of what is not done."""

    before: ActionState
    after: ActionState
    owner: int | None = None
    evidence: str = ""
    reason: str = ""
    accepted_by: int | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """Something a move lacks: a code, a message for people, the form field."""

    code: str
    message: str
    field: str = ""


def can_move(before: ActionState, after: ActionState) -> bool:
    return after in _NEXT[before]


def needs_of(move: Move) -> list[Need]:
    """What is missing before the move may happen; empty when nothing is."""
    if not can_move(move.before, move.after):
        text = (
            f"An action that is {STATE_LABELS[move.before].lower()} cannot become {STATE_LABELS[move.after].lower()}."
        )
        return [Need("state", f"{text} Open it again first.")]
    return list(_missing(move))


def _missing(move: Move) -> Iterator[Need]:
    if move.after is ActionState.DONE and not move.evidence.strip():
        yield Need(
            "no_evidence",
            "Say what shows that it is done: a link, a commit, a picture, a command and its answer.",
            "evidence",
        )
    if move.after is ActionState.WONT_DO:
        if not move.reason.strip():
            yield Need("no_reason", "Say why it is not done, so that the next reader need not ask.", "reason")
        if move.accepted_by is None:
            yield Need("no_risk_owner", "Name who accepts the risk that stays.", "accepted_by")
    if (
        move.after is ActionState.OPEN
        and move.before in {ActionState.DONE, ActionState.WONT_DO}
        and not move.reason.strip()
    ):
        yield Need("no_reason", "Say why it is opened again.", "reason")
    if move.after is ActionState.IN_PROGRESS and move.owner is None:
        yield Need("no_owner", "Nobody owns it. Name the owner first.", "owner")


def needs_of_check(state: ActionState, owner: int | None, checker: int | None, evidence: str) -> list[Need]:
    """What is missing before somebody confirms that a done action is done: another person, and what they saw."""
    if state is not ActionState.DONE:
        return [Need("state", "Only an action that is done can be confirmed.")]
    needs = []
    if checker is None or checker == owner:
        needs.append(Need("same_person", "The owner cannot confirm their own action: ask somebody else to look."))
    if not evidence.strip():
        needs.append(Need("no_evidence", "Say what you looked at.", "evidence"))
    return needs

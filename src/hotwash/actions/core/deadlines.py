"""Due dates: what the process allows by severity, and when reminders and escalations of an action are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from hotwash.actions.core.states import UNRESOLVED, ActionState
from hotwash.actions.core.strength import ActionKind
from hotwash.process.core.document import Deadlines

LONGEST_YEARS: Final = 5  # a due date farther away is a slip of the keyboard


@dataclass(frozen=True, slots=True)
class RemindPolicy:
    """Reminders: so many days before the due date, then every so many days after; escalation when late by so many."""

    before: tuple[int, ...] = (7, 1)
    every: int = 7
    escalate_after: int = 7


@dataclass(frozen=True, slots=True)
class ActionDue:
    """What the decision needs of an action. ``reminded`` and ``escalated`` are the days of the last ones."""

    id: int
    state: ActionState
    due: date | None
    owner: int | None = None
    reminded: date | None = None
    escalated: date | None = None


class ReminderKind(StrEnum):
    SOON = "soon"
    OVERDUE = "overdue"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class Reminder:
    action: int
    kind: ReminderKind
    days: int  # to the due date; below zero when it has passed


def allowed_days(deadlines: Deadlines, kind: ActionKind, severity: str) -> int:
    """How long the process gives an action, counted from the declaration of the incident."""
    days = deadlines.corrective_days if kind is ActionKind.CORRECTIVE else deadlines.preventive_days
    return Deadlines.of(days, severity)


def proposed_due(declared: date, days: int, today: date) -> date:
    """The last day the process allows, moved to the Friday before when it falls on a weekend; never in the past."""
    day = declared + timedelta(days=days)
    return max(today, day - timedelta(days=max(0, day.weekday() - 4)))


def due_problem(due: date | None, today: date) -> str:
    """Why a date cannot be taken; empty when it can. A past one is allowed: an old action may be overdue."""
    if due is None:
        return ""
    if abs((due - today).days) > LONGEST_YEARS * 366:
        return f"{due.isoformat()} is more than {LONGEST_YEARS} years away. Check the year."
    return ""


def beyond_policy(due: date, declared: date, days: int) -> int:
    """By how many days the date exceeds what the process allows; 0 when it does not."""
    return max(0, (due - declared).days - days)


def reminders_due(actions: Sequence[ActionDue], policy: RemindPolicy, today: date) -> list[Reminder]:
    """At most one for each action and day, the most urgent. A day missed (the server was off) is made up for once."""
    found = (_reminder(action, policy, today) for action in actions if action.state in UNRESOLVED and action.due)
    return [reminder for reminder in found if reminder]


def _reminder(action: ActionDue, policy: RemindPolicy, today: date) -> Reminder | None:
    assert action.due
    days = (action.due - today).days
    if days < 0:
        return _overdue(action, policy, today, days)
    begun = [before for before in policy.before if days <= before]
    if not begun:
        return None
    since = action.due - timedelta(days=min(begun))
    if action.reminded and action.reminded >= since:
        return None
    return Reminder(action.id, ReminderKind.SOON, days)


def _overdue(action: ActionDue, policy: RemindPolicy, today: date, days: int) -> Reminder | None:
    assert action.due
    if -days >= policy.escalate_after and _again(action.escalated, action.due, policy.every, today):
        return Reminder(action.id, ReminderKind.ESCALATE, days)
    if action.escalated == today:
        return None
    if _again(action.reminded, action.due, policy.every, today):
        return Reminder(action.id, ReminderKind.OVERDUE, days)
    return None


def _again(last: date | None, due: date, every: int, today: date) -> bool:
    return last is None or last <= due or (today - last).days >= every

"""What happens in stage 5."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from hotwash.kernel.core.event import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAdded(DomainEvent):
    type: ClassVar[str] = "actions.action_added"
    summary: ClassVar[str] = "added {reference} “{title}”"
    action_id: int
    reference: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionChanged(DomainEvent):
    type: ClassVar[str] = "actions.action_changed"
    summary: ClassVar[str] = "changed {reference} “{title}”"
    action_id: int
    reference: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueMoved(DomainEvent):
    type: ClassVar[str] = "actions.due_moved"
    summary: ClassVar[str] = "moved the due date of {reference} from {before} to {after}: {reason}"
    action_id: int
    reference: str
    before: date | None
    after: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionStarted(DomainEvent):
    type: ClassVar[str] = "actions.action_started"
    summary: ClassVar[str] = "began {reference}"
    action_id: int
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFinished(DomainEvent):
    type: ClassVar[str] = "actions.action_finished"
    summary: ClassVar[str] = "finished {reference}: {evidence}"
    action_id: int
    reference: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionConfirmed(DomainEvent):
    type: ClassVar[str] = "actions.action_confirmed"
    summary: ClassVar[str] = "confirmed that {reference} is done: {note}"
    action_id: int
    reference: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDropped(DomainEvent):
    type: ClassVar[str] = "actions.action_dropped"
    summary: ClassVar[str] = "decided not to do {reference}: {reason}; {accepted_by} accepts the risk"
    action_id: int
    reference: str
    reason: str
    accepted_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionReopened(DomainEvent):
    type: ClassVar[str] = "actions.action_reopened"
    summary: ClassVar[str] = "opened {reference} again: {reason}"
    action_id: int
    reference: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorLeft(DomainEvent):
    type: ClassVar[str] = "actions.factor_left"
    summary: ClassVar[str] = "decided that {factor} needs no action: {reason}"
    factor: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderDue(DomainEvent):
    """Somebody is to be told about an action: the owner of it (``soon``, ``overdue``), or who leads (``escalate``)."""

    type: ClassVar[str] = "actions.reminder_due"
    summary: ClassVar[str] = "reminded {to} of {reference}, due {due}"
    action_id: int
    reference: str
    person_id: int
    to: str
    kind: str
    due: date
    days: int
    on: date

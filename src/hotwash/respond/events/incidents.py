"""What happens in stage 1. The classes at the end are wake-ups: delayed work, never logged."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from hotwash.kernel.core.event import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDeclared(DomainEvent):
    """``policy`` is the escalation policy that a rule names; ``pages`` whether anybody is to be paged."""

    type: ClassVar[str] = "respond.incident_declared"
    summary: ClassVar[str] = "declared the incident as {severity}: {title}"
    title: str
    severity: str
    found_by: str
    policy: int | None = None
    pages: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentEdited(DomainEvent):
    type: ClassVar[str] = "respond.incident_edited"
    summary: ClassVar[str] = "changed {what}"
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityChanged(DomainEvent):
    type: ClassVar[str] = "respond.severity_changed"
    summary: ClassVar[str] = "changed the severity from {before} to {after}"
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChanged(DomainEvent):
    """``at`` is the time that the change is about: it may be earlier than the time of writing."""

    type: ClassVar[str] = "respond.state_changed"
    summary: ClassVar[str] = "changed the state from {before} to {after}"
    before: str
    after: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged(DomainEvent):
    type: ClassVar[str] = "respond.acknowledged"
    summary: ClassVar[str] = "acknowledged ({via})"
    via: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTaken(DomainEvent):
    """``before`` is who held a single role until now; empty when it was free."""

    type: ClassVar[str] = "respond.role_taken"
    summary: ClassVar[str] = "made {person} {role}"
    role: str
    person: str
    person_id: int
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLeft(DomainEvent):
    type: ClassVar[str] = "respond.role_left"
    summary: ClassVar[str] = "recorded that {person} is no longer {role}"
    role: str
    person: str
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSaid(DomainEvent):
    type: ClassVar[str] = "respond.note_said"
    summary: ClassVar[str] = "said: {text}"
    text: str
    note: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePaged(DomainEvent):
    """``level`` 0: asked for by hand, or the last resort of an escalation; ``reasons`` in the order of ``people``."""

    type: ClassVar[str] = "respond.people_paged"
    summary: ClassVar[str] = "paged {names}"
    names: str
    people: tuple[int, ...]
    reasons: tuple[str, ...]
    level: int
    round: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDeclined(DomainEvent):
    type: ClassVar[str] = "respond.page_declined"
    summary: ClassVar[str] = "can't take it: {person}"
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationExhausted(DomainEvent):
    type: ClassVar[str] = "respond.escalation_exhausted"
    summary: ClassVar[str] = "reached the end of the escalation “{policy}”: nobody has acknowledged"
    policy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelsCalled(DomainEvent):
    type: ClassVar[str] = "respond.channels_called"
    summary: ClassVar[str] = "called {names}"
    names: str
    level: int
    round: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PagedOtherwise(DomainEvent):
    """Somebody whom a level means was not paged, or too late: ``what`` says why, as a sentence."""

    type: ClassVar[str] = "respond.paged_otherwise"
    summary: ClassVar[str] = "paged otherwise than planned: {what}"
    what: str
    level: int
    round: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWentBack(DomainEvent):
    """``due`` is when the next level is paged now."""

    type: ClassVar[str] = "respond.clock_went_back"
    summary: ClassVar[str] = "found that the server's clock went back by {by}; the next level waits no longer for that"
    by: str
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateSent(DomainEvent):
    type: ClassVar[str] = "respond.update_sent"
    summary: ClassVar[str] = "told {audience}: {text}"
    update: int
    audience: str
    text: str
    recipients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsAttached(DomainEvent):
    """``titles`` are the first few of ``count``."""

    type: ClassVar[str] = "respond.alerts_attached"
    summary: ClassVar[str] = "attached alerts from {source} ({count})"
    source: str
    count: int
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsResolved(DomainEvent):
    type: ClassVar[str] = "respond.alerts_resolved"
    summary: ClassVar[str] = "said that alerts are over ({count}); still open: {still_open}"
    source: str
    count: int
    still_open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsReceived(DomainEvent):
    type: ClassVar[str] = "respond.alerts_received"
    summary: ClassVar[str] = "sent alerts that wait for triage ({count})"
    source: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertTriaged(DomainEvent):
    type: ClassVar[str] = "respond.alert_triaged"
    summary: ClassVar[str] = "{outcome}: {title}"
    alert: int
    title: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerMessageTaken(DomainEvent):
    """Somebody outside used a public form."""

    type: ClassVar[str] = "respond.customer_message_taken"
    summary: ClassVar[str] = "a customer wrote by {source}: {title}"
    source: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChanged(DomainEvent):
    """A rule, a source, a schedule, a policy: ``what`` names it for people."""

    type: ClassVar[str] = "respond.setting_changed"
    summary: ClassVar[str] = "{verb} {what}"
    verb: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationGivenUp(DomainEvent):
    type: ClassVar[str] = "respond.notification_given_up"
    summary: ClassVar[str] = "could not reach {to} by {channel}: {error}"
    notification: int
    channel: str
    to: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationDue(DomainEvent):
    type: ClassVar[str] = "respond.escalation_due"
    escalation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryAsks(DomainEvent):
    """Something has to be fetched before a delivery can be read."""

    type: ClassVar[str] = "respond.delivery_asks"
    delivery: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationDue(DomainEvent):
    type: ClassVar[str] = "respond.notification_due"
    notification: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateDue(DomainEvent):
    """``due`` tells a clock that was set again since from the one that is meant."""

    type: ClassVar[str] = "respond.update_due"
    due: datetime

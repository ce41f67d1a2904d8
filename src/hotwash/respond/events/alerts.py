"""What becomes of alerts that are not the first."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from hotwash.kernel.core.event import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFlaps(DomainEvent):
    """Said once, when an alert begins to be damped."""

    type: ClassVar[str] = "respond.alert_flaps"
    summary: ClassVar[str] = "goes on and off and pages nobody until it is calm: {title}"
    alert: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReopened(DomainEvent):
    """An alert came again soon after the end; ``policy`` is that of its rule."""

    type: ClassVar[str] = "respond.incident_reopened"
    summary: ClassVar[str] = "reopened the incident. {reason}"
    reason: str
    at: datetime
    policy: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllAlertsOver(DomainEvent):
    type: ClassVar[str] = "respond.all_alerts_over"
    summary: ClassVar[str] = "resolved the incident: all its alerts are over, and rule “{rule}” says so"
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceOver(DomainEvent):
    """A wake-up: what a silence kept quiet is decided about anew where it still fires."""

    type: ClassVar[str] = "respond.silence_over"
    silence: int

"""What happens to status pages."""

from dataclasses import dataclass
from typing import ClassVar

from hotwash.kernel.core.event import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPageChanged(DomainEvent):
    """Its settings, components, a state set by hand, maintenance: ``what`` says it for people."""

    type: ClassVar[str] = "respond.status_page_changed"
    summary: ClassVar[str] = "{verb} {what} on the status page {title}"
    page: int
    title: str
    verb: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceAnnounced(DomainEvent):
    """``verb``: announced, moved, ended or called off."""

    type: ClassVar[str] = "respond.maintenance_announced"
    summary: ClassVar[str] = "{verb} maintenance on the status page {page_title}: {title}"
    page: int
    page_title: str
    maintenance: int
    title: str
    verb: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPageRemoved(DomainEvent):
    type: ClassVar[str] = "respond.status_page_removed"
    summary: ClassVar[str] = "removed the status page {title}"
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribed(DomainEvent):
    """Somebody confirmed that they want to be told, or took it back. The address stays out of the log."""

    type: ClassVar[str] = "respond.status_subscribed"
    summary: ClassVar[str] = "{verb} being told by {kind} of the status page {title}"
    page: int
    title: str
    kind: str
    verb: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceDue(DomainEvent):
    """A wake-up: announced maintenance begins or ends, unless it was changed since (``version``)."""

    type: ClassVar[str] = "respond.maintenance_due"
    page: int
    maintenance: int
    version: int
    ends: bool

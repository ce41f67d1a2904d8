"""What happens to messages and to the ways of reaching people."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from hotwash.kernel.core.event import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMethodsChanged(DomainEvent):
    type: ClassVar[str] = "respond.contact_methods_changed"
    summary: ClassVar[str] = "changed how to be reached: {what}"
    person_id: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonUnreached(DomainEvent):
    """No contact method of somebody who is paged takes the message."""

    type: ClassVar[str] = "respond.person_unreached"
    summary: ClassVar[str] = "could not reach {person} over any contact method"
    person: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidPinned(DomainEvent):
    """Somebody marked what was said; ``at`` is when it was."""

    type: ClassVar[str] = "respond.said_pinned"
    summary: ClassVar[str] = "pinned what {said_by} said: {text}"
    text: str
    said_by: str
    at: datetime

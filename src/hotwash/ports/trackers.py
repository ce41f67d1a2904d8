"""Trackers: where a team keeps its tickets. An action is sent out, and what became of its ticket is read back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from hotwash.kernel.core.http import Http


class TicketState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    WONT_DO = "wont_do"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """An action as a tracker sees it. ``reference`` is ours (``INC-42 A-3``) and stays in the ticket's text."""

    reference: str
    title: str
    text: str
    link: str
    owner: str = ""
    due: date | None = None
    state: TicketState = TicketState.OPEN
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSeen:
    """A ticket as the tracker tells it: its own key and address, and the fields that can flow back."""

    key: str
    url: str
    title: str
    state: TicketState
    owner: str = ""
    due: date | None = None
    changed_at: datetime | None = None


@runtime_checkable
class Tracker(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...

    def create(self, ticket: Ticket, options: Mapping[str, str], http: Http) -> TicketSeen:
        """Make a ticket; one with the same reference that is already there is found instead of made again."""
        ...

    def update(self, key: str, ticket: Ticket, options: Mapping[str, str], http: Http) -> TicketSeen: ...

    def read(self, key: str, options: Mapping[str, str], http: Http) -> TicketSeen: ...

"""What happens to paging itself."""

from dataclasses import dataclass
from typing import ClassVar

from hotwash.kernel.core.event import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDue(DomainEvent):
    """A wake-up: a calendar that is followed is to be read."""

    type: ClassVar[str] = "respond.calendar_due"
    calendar: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PagingFails(DomainEvent):
    """The self-check found that paging itself fails; ``what`` is a sentence."""

    type: ClassVar[str] = "respond.paging_fails"
    summary: ClassVar[str] = "found that paging fails: {what}"
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PagingWorksAgain(DomainEvent):
    type: ClassVar[str] = "respond.paging_works_again"
    summary: ClassVar[str] = "found that this is over: {what}"
    what: str

"""What happens in stage 2."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from hotwash.kernel.core.event import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamProposed(DomainEvent):
    type: ClassVar[str] = "team.proposed"
    summary: ClassVar[str] = "proposed the post-mortem team: {people}"
    people: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatGiven(DomainEvent):
    type: ClassVar[str] = "team.seat_given"
    summary: ClassVar[str] = "seated {person} as {seat}"
    person: str
    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLeft(DomainEvent):
    type: ClassVar[str] = "team.seat_left"
    summary: ClassVar[str] = "took {person} off the seat {seat}"
    person: str
    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatExcused(DomainEvent):
    type: ClassVar[str] = "team.seat_excused"
    summary: ClassVar[str] = "said that no {seat} is needed: {reason}"
    seat: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamInvited(DomainEvent):
    type: ClassVar[str] = "team.invited"
    summary: ClassVar[str] = "invited {count} people to the post-mortem on {at:%d %B %Y %H:%M} UTC"
    count: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatAnswered(DomainEvent):
    type: ClassVar[str] = "team.seat_answered"
    summary: ClassVar[str] = "{words} as {seat}"
    words: str
    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceNoted(DomainEvent):
    type: ClassVar[str] = "team.attendance_noted"
    summary: ClassVar[str] = "noted who was there: {people}"
    people: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDue(DomainEvent):
    """A meeting waits to be written into the team's calendar."""

    type: ClassVar[str] = "team.calendar_due"
    entry: int

"""Swaps: which shifts can be given away and taken for them, and what people are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.respond.core.oncall.rotations import OverrideValue, ScheduleValue, Shift, shifts


@dataclass(frozen=True, slots=True)
class Span:
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Bargain:
    """``giver`` gives ``given`` to ``taker`` and gets ``back`` for it, where anything."""

    giver: int
    taker: int
    given: Span
    back: Span | None = None

    def overrides(self) -> tuple[OverrideValue, ...]:
        given = OverrideValue(self.taker, self.given.starts_at, self.given.ends_at)
        if self.back is None:
            return (given,)
        return given, OverrideValue(self.giver, self.back.starts_at, self.back.ends_at)


def unfit(bargain: Bargain, schedule: ScheduleValue, now: datetime) -> Refusal | None:
    """Why a swap can't be, as things stand now; None when it can."""
    given, back = bargain.given, bargain.back
    if bargain.giver == bargain.taker:
        return refuse("other", "Choose somebody else: this is your own shift.", "other")
    if given.ends_at <= given.starts_at or given.ends_at <= now:
        return refuse("shift", "This shift is over. Choose one that is still to come.", "shift")
    if not _holds(schedule, bargain.giver, given):
        return refuse("shift", "This shift is no longer held by whoever gives it away. Look at the schedule.", "shift")
    if back is None:
        return None
    if back.ends_at <= back.starts_at or back.ends_at <= now or not _holds(schedule, bargain.taker, back):
        return refuse("back", "The shift to take for it is over, or no longer theirs. Choose another.", "back")
    return None


def shifts_to_come(schedule: ScheduleValue, person: int, begin: datetime, end: datetime) -> Sequence[Shift]:
    return [shift for shift in shifts(schedule, begin, end) if shift.person == person]


def span_key(span: Span) -> str:
    """As a form sends it back."""
    return f"{span.starts_at.isoformat()}/{span.ends_at.isoformat()}"


def span_of_key(key: str) -> Span | None:
    begins, _, ends = key.partition("/")
    try:
        return Span(datetime.fromisoformat(begins), datetime.fromisoformat(ends))
    except ValueError:
        return None


def span_words(span: Span, zone: ZoneInfo) -> str:
    starts, ends = span.starts_at.astimezone(zone), span.ends_at.astimezone(zone)
    return f"{starts:%a %d %b %H:%M} to {ends:%a %d %b %H:%M %Z}"


def _holds(schedule: ScheduleValue, person: int, span: Span) -> bool:
    return all(shift.person == person for shift in shifts(schedule, span.starts_at, span.ends_at))

"""Did the action work? The verdict of a follow-up, and when the next look is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from hotwash.kernel.core.refusal import Refusal, refuse

FOLLOW_UP_DAYS: Final = (30, 90)  # after an action is done, where the process does not say otherwise


class Verdict(StrEnum):
    EFFECTIVE = "effective"
    PARTLY = "partly"
    NOT = "not"
    TOO_EARLY = "too_early"


VERDICT_LABELS: Final = {
    Verdict.EFFECTIVE: "Effective: it worked",
    Verdict.PARTLY: "Partly: something is left",
    Verdict.NOT: "Not effective: it did not hold",
    Verdict.TOO_EARLY: "Too early to say",
}


@dataclass(frozen=True, slots=True)
class Observation:
    """What the records say about a done action since it was done."""

    done_on: date
    recurrences: int  # confirmed recurrences of one of its factors
    opportunities: int  # how often it could have happened: later incidents on the same services


@dataclass(frozen=True, slots=True)
class Advice:
    verdict: Verdict
    why: str


def advise_verdict(seen: Observation, today: date, look_after: Sequence[int] = FOLLOW_UP_DAYS) -> Advice:
    """A proposal with its reason. A person decides: silence alone proves nothing."""
    days = (today - seen.done_on).days
    if seen.recurrences:
        times = "once" if seen.recurrences == 1 else f"{seen.recurrences} times"
        return Advice(Verdict.NOT, f"A factor that it answers came back {times} since it was done.")
    first = min(look_after, default=0)
    if days < first:
        return Advice(Verdict.TOO_EARLY, f"It has been done for {days} days only; look again after {first}.")
    if not seen.opportunities:
        return Advice(
            Verdict.TOO_EARLY,
            f"Nothing came up in {days} days that could have shown it. A test or a drill would show it sooner.",
        )
    return Advice(
        Verdict.EFFECTIVE,
        f"In {days} days it could have come back {seen.opportunities} times and did not. "
        "Say what shows that it was the action.",
    )


def looks_due(
    done_on: date, verified_on: Sequence[date], today: date, look_after: Sequence[int] = FOLLOW_UP_DAYS
) -> date | None:
    """The day of the earliest look after ``done_on`` that nobody has taken although it is due; ``None`` if none is."""
    for days in sorted(look_after):
        due = done_on + timedelta(days=days)
        if due <= today and not any(day >= due for day in verified_on):
            return due
    return None


def follow_up_dates(done_on: date, look_after: Sequence[int] = FOLLOW_UP_DAYS) -> tuple[date, ...]:
    return tuple(done_on + timedelta(days=days) for days in look_after)


def on_a_working_day(day: date) -> date:
    """The same day, or the Monday after a weekend: a meeting is proposed then."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def unfit_verdict(action: str, *, is_done: bool, evidence: str, by_owner: bool, other_meeting: bool) -> Refusal | None:
    """Why an action can't be judged like this, if so. ``action`` is its reference."""
    if not is_done:
        return refuse("state", f"{action} is not done yet, so there is nothing to judge.")
    if not evidence.strip():
        return refuse("evidence", "Say what shows it: a query, a drill, an alert that fired.", "evidence")
    if by_owner:
        return refuse("same_person", "The owner cannot judge their own action: ask somebody else to.", "verdict")
    if other_meeting:
        return refuse("follow_up", "This meeting is about another incident.")
    return None

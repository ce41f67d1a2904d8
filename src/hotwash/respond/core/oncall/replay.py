"""A replay of the paging: the ladder as it was planned beside what happened, minute by minute."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from hotwash.respond.core.oncall.ladder import LastResort, Place, Plan, next_level

MOST_ROUNDS: Final = 200  # levels of a plan that are shown
LATE: Final = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Climbed:
    """A level as it was paged."""

    place: Place
    due_at: datetime
    paged_at: datetime
    channels: Sequence[str] = ()
    troubles: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Called:
    """One page. ``answer`` is empty while it waits; ``ended``: somebody else took it."""

    place: Place
    name: str
    reason: str
    sent_at: datetime
    answer: str = ""
    answered_at: datetime | None = None
    via: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt to deliver a page."""

    name: str
    channel: str
    at: datetime
    arrived: bool
    said: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An escalation with all that belongs to it."""

    plan: Plan
    started_at: datetime
    climbed: Sequence[Climbed] = ()
    called: Sequence[Called] = ()
    tried: Sequence[Tried] = ()
    ended_at: datetime | None = None
    end: str = ""  # acknowledged by Ada, stopped, nobody acknowledged


@dataclass(frozen=True, slots=True)
class Line:
    """``tone``: plain, good, warn or bad."""

    at: datetime
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Minute:
    """What was planned for a minute after the start, and what happened in it."""

    number: int
    at: datetime
    planned: tuple[Line, ...]
    happened: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """``late`` counts the levels that were paged late, ``failed`` the attempts to deliver that did not arrive."""

    plan: str
    minutes: tuple[Minute, ...]
    late: int
    failed: int
    end: str


def replay(told: Told) -> Replay:
    planned, happened = list(_planned(told)), sorted(_happened(told), key=lambda line: line.at)
    minutes = []
    lines = sorted([*planned, *happened], key=lambda line: line.at)
    for number, group in groupby(lines, key=lambda line: _minute(told.started_at, line.at)):
        found = list(group)
        minutes.append(
            Minute(
                number,
                told.started_at + timedelta(minutes=number),
                tuple(line for line in found if line in planned),
                tuple(line for line in found if line not in planned),
            )
        )
    late = sum(one.paged_at - one.due_at >= LATE for one in told.climbed)
    return Replay(told.plan.title, tuple(minutes), late, sum(not one.arrived for one in told.tried), told.end)


def ladder_times(plan: Plan, started_at: datetime) -> Iterator[tuple[Place, datetime, str]]:
    """When each level of each round is due by the plan alone, and whom it means; the last resort at the end."""
    place, at = Place(), started_at
    for _ in range(MOST_ROUNDS):
        following = next_level(plan, place, at)
        if isinstance(following, LastResort):
            yield following.place, at, "the fallback, without one the administrators"
            return
        yield following.place, at, ", ".join(target.name for target in following.level.targets)
        place, at = following.place, following.due_at


def _planned(told: Told) -> Iterator[Line]:
    done = {one.place for one in told.climbed}
    for place, at, names in ladder_times(told.plan, told.started_at):
        last = place.level > len(told.plan.levels)
        title = (
            "Last resort" if last else f"Level {place.level}" + (f", round {place.round}" if place.round > 1 else "")
        )
        if place in done:
            yield Line(at, f"{title}: {names}")
        elif told.ended_at is None or at <= told.ended_at:
            yield Line(at, f"{title}: {names} (not reached)", "warn")
        else:
            return  # what was planned for after the end was not needed


def _happened(told: Told) -> Iterator[Line]:
    for climbed in told.climbed:
        late = climbed.paged_at - climbed.due_at
        words = f"Level {climbed.place.level} was paged"
        if late >= LATE:
            yield Line(climbed.paged_at, f"{words} {int(late.total_seconds())} s after it was due", "warn")
        yield from (Line(climbed.paged_at, trouble, "warn") for trouble in climbed.troubles)
        yield from (Line(climbed.paged_at, f"Called {channel}") for channel in climbed.channels)
    for called in told.called:
        yield Line(called.sent_at, f"Paged {called.name}: {called.reason}")
        if called.answer and called.answer != "ended" and called.answered_at is not None:
            took = f"{called.name} {called.answer}{f' by {called.via}' if called.via else ''}"
            after = int((called.answered_at - called.sent_at).total_seconds())
            tone = "good" if called.answer == "acknowledged" else "warn"
            yield Line(called.answered_at, f"{took}, {after // 60} min {after % 60} s after the page", tone)
    for tried in told.tried:
        if tried.arrived:
            yield Line(tried.at, f"{tried.channel} to {tried.name} was delivered")
        else:
            yield Line(tried.at, f"{tried.channel} to {tried.name} failed: {tried.said}", "bad")
    if told.ended_at is not None and told.end:
        yield Line(told.ended_at, f"Ended: {told.end}", "" if "nobody" not in told.end else "bad")


def _minute(began: datetime, at: datetime) -> int:
    return int((at - began).total_seconds() // 60)

"""The escalation ladder: who is due next, decided from a copy of the policy and the place reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

TargetKind = Literal["person", "schedule", "team", "channel"]
TARGET_KINDS: Mapping[str, TargetKind] = {
    "person": "person",
    "schedule": "schedule",
    "team": "team",
    "channel": "channel",
}
LONGEST_LEFT = timedelta(seconds=30)  # how far ahead of now a level may have been paged: clocks of machines differ


TELL_LATENESS = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Target:
    """``id`` is the number of a person, schedule or team; a channel has a notifier's key and an address instead."""

    kind: TargetKind
    id: int
    name: str
    channel: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    minutes: int
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """``rounds``: how often the ladder is walked, at least once. ``fallback`` is a person. No name: no policy."""

    name: str
    levels: tuple[Level, ...]
    rounds: int = 1
    fallback: int | None = None

    @property
    def title(self) -> str:
        return self.name or "no escalation policy"


@dataclass(frozen=True, slots=True)
class Place:
    """The last level that was paged: ``level`` 0 before the first one."""

    level: int = 0
    round: int = 1


@dataclass(frozen=True, slots=True)
class PageLevel:
    """Page this level now; unless somebody acknowledges, look again at ``due_at``."""

    place: Place
    level: Level
    due_at: datetime


@dataclass(frozen=True, slots=True)
class LastResort:
    """Every level of every round was paged: page the fallback, then stop."""

    place: Place


@dataclass(frozen=True, slots=True)
class PutBack:
    """The clock went back by ``seconds``: the next level is due at ``due_at`` of the new time."""

    due_at: datetime
    seconds: int


def next_level(plan: Plan, place: Place, now: datetime) -> PageLevel | LastResort:
    following = place.level + 1
    round_ = place.round
    if following > len(plan.levels):
        following, round_ = 1, round_ + 1
    if not plan.levels or round_ > max(plan.rounds, 1):
        return LastResort(Place(len(plan.levels) + 1, place.round))
    level = plan.levels[following - 1]
    return PageLevel(Place(following, round_), level, now + timedelta(minutes=max(level.minutes, 1)))


def put_back(plan: Plan, place: Place, climbed_at: datetime, now: datetime) -> PutBack | None:
    """What to do about a level that was paged in the future: wait no longer than its own minutes. None for no such."""
    if climbed_at - now <= LONGEST_LEFT:
        return None
    within = plan.levels[place.level - 1].minutes if 0 < place.level <= len(plan.levels) else 1
    return PutBack(now + timedelta(minutes=max(within, 1)), int((climbed_at - now).total_seconds()))


def lateness(due_at: datetime, now: datetime) -> str:
    """In words, when a level is paged later than a person would expect; empty when it is not."""
    late = now - due_at
    if late < TELL_LATENESS:
        return ""
    return f"This level was paged {_span(late)} late: no worker was running, or the clock jumped ahead."


def _span(length: timedelta) -> str:
    seconds = int(length.total_seconds())
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds % 60} s" if minutes else f"{seconds} s"


def plan_to_json(plan: Plan) -> dict[str, object]:
    return {
        "name": plan.name,
        "rounds": plan.rounds,
        "fallback": plan.fallback,
        "levels": [
            {
                "minutes": level.minutes,
                "targets": [_target_to_json(target) for target in level.targets],
            }
            for level in plan.levels
        ],
    }


def plan_from_json(kept: Mapping[str, object]) -> Plan:
    """The plan that ``plan_to_json`` made; what an older release wrote otherwise is left out."""
    fallback = kept.get("fallback")
    rounds = kept.get("rounds")
    return Plan(
        name=str(kept.get("name", "")),
        levels=tuple(_level(item) for item in _objects(kept.get("levels"))),
        rounds=rounds if isinstance(rounds, int) else 1,
        fallback=fallback if isinstance(fallback, int) else None,
    )


def _level(kept: Mapping[str, object]) -> Level:
    minutes = kept.get("minutes")
    targets = (_target(item) for item in _objects(kept.get("targets")))
    return Level(minutes if isinstance(minutes, int) else 5, tuple(found for found in targets if found))


def _target_to_json(target: Target) -> dict[str, object]:
    kept: dict[str, object] = {"kind": target.kind, "id": target.id, "name": target.name}
    return kept | ({"channel": target.channel, "address": target.address} if target.kind == "channel" else {})


def _target(kept: Mapping[str, object]) -> Target | None:
    kind, id_ = TARGET_KINDS.get(str(kept.get("kind"))), kept.get("id")
    if kind is None or not isinstance(id_, int):
        return None
    return Target(kind, id_, str(kept.get("name", "")), str(kept.get("channel", "")), str(kept.get("address", "")))


def _objects(kept: object) -> Sequence[Mapping[str, object]]:
    return [item for item in kept if isinstance(item, dict)] if isinstance(kept, list) else []

"""The escalation ladder: who is due next, decided from a copy of the policy and the place reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

TargetKind = Literal["person", "schedule", "team"]
TARGET_KINDS: Mapping[str, TargetKind] = {"person": "person", "schedule": "schedule", "team": "team"}


@dataclass(frozen=True, slots=True)
class Target:
    kind: TargetKind
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Level:
    minutes: int
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """``rounds``: how often the ladder is walked, at least once. ``fallback`` is a person."""

    name: str
    levels: tuple[Level, ...]
    rounds: int = 1
    fallback: int | None = None


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


def next_level(plan: Plan, place: Place, now: datetime) -> PageLevel | LastResort:
    following = place.level + 1
    round_ = place.round
    if following > len(plan.levels):
        following, round_ = 1, round_ + 1
    if not plan.levels or round_ > max(plan.rounds, 1):
        return LastResort(Place(len(plan.levels) + 1, place.round))
    level = plan.levels[following - 1]
    return PageLevel(Place(following, round_), level, now + timedelta(minutes=max(level.minutes, 1)))


def why_another(plan: Plan, following: PageLevel | LastResort) -> str:
    """Why somebody is paged whom no level means: never nobody."""
    if isinstance(following, LastResort):
        return "the last resort: nobody has acknowledged"
    return f"level {following.place.level} of {plan.name} means nobody at this time"


def plan_to_json(plan: Plan) -> dict[str, object]:
    return {
        "name": plan.name,
        "rounds": plan.rounds,
        "fallback": plan.fallback,
        "levels": [
            {
                "minutes": level.minutes,
                "targets": [{"kind": item.kind, "id": item.id, "name": item.name} for item in level.targets],
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


def _target(kept: Mapping[str, object]) -> Target | None:
    kind, id_ = TARGET_KINDS.get(str(kept.get("kind"))), kept.get("id")
    return Target(kind, id_, str(kept.get("name", ""))) if kind and isinstance(id_, int) else None


def _objects(kept: object) -> Sequence[Mapping[str, object]]:
    return [item for item in kept if isinstance(item, dict)] if isinstance(kept, list) else []

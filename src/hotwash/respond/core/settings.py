"""What people set up for the response, as values, and what can't be about it.

Whether a number names anything is asked by the step; it comes in as what is missing.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hotwash.kernel.core.refusal import Reason
from hotwash.ports.sources import Option
from hotwash.respond.core.alerts.matching import parsed_matchers
from hotwash.respond.core.oncall.ladder import Target
from hotwash.respond.core.oncall.rotations import LayerValue, Point
from hotwash.respond.core.states import Again, Rotation, RuleAction

LONGEST_WAIT = 1440  # minutes of one level
LONGEST_TURN = 1000
MAX_POINTS = 21  # hand-overs of a week


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceValues:
    """``plugin`` is the key of a source plugin; ``options`` are those that it asks for."""

    plugin: str
    name: str
    options: Mapping[str, str] = field(default_factory=dict)
    enabled: bool = True

    def kept(self, asked: Sequence[Option], before: Mapping[str, str]) -> dict[str, str]:
        """The options to keep. A secret one that is left empty stays as it was."""
        given = {option.key: self.options.get(option.key, option.default).strip() for option in asked}
        secret = {option.key: before.get(option.key, "") for option in asked if option.secret}
        return {key: value or secret.get(key, "") for key, value in given.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleValues:
    """``matchers`` as people write them, one a line. ``order`` None: behind all others."""

    name: str
    action: RuleAction
    matchers: str = ""
    severity: str = ""
    source_id: int | None = None
    service_id: int | None = None
    policy_id: int | None = None
    group_by: tuple[str, ...] = ()
    group_minutes: int = 60
    private: bool = False
    enabled: bool = True
    order: int | None = None
    again: Again = Again.DECLARE
    again_minutes: int = 60
    flap_times: int = 5
    flap_minutes: int = 30
    storm_limit: int = 10
    raises: bool = True
    resolves: bool = False

    def parsed(self) -> tuple[list[dict[str, str]], list[Reason]]:
        """The matchers as they are kept, and what is wrong with the others."""
        return parsed_matchers(self.matchers)

    def problems(self, *, name_taken: bool, severities: Collection[str], missing: Sequence[str]) -> list[Reason]:
        """``missing`` names the fields whose number names nothing."""
        problems = []
        if not self.name.strip():
            problems.append(Reason("name", "Give the rule a name: every decision it takes names it.", "name"))
        elif name_taken:
            problems.append(Reason("name", "Another rule has this name.", "name"))
        if self.severity and self.severity not in severities:
            problems.append(Reason("severity", "The process has no such severity.", "severity"))
        return problems + [Reason(name, f"There is no {name} of this number.", name) for name in missing]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerValues:
    """``member_ids`` in the order of their turns; ``points`` are the hand-overs of custom shifts (``Mon 09:00``).

    ``timezone`` empty: the schedule's. ``by_person``: turns begin at the time of whoever takes over.
    """

    member_ids: tuple[int, ...]
    starts_on: date
    name: str = "Rotation"
    rotation: Rotation = Rotation.WEEKLY
    every: int = 1
    handover: time = time(9)
    weekdays: tuple[int, ...] = ()
    from_time: time | None = None
    to_time: time | None = None
    ends_on: date | None = None
    points: tuple[Point, ...] = ()
    timezone: str = ""
    by_person: bool = False

    def as_value(self) -> LayerValue:
        """As the core reads it; zones are for whoever knows them."""
        return LayerValue(
            name=self.name,
            members=self.member_ids,
            starts_on=self.starts_on,
            rotation=self.rotation,
            every=self.every,
            handover=self.handover,
            ends_on=self.ends_on,
            weekdays=frozenset(self.weekdays),
            from_time=self.from_time,
            to_time=self.to_time,
            points=self.points,
        )

    def problems(self) -> list[Reason]:
        problems = []
        if not 1 <= self.every <= LONGEST_TURN:
            problems.append(Reason("every", f"A turn lasts between 1 and {LONGEST_TURN} of its unit.", "every"))
        if self.timezone and not is_zone(self.timezone):
            problems.append(Reason("timezone", "There is no such time zone. It looks like Europe/Berlin.", "timezone"))
        if self.rotation is Rotation.SHIFTS and not 1 <= len(set(self.points)) <= MAX_POINTS:
            problems.append(
                Reason("points", f"Custom shifts need between 1 and {MAX_POINTS} hand-overs a week.", "points")
            )
        if self.ends_on is not None and self.ends_on <= self.starts_on:
            problems.append(Reason("ends_on", "The rotation ends before it starts.", "ends_on"))
        return problems


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleValues:
    name: str
    timezone: str = "UTC"
    team_id: int | None = None
    layers: tuple[LayerValues, ...] = ()
    gaps_meant: bool = False

    @property
    def people(self) -> set[int]:
        return {person for layer in self.layers for person in layer.member_ids}

    def problems(self, *, taken: Collection[str], missing: Collection[str]) -> list[Reason]:
        """``missing``: ``members`` where somebody is not known, ``team`` where it is not."""
        problems = _problems_of_name(self.name, taken, "schedule")
        if not is_zone(self.timezone):
            problems.append(Reason("timezone", "There is no such time zone. It looks like Europe/Berlin.", "timezone"))
        if "members" in missing:
            problems.append(Reason("members", "Somebody in a rotation is not known here.", "members"))
        if "team" in missing:
            problems.append(Reason("team", "There is no such team.", "team"))
        return problems + list(dict.fromkeys(reason for layer in self.layers for reason in layer.problems()))


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelValues:
    minutes: int
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyValues:
    """``repeats``: how often the ladder is walked. ``is_default``: it holds where no other is named."""

    name: str
    levels: tuple[LevelValues, ...]
    repeats: int = 1
    fallback_id: int | None = None
    team_id: int | None = None
    is_default: bool = False

    @property
    def targets(self) -> list[Target]:
        return [target for level in self.levels for target in level.targets]

    def problems(self, *, taken: Collection[str], missing: Collection[str]) -> list[Reason]:
        """``missing``: ``levels`` where a target is not there, ``fallback`` and ``team`` where they are not."""
        problems = _problems_of_name(self.name, taken, "escalation policy")
        if not self.levels:
            problems.append(Reason("levels", "Add at least one level: somebody to page first.", "levels"))
        if any(not level.targets for level in self.levels):
            problems.append(
                Reason("levels", "Each level pages somebody: choose a schedule, a person or a team.", "levels")
            )
        if "levels" in missing:
            problems.append(Reason("levels", "A level names somebody or something that is not there.", "levels"))
        if "fallback" in missing:
            problems.append(Reason("fallback", "There is nobody with this number.", "fallback"))
        if "team" in missing:
            problems.append(Reason("team", "There is no such team.", "team"))
        if any(not 1 <= level.minutes <= LONGEST_WAIT for level in self.levels):
            problems.append(Reason("levels", "Each level waits between one minute and a day.", "levels"))
        return problems


def problem_of_slug(slug: str, *, is_taken: bool) -> str:
    """What is wrong with a name that stands in a public address; empty for none, and where none is given."""
    if slug and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) is None:
        return "A name in an address is made of small letters, digits and hyphens: our-shop."
    return "Another form has this name in its address." if is_taken else ""


def swapped(keys: Sequence[int], key: int, *, up: bool) -> list[int]:
    """The keys with one of them moved past its neighbour; as they were where there is none."""
    moved = list(keys)
    if key in moved:
        place = moved.index(key)
        other = place - 1 if up else place + 1
        if 0 <= other < len(moved):
            moved[place], moved[other] = moved[other], moved[place]
    return moved


def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def _problems_of_name(name: str, taken: Collection[str], kind: str) -> list[Reason]:
    if not name.strip():
        return [Reason("name", f"Give the {kind} a name.", "name")]
    if name.strip() in taken:
        return [Reason("name", f"Another {kind} has this name.", "name")]
    return []

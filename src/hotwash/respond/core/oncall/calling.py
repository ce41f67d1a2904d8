"""Whom a level means at a time, and who is called where it means nobody: somebody always, and why is said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from hotwash.respond.core.oncall.ladder import LastResort, PageLevel, Plan, Target


@dataclass(frozen=True, slots=True)
class Turn:
    """What a schedule says: ``person`` None is a gap. ``until`` is in words, empty where it is far away."""

    person: int | None
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the house knows of the targets of a level. ``people`` holds everybody who is named, with their name;
    ``active`` those who can be paged. A team or schedule that is not in here is gone.
    """

    people: Mapping[int, str] = field(default_factory=dict)
    active: frozenset[int] = frozenset()
    teams: Mapping[int, Sequence[int]] = field(default_factory=dict)
    schedules: Mapping[int, Turn] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve:
    """Who is there where a level means nobody; only people who are active."""

    fallback: int | None = None
    administrators: Sequence[int] = ()
    everybody: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calling:
    """``people`` with the reason in words, each once; ``troubles`` are said on the incident."""

    people: tuple[tuple[int, str], ...] = ()
    channels: tuple[Target, ...] = ()
    troubles: tuple[str, ...] = ()

    @property
    def reaches_somebody(self) -> bool:
        return bool(self.people or self.channels)


def calling(plan: Plan, following: PageLevel | LastResort, known: Known, reserve: Callable[[], Reserve]) -> Calling:
    """Whom to page now. ``reserve`` is asked only where nobody else is left."""
    found = Calling()
    if isinstance(following, PageLevel):
        found = _meant(following.level.targets, known)
        if found.reaches_somebody:
            return found
        why = f"level {following.place.level} of {plan.name} means nobody at this time"
    elif plan.levels:
        why = "the last resort: nobody has acknowledged"
    else:
        why = _without_levels(plan)
        found = Calling(troubles=(f"{why[0].upper()}{why[1:]}.",))
    people, trouble = _reserve(plan, reserve(), why)
    return Calling(people=people, troubles=(*found.troubles, *filter(None, [trouble])))


def _without_levels(plan: Plan) -> str:
    return f"the escalation policy {plan.name} has no levels" if plan.name else "there is no escalation policy"


def _meant(targets: Sequence[Target], known: Known) -> Calling:
    people: dict[int, str] = {}
    troubles = []
    for target in targets:
        if target.kind == "channel":
            continue
        found, trouble = _WHO[target.kind](target, known)
        for person, reason in found:
            people.setdefault(person, reason)
        if trouble:
            troubles.append(trouble)
    channels = tuple(target for target in targets if target.kind == "channel")
    return Calling(people=tuple(people.items()), channels=channels, troubles=tuple(troubles))


Meant = tuple[list[tuple[int, str]], str]
"""People with reasons, and what is wrong where there are none."""


def _person(target: Target, known: Known) -> Meant:
    if target.id in known.active:
        return [(target.id, "named in the escalation policy")], ""
    return [], f"{target.name} is {'no longer active' if target.id in known.people else 'no longer here'}."


def _team(target: Target, known: Known) -> Meant:
    members = known.teams.get(target.id)
    if members is None:
        return [], f"The team {target.name} is no longer here."
    found = [(person, f"member of {target.name}") for person in members if person in known.active]
    return found, "" if found else f"The team {target.name} has nobody who is active."


def _schedule(target: Target, known: Known) -> Meant:
    turn = known.schedules.get(target.id)
    if turn is None:
        return [], f"The schedule {target.name} is no longer here."
    until = f" until {turn.until}" if turn.until else ""
    if turn.person is None:
        return [], f"Nobody is on call in {target.name}{until}."
    if turn.person not in known.active:
        return [], f"{known.people.get(turn.person, 'Who is on call')} in {target.name} is no longer active."
    return [(turn.person, f"on call in {target.name}{until}")], ""


_WHO: Mapping[str, Callable[[Target, Known], Meant]] = {"person": _person, "team": _team, "schedule": _schedule}


def _reserve(plan: Plan, reserve: Reserve, why: str) -> tuple[tuple[tuple[int, str], ...], str]:
    if reserve.fallback is not None:
        return ((reserve.fallback, why),), ""
    gone = "The fallback is no longer active. " if plan.fallback is not None else ""
    if reserve.administrators:
        return tuple((person, why) for person in reserve.administrators), gone.strip()
    if reserve.everybody:
        people = tuple((person, f"{why}; nobody administers this house") for person in reserve.everybody)
        return people, f"{gone}No administrator is active: everybody is paged."
    return (), f"{gone}Nobody at all is active: nobody could be paged."

"""Who belongs in the post-mortem team, with the reason for each: decided from values alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from hotwash.team.core.seats import COMMANDER, FACILITATOR, PARTICIPANT

Side = Literal["operations", "development", "support", ""]


@dataclass(frozen=True, slots=True)
class SeatAsked:
    """A seat of the process document. ``side`` ties it to the kind of team that fills it; empty for the others."""

    key: str
    side: Side = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Taking:
    """Somebody who took part, and how: ``commander``, ``responder``, ``was paged``, ``wrote 4 entries``."""

    person: int
    how: str
    is_main: bool = True  # led or acted; False: was only told, or only wrote something down


@dataclass(frozen=True, slots=True)
class TeamValue:
    """A team that may send somebody. ``tie``: why it is asked ("owns Checkout"); ``on_call`` is a person, of the time
    of the incident. ``concerned``: it owns an affected service or one that depends on it, so somebody of it is there.
    """

    name: str
    kind: str
    members: tuple[int, ...]
    tie: str
    on_call: int | None = None
    concerned: bool = False

    @property
    def people(self) -> tuple[int, ...]:
        """Whom to ask, best first."""
        return tuple(dict.fromkeys((*([self.on_call] if self.on_call is not None else []), *self.members)))


@dataclass(frozen=True, slots=True)
class IncidentValue:
    """``teams`` in the order in which they should be asked: owners, then owners of dependants, then the rest."""

    commander: int | None
    took_part: tuple[Taking, ...] = ()
    teams: tuple[TeamValue, ...] = ()
    facilitators: tuple[int, ...] = ()  # who could facilitate, best first; those who acted are left out here


@dataclass(frozen=True, slots=True)
class Proposal:
    """``person`` None: nobody was found, and ``reason`` says what to do."""

    seat: str
    person: int | None
    reason: str


@dataclass
class _Room:
    """Who has been seated so far: somebody is an expert for one side only."""

    experts: set[int] = field(default_factory=set)


def propose(incident: IncidentValue, seats: Sequence[SeatAsked]) -> list[Proposal]:
    """One proposal for each single seat, in the document's order, then everybody else who took part, then somebody of
    each concerned team that would not be there otherwise.
    """
    room = _Room()
    found = [_seat(asked, incident, room) for asked in seats if asked.key != PARTICIPANT]
    if any(asked.key == PARTICIPANT for asked in seats):
        seated = {proposal.person for proposal in found}
        found += [
            Proposal(PARTICIPANT, taking.person, f"Took part: {taking.how}.")
            for taking in _once(incident.took_part)
            if taking.person not in seated
        ]
        for team in incident.teams:
            if team.concerned and team.people and not {proposal.person for proposal in found} & {*team.people}:
                found.append(Proposal(PARTICIPANT, team.people[0], _of(team, team.people[0])))
    return found


def _seat(asked: SeatAsked, incident: IncidentValue, room: _Room) -> Proposal:
    if asked.key == COMMANDER:
        reason = (
            "Led the response." if incident.commander else "Nobody was named commander. Choose who tells the story."
        )
        return Proposal(asked.key, incident.commander, reason)
    if asked.key == FACILITATOR:
        return _facilitator(asked.key, incident)
    if asked.side:
        return _expert(asked, incident, room)
    return Proposal(asked.key, None, "Nobody is proposed by itself for this seat. Choose somebody.")


def _facilitator(key: str, incident: IncidentValue) -> Proposal:
    """Somebody who was no main actor; best somebody who took no part at all."""
    main = main_actors(incident)
    others = {taking.person for taking in incident.took_part}
    free = [person for person in incident.facilitators if person not in main]
    best = sorted(free, key=lambda person: person in others)
    if not best:
        return Proposal(key, None, "Everybody who could facilitate acted in the incident. Ask another team.")
    reason = "Was not a main actor." if best[0] in others else "Took no part in the incident."
    return Proposal(key, best[0], reason)


def main_actors(incident: IncidentValue) -> frozenset[int]:
    acted = {taking.person for taking in incident.took_part if taking.is_main}
    return frozenset(acted | ({incident.commander} if incident.commander else set()))


def _expert(asked: SeatAsked, incident: IncidentValue, room: _Room) -> Proposal:
    """Somebody of a team of that side: who took part first, then who is on call, then any member."""
    took_part = {taking.person: taking.how for taking in _once(incident.took_part)}
    teams = [team for team in incident.teams if team.kind == asked.side]
    for team in teams:
        present = [person for person in team.members if person in took_part and person not in room.experts]
        if present:
            return _take(asked, present[0], f"Of {team.name} ({team.tie}); took part: {took_part[present[0]]}.", room)
    for team in teams:
        person = next((person for person in team.people if person not in room.experts), None)
        if person is not None:
            return _take(asked, person, _of(team, person), room)
    return Proposal(asked.key, None, f"No team for {asked.side} was found. Seat somebody, or say why none is needed.")


def _of(team: TeamValue, person: int) -> str:
    how = "on call" if person == team.on_call else "a member"
    return f"Of {team.name} ({team.tie}), {how}."


def _take(asked: SeatAsked, person: int, reason: str, room: _Room) -> Proposal:
    room.experts.add(person)
    return Proposal(asked.key, person, reason)


def _once(took_part: Sequence[Taking]) -> list[Taking]:
    """Each person once, with everything they did."""
    ways: dict[int, list[Taking]] = {}
    for taking in took_part:
        ways.setdefault(taking.person, []).append(taking)
    return [
        Taking(person, ", ".join(dict.fromkeys(taking.how for taking in takings)), any(t.is_main for t in takings))
        for person, takings in ways.items()
    ]

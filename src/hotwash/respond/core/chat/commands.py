"""The chat command: `/hotwash ack INC-42`. What somebody typed, as a value, or in words what is not understood."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hotwash.kernel.core.refusal import Refusal, refuse

LONGEST = 10_000
REFERENCE = re.compile(r"inc-?(\d{1,18})", re.IGNORECASE)
HELP = """\
declare [severity] title: declare an incident
ack: take an incident, nobody else is paged
note text: say what you see or do
pin text: the same, and mark it for the timeline
role name @person: give a role (or “me”)
update audience text: tell stakeholders
who: who is on it
Put INC-42 behind the first word where more than one incident is open."""


class Verb(StrEnum):
    DECLARE = "declare"
    ACK = "ack"
    NOTE = "note"
    PIN = "pin"
    ROLE = "role"
    UPDATE = "update"
    WHO = "who"
    HELP = "help"


ALSO = {
    "acknowledge": Verb.ACK,
    "take": Verb.ACK,
    "1": Verb.ACK,
    "say": Verb.NOTE,
    "open": Verb.DECLARE,
    "new": Verb.DECLARE,
    "status": Verb.WHO,
    "tell": Verb.UPDATE,
    "?": Verb.HELP,
    "": Verb.HELP,
}
NEEDS_TEXT = {Verb.NOTE: "what you see or do", Verb.PIN: "what is to be kept", Verb.DECLARE: "what is wrong"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """``incident`` is the number that was named, None for the only one there is. ``first`` is the severity, the role
    or the audience; ``person`` how somebody was called, “me” for who asks.
    """

    verb: Verb
    incident: int | None = None
    first: str = ""
    person: str = ""
    text: str = ""


def parse(typed: str, severities: Sequence[str] = (), roles: Sequence[str] = ()) -> Command | Refusal:
    """The command of a line. ``severities`` and ``roles`` are the keys of the process, which may be typed."""
    words = typed.replace("\x00", "").strip()[:LONGEST]
    first, _, rest = words.partition(" ")
    verb = _verb(first)
    if verb is None:
        return refuse("verb", f"“{first[:40]}” is no command. {_known()}")
    incident, rest = _incident(rest.strip()) if verb is not Verb.DECLARE else (None, rest.strip())
    if verb is Verb.DECLARE:
        return _declare(rest, severities)
    if verb is Verb.ROLE:
        return _role(rest, incident, roles)
    if verb is Verb.UPDATE:
        return _update(rest, incident)
    if verb in NEEDS_TEXT and not rest:
        return refuse("text", f"Write {NEEDS_TEXT[verb]} behind it: {verb} the queue is growing again.")
    return Command(verb=verb, incident=incident, text=rest)


def _verb(word: str) -> Verb | None:
    lowered = word.lower()
    return Verb(lowered) if lowered in set(Verb) else ALSO.get(lowered)


def _incident(rest: str) -> tuple[int | None, str]:
    first, _, behind = rest.partition(" ")
    found = REFERENCE.fullmatch(first.strip(":,"))
    return (int(found[1]), behind.strip()) if found else (None, rest)


def _declare(rest: str, severities: Sequence[str]) -> Command | Refusal:
    first, _, behind = rest.partition(" ")
    known = {key.lower(): key for key in severities}
    named = known.get(first.lower().strip(":"), "")
    title = behind.strip() if named else rest
    if not title:
        return refuse("text", "Say what is wrong: declare sev1 Checkout answers with errors.")
    return Command(verb=Verb.DECLARE, first=named, text=title)


def _role(rest: str, incident: int | None, roles: Sequence[str]) -> Command | Refusal:
    name, _, person = rest.partition(" ")
    known = {key.lower(): key for key in roles}
    key = known.get(name.lower(), "")
    if not key:
        return refuse("role", f"Name a role and who gets it: role commander me. Roles: {', '.join(roles)}.")
    if not person.strip():
        return refuse("person", f"Say who gets it: role {key} me, or role {key} ada@example.org.")
    return Command(verb=Verb.ROLE, incident=incident, first=key, person=person.strip())


def _update(rest: str, incident: int | None) -> Command | Refusal:
    audience, _, text = rest.partition(" ")
    if not audience or not text.strip():
        return refuse("update", "Name who is told and what: update internal Orders are slow, we are on it.")
    return Command(verb=Verb.UPDATE, incident=incident, first=audience.strip(":,").lower(), text=text.strip())


def _known() -> str:
    return f"There are {', '.join(verb.value for verb in Verb)}."

"""The chat command, carried out by the steps that the pages call."""

from collections.abc import Callable, Mapping
from datetime import datetime

from hotwash.directory.models import Person
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.errors import NotFound, NotPermitted
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.process.queries import current_document, document_for
from hotwash.respond.core.chat.commands import HELP, Command, Verb, parse
from hotwash.respond.core.chat.speaking import told, which, who_words
from hotwash.respond.core.declaring import Declaration
from hotwash.respond.core.states import IncidentState
from hotwash.respond.models import Incident
from hotwash.respond.notify import absolute
from hotwash.respond.queries.incidents import get_incident, participants_of, visible_incidents
from hotwash.respond.steps.chat.pinning import pin_said
from hotwash.respond.steps.incidents import declare_incident, say
from hotwash.respond.steps.paging import acknowledge
from hotwash.respond.steps.roles import take_role
from hotwash.respond.steps.updates import send_update

SHOWN = 5


def carry_out(*, actor: Actor, text: str, now: datetime) -> str:
    """Do what a line says, as ``actor``; what is answered. Nothing is done that the person may not do on the page."""
    document = current_document()
    severities = [found.key for found in document.severities]
    command = parse(text, severities, [found.key for found in document.roles])
    if isinstance(command, Refusal):
        return told(command)
    if command.verb is Verb.HELP:
        return HELP
    try:
        if command.verb is Verb.DECLARE:
            return _declare(actor, command, command.first or severities[-1], now)
        incident = _incident(actor, command.incident)
        if isinstance(incident, Refusal):
            return told(incident)
        done = DOING[command.verb](actor, incident, command, now)
    except (NotPermitted, NotFound) as error:
        return str(error)
    return told(done) if isinstance(done, Refusal) else done


def _incident(actor: Actor, number: int | None) -> Incident | Refusal:
    """The one that was named, or the only one that is open."""
    if number is not None:
        return get_incident(actor, str(number))
    running = [IncidentState.ACTIVE, IncidentState.MITIGATED]
    rows = list(
        visible_incidents(actor).select_related("process_version").filter(state__in=running).order_by("-pk")[:SHOWN]
    )
    return rows[0] if len(rows) == 1 else refuse("which", which([row.reference for row in rows]))


def _declare(actor: Actor, command: Command, severity: str, now: datetime) -> str:
    declared = declare_incident(actor=actor, declaration=Declaration(title=command.text, severity=severity), now=now)
    if isinstance(declared, Refusal):
        return told(declared)
    return f"{declared.reference} is declared: {absolute(f'/incidents/{declared.reference}/respond/')}"


def _ack(actor: Actor, incident: Incident, command: Command, now: datetime) -> str | Refusal:
    del command
    done = acknowledge(actor=actor, incident=incident, via="chat", now=now)
    return done if isinstance(done, Refusal) else f"You have it: {incident.reference} {incident.title}."


def _note(actor: Actor, incident: Incident, command: Command, now: datetime) -> str | Refusal:
    done = say(actor=actor, incident=incident, text=command.text, now=now)
    return done if isinstance(done, Refusal) else f"Said in {incident.reference}."


def _pin(actor: Actor, incident: Incident, command: Command, now: datetime) -> str | Refusal:
    done = pin_said(actor=actor, incident=incident, text=command.text, said_by=actor.name, said_at=now)
    return done if isinstance(done, Refusal) else f"Pinned to the timeline of {incident.reference}."


def _role(actor: Actor, incident: Incident, command: Command, now: datetime) -> str | Refusal:
    person = _person(actor, command.person)
    if person is None:
        return refuse("person", f"Nobody here is called “{command.person}”. Use an e-mail address, or “me”.")
    done = take_role(actor=actor, incident=incident, person=person, role=command.first, now=now)
    return done if isinstance(done, Refusal) else f"{person.name} is {command.first} of {incident.reference}."


def _update(actor: Actor, incident: Incident, command: Command, now: datetime) -> str | Refusal:
    keys = [audience.key for audience in document_for(incident).audiences]
    if command.first not in keys:
        return refuse("audience", f"There is no audience “{command.first}”. There are {', '.join(keys)}.")
    done = send_update(actor=actor, incident=incident, audiences=[command.first], text=command.text, now=now)
    return done if isinstance(done, Refusal) else f"Told: {command.first}."


def _who(actor: Actor, incident: Incident, command: Command, now: datetime) -> str:
    del actor, command, now
    names = {role.key: role.name for role in document_for(incident).roles}
    people = [(names.get(one.role, one.role), one.person.name) for one in participants_of(incident)]
    return who_words(incident.reference, incident.title, incident.state, people)


def _person(actor: Actor, called: str) -> Person | None:
    """Somebody by e-mail address or whole name, where only one is called like that."""
    if called.lower() in {"me", "@me"}:
        return Person.objects.filter(pk=actor.person_id or 0).first()
    name = called.removeprefix("@")
    people = Person.objects.filter(is_active=True)
    found = list(people.filter(email__iexact=name)[:1]) or list(people.filter(name__iexact=name)[:2])
    return found[0] if len(found) == 1 else None


Doing = Callable[[Actor, Incident, Command, datetime], str | Refusal]
DOING: Mapping[Verb, Doing] = {
    Verb.ACK: _ack,
    Verb.NOTE: _note,
    Verb.PIN: _pin,
    Verb.ROLE: _role,
    Verb.UPDATE: _update,
    Verb.WHO: _who,
}

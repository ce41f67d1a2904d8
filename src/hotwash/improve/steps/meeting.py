"""Follow-up meetings: planned, moved, called off, held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotwash.directory.models import Person
from hotwash.improve.core.inviting import unfit_meeting
from hotwash.improve.core.states import FollowUpState
from hotwash.improve.events import FollowUpHeld, FollowUpPlanned
from hotwash.improve.models import FollowUp
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, conflict, refuse
from hotwash.kernel.steps import step
from hotwash.respond.models import Incident


@dataclass(frozen=True, slots=True)
class FollowUpValues:
    """``at`` is aware."""

    at: datetime
    minutes: int = 45
    place: str = ""
    agenda: str = ""
    invited: Sequence[Person] = ()


def plan_follow_up(*, actor: Actor, incident: Incident, values: FollowUpValues, now: datetime) -> FollowUp | Refusal:
    """Plan a meeting; whoever is invited gets a calendar entry by mail."""
    if problem := _problem(incident, values, now):
        return problem
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        row = FollowUp(incident=incident, planned_by_id=actor.person_id)
        _fill(row, values)
        record(_event(row, "planned"))
    return row


def move_follow_up(
    *, actor: Actor, follow_up: FollowUp, values: FollowUpValues, version: int, now: datetime
) -> FollowUp | Refusal:
    """Change time, place or people of a planned meeting; everybody invited hears of it again."""
    if problem := _problem(follow_up.incident, values, now):
        return problem
    with step(actor=actor, permission=Permission.EDIT, scope=follow_up.incident) as record:
        row = follow_up.at_version(version)
        if row is None:
            return conflict("this meeting")
        if row.state != FollowUpState.PLANNED:
            return refuse("state", f"This meeting is {row.state}; plan another one.")
        row.version += 1
        row.sequence += 1
        _fill(row, values)
        record(_event(row, "changed"))
    return row


def cancel_follow_up(*, actor: Actor, follow_up: FollowUp, version: int) -> FollowUp | Refusal:
    with step(actor=actor, permission=Permission.EDIT, scope=follow_up.incident) as record:
        row = follow_up.at_version(version)
        if row is None:
            return conflict("this meeting")
        if row.state != FollowUpState.PLANNED:
            return refuse("state", f"This meeting is {row.state} already.")
        row.state = FollowUpState.CANCELLED
        row.version += 1
        row.sequence += 1
        row.save()
        record(_event(row, "called off"))
    return row


def hold_follow_up(
    *, actor: Actor, follow_up: FollowUp, attended: Sequence[Person], notes: str, version: int, now: datetime
) -> FollowUp | Refusal:
    """Record that it took place, who was there, and what was said. May be saved again while notes are written."""
    if not attended:
        return refuse("attended", "Say who was there.", "attended")
    with step(actor=actor, permission=Permission.EDIT, scope=follow_up.incident) as record:
        row = follow_up.at_version(version)
        if row is None:
            return conflict("this meeting")
        if row.state == FollowUpState.CANCELLED:
            return refuse("state", "This meeting was called off; plan another one.")
        first = row.state != FollowUpState.HELD
        row.state, row.notes = FollowUpState.HELD, notes
        row.held_at = row.held_at or now
        row.version += 1
        row.save()
        row.attended.set(attended)
        if first:
            people = ", ".join(person.name for person in attended)
            record(FollowUpHeld(incident_id=row.incident_id, follow_up_id=row.pk, people=people))
    return row


def _fill(row: FollowUp, values: FollowUpValues) -> None:
    row.at, row.minutes, row.place, row.agenda = values.at, values.minutes, values.place.strip(), values.agenda
    row.save()
    row.invited.set(values.invited)


def _event(row: FollowUp, what: str) -> FollowUpPlanned:
    return FollowUpPlanned(
        incident_id=row.incident_id, follow_up_id=row.pk, at=row.at, what=what, sequence=row.sequence
    )


def _problem(incident: Incident, values: FollowUpValues, now: datetime) -> Refusal | None:
    inside = incident.participant_ids() if incident.private else {person.pk for person in values.invited}
    outside = [person.name for person in values.invited if person.pk not in inside]
    return unfit_meeting(values.at, values.minutes, outside, now)

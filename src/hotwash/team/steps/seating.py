"""Everything that changes the post-mortem team."""

from collections.abc import Collection, Sequence
from datetime import datetime

from hotwash.directory.models import Person
from hotwash.kernel.config import config
from hotwash.kernel.core.actor import SYSTEM, Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, conflict, refuse
from hotwash.kernel.steps import step
from hotwash.process.core.document import Seat as SeatPlan
from hotwash.process.queries import document_for
from hotwash.respond.core.letters import EMAIL
from hotwash.respond.core.states import IncidentState
from hotwash.respond.events import StateChanged
from hotwash.respond.models import Incident
from hotwash.respond.notify import absolute, enqueue
from hotwash.team.calendar import enter
from hotwash.team.core.inviting import DEFAULT_TEXT, Asked, MeetingValues, Occasion, invitation_letter
from hotwash.team.core.proposing import main_actors, propose
from hotwash.team.core.seats import FACILITATOR, PARTICIPANT, SeatState
from hotwash.team.events import (
    AttendanceNoted,
    SeatAnswered,
    SeatExcused,
    SeatGiven,
    SeatLeft,
    TeamInvited,
    TeamProposed,
)
from hotwash.team.models import Invitation, Seat
from hotwash.team.queries import incident_value, seat_token, seats_asked, team_people


def propose_when_resolved(event: StateChanged, *, now: datetime) -> list[Seat]:
    """Follower: the team is proposed when an incident is resolved."""
    incident = Incident.objects.filter(pk=event.incident_id or 0).first()
    if incident is None or incident.state != IncidentState.RESOLVED:
        return []
    return propose_team(actor=SYSTEM, incident=incident, now=now)


def propose_team(*, actor: Actor, incident: Incident, now: datetime) -> list[Seat]:  # noqa: ARG001 - the shape of a step
    """Fill the seats that are empty, each with its reason. Seats that somebody settled are left as they are."""
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
        known = Seat.objects.filter(incident=incident)
        taken = {row.seat for row in known}
        people = {row.person_id for row in known}
        made = [
            Seat.objects.create(incident=incident, seat=found.seat, person_id=found.person, reason=found.reason)
            for found in propose(incident_value(incident), seats_asked(incident))
            if found.person is not None
            and (found.person not in people if found.seat == PARTICIPANT else found.seat not in taken)
        ]
        if made:
            names = Person.objects.filter(pk__in={row.person_id for row in made}).values_list("name", flat=True)
            record(TeamProposed(incident_id=incident.pk, people=", ".join(sorted(names))))
    return made


def seat_person(*, actor: Actor, incident: Incident, seat: str, person: Person, reason: str = "") -> Seat | Refusal:
    """Give somebody a seat. A seat for one is taken over; a facilitator can't be somebody who acted in the incident."""
    plan = _plan(incident, seat)
    if plan is None:
        return refuse("seat", "The process of this incident has no such seat. Choose one of the list.", "seat")
    if not person.is_active:
        return refuse("person", f"{person.name} is no longer active. Choose somebody else.", "person")
    if seat == FACILITATOR and person.pk in main_actors(incident_value(incident)):
        return refuse(
            "facilitator",
            f"{person.name} acted in this incident. The facilitator is somebody who did not: choose another person.",
            "person",
        )
    with step(actor=actor, permission=Permission.EDIT, scope=incident, why=reason) as record:
        rows = Seat.objects.select_for_update().filter(incident=incident, seat=seat)
        mine = rows.filter(person=person).first()
        if seat == PARTICIPANT and mine is not None:
            return mine
        if seat != PARTICIPANT:
            rows.exclude(pk=mine.pk if mine else 0).delete()
        row = mine or Seat(incident=incident, seat=seat, person=person)
        row.state, row.reason = SeatState.PROPOSED, reason.strip() or row.reason
        row.save()
        record(SeatGiven(incident_id=incident.pk, person=person.name, seat=plan.name))
    return row


def leave_seat(*, actor: Actor, row: Seat) -> None:
    """Take somebody off a seat, or take an excuse back."""
    plan = _plan(row.incident, row.seat)
    with step(actor=actor, permission=Permission.EDIT, scope=row.incident) as record:
        name = row.person.name if row.person else "the excuse"
        record(SeatLeft(incident_id=row.incident_id, person=name, seat=plan.name if plan else row.seat))
        row.delete()


def excuse_seat(*, actor: Actor, incident: Incident, seat: str, reason: str) -> Seat | Refusal:
    """Say why nobody is needed on a seat."""
    plan = _plan(incident, seat)
    if plan is None or seat == PARTICIPANT:
        return refuse("seat", "The process of this incident has no such seat. Choose one of the list.", "seat")
    if not reason.strip():
        return refuse("reason", "Say why nobody is needed here, so that the next reader need not ask.", "reason")
    with step(actor=actor, permission=Permission.EDIT, scope=incident, why=reason.strip()) as record:
        Seat.objects.filter(incident=incident, seat=seat).delete()
        row = Seat.objects.create(incident=incident, seat=seat, state=SeatState.EXCUSED, reason=reason.strip()[:2000])
        record(SeatExcused(incident_id=incident.pk, seat=plan.name, reason=row.reason))
    return row


def invite_team(
    *, actor: Actor, incident: Incident, meeting: MeetingValues, version: int, now: datetime
) -> Invitation | Refusal:
    """Invite everybody who is expected, by mail with a calendar entry; again when the meeting moves.

    ``version`` is that of the invitation being changed, 0 for the first.
    """
    refusal = meeting.unfit(now)
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        if refusal:
            return refusal
        Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
        row = Invitation.objects.filter(incident=incident).first() or Invitation(
            incident=incident, version=0, sequence=-1
        )
        if row.version != version:
            return conflict("the invitation")
        people = team_people(incident)
        if not people:
            return refuse("people", "Nobody sits in the team yet. Propose it, or seat somebody first.")
        row.starts_at, row.minutes = meeting.starts_at, meeting.minutes
        row.place, row.note = meeting.place.strip()[:300], meeting.note.strip()
        row.version, row.sequence = row.version + 1, row.sequence + 1
        row.save()
        Seat.objects.filter(pk__in=[seat.pk for seat in people]).update(state=SeatState.INVITED, invited_at=now)
        _invite(row, people, now)
        record(TeamInvited(incident_id=incident.pk, count=len(people), at=row.starts_at))
    return row


def answer_seat(*, actor: Actor, row: Seat, accepts: bool, text: str, now: datetime) -> Seat | Refusal:
    """Accept or decline one's own seat; the answer can be changed."""
    if actor.person_id != row.person_id:
        return refuse("person", "Only the person who is invited can answer.")
    plan = _plan(row.incident, row.seat)
    with step(actor=actor, permission=Permission.VIEW) as record:
        row.state = SeatState.ACCEPTED if accepts else SeatState.DECLINED
        row.answer, row.answered_at = text.replace("\x00", "").strip()[:2000], now
        row.save(update_fields=["state", "answer", "answered_at"])
        words = "accepted the invitation" if accepts else "declined the invitation"
        record(SeatAnswered(incident_id=row.incident_id, words=words, seat=plan.name if plan else row.seat))
    return row


def note_attendance(*, actor: Actor, incident: Incident, present: Collection[int]) -> int:
    """Note who was there, by seat ids; everybody else of the team was not. How many were there."""
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        rows = Seat.objects.filter(incident=incident, person__isnull=False).select_related("person")
        for row in rows:
            row.attended = row.pk in present
        Seat.objects.bulk_update(rows, ["attended"])
        names = sorted(row.person.name for row in rows if row.attended and row.person)
        record(AttendanceNoted(incident_id=incident.pk, people=", ".join(names) or "nobody"))
    return len(names)


def _plan(incident: Incident, seat: str) -> SeatPlan | None:
    return next((plan for plan in document_for(incident).seats if plan.key == seat), None)


def _occasion(incident: Incident, sitting: Sequence[tuple[Seat, Person]]) -> Occasion:
    return Occasion(
        incident_id=incident.pk,
        reference=incident.reference,
        title=incident.title,
        url=absolute(f"/incidents/{incident.reference}/team/"),
        organizer=config().mail_from,
        people=[(person.name, person.email) for _, person in sitting],
    )


def _invite(row: Invitation, people: Sequence[Seat], now: datetime) -> None:
    """A letter to everybody who sits there, and the meeting into the calendar."""
    incident = row.incident
    sitting = [(seat, seat.person) for seat in people if seat.person]
    occasion = _occasion(incident, sitting)
    meeting = occasion.meeting(MeetingValues(row.starts_at, row.minutes, row.place, row.note), row.sequence)
    template = document_for(incident).templates.get("invitation", DEFAULT_TEXT)
    letters = []
    for seat, person in sitting:
        plan = _plan(incident, seat.seat)
        asked = Asked(seat.pk, plan.name if plan else seat.seat, absolute(f"/seats/{seat_token(seat)}"))
        letters.append(invitation_letter(occasion, meeting, asked, template, now).to(person.pk, EMAIL, person.email))
    enqueue(letters, now=now)
    enter(meeting, now=now, incident_id=incident.pk)

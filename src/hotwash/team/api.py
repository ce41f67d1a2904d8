"""The post-mortem team by API."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AwareDatetime

from hotwash.directory.models import Person
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.rows import existing
from hotwash.kernel.web import actor_of
from hotwash.respond.models import Incident
from hotwash.respond.queries import get_incident
from hotwash.team.core.inviting import MeetingValues
from hotwash.team.models import Invitation, Seat
from hotwash.team.queries import calendar_entry_of, debrief_due, places_of
from hotwash.team.steps import (
    answer_seat,
    excuse_seat,
    invite_team,
    leave_seat,
    note_attendance,
    propose_team,
    seat_person,
)

router = Router(tags=["team"])


class SeatOut(Schema):
    """``state``: proposed, invited, accepted, declined or excused; ``person`` is null for an excused seat."""

    id: int
    seat: str
    state: str
    person_id: int | None
    person: str | None
    reason: str
    answer: str
    attended: bool | None

    @staticmethod
    def resolve_person(row: Seat) -> str | None:
        return row.person.name if row.person else None


class PlaceOut(Schema):
    """A seat of the process; ``settled``: somebody is expected, or it was said why nobody is needed."""

    seat: str
    name: str
    side: str
    required: bool
    settled: bool
    people: list[SeatOut]


class SeatIn(Schema):
    person_id: int
    reason: str = ""


class ExcuseIn(Schema):
    reason: str


class MeetingIn(Schema):
    """``version`` is that of the invitation being changed, 0 for the first."""

    starts_at: AwareDatetime
    minutes: int = 60
    place: str = ""
    note: str = ""
    version: int = 0


class MeetingOut(Schema):
    starts_at: datetime
    minutes: int
    place: str
    note: str
    sequence: int
    version: int


class CalendarOut(Schema):
    """The meeting in the team's calendar. ``state``: waiting, stands or given_up; ``error``: what failed last."""

    state: str
    attempts: int
    error: str


class PlannedOut(Schema):
    """``due`` null: the incident is not resolved; ``meeting`` null: nobody was invited yet; ``calendar`` null: none is
    set on this server.
    """

    due: datetime | None
    meeting: MeetingOut | None
    calendar: CalendarOut | None


class AnswerIn(Schema):
    accepts: bool
    text: str = ""


class AttendanceIn(Schema):
    """Ids of the seats whose people were there."""

    present: list[int]


class CountOut(Schema):
    count: int


def _seat(incident: Incident, seat_id: int) -> Seat:
    return existing(Seat.objects.filter(incident=incident, pk=seat_id), "There is no such seat in this team.")


@router.get("/incidents/{reference}/team", response={200: list[PlaceOut], **REFUSALS})
def show_team(request: HttpRequest, reference: str) -> list[PlaceOut]:
    """Every seat of the process with who sits there."""
    incident = get_incident(actor_of(request), reference)
    return [
        PlaceOut(
            seat=place.plan.key,
            name=place.plan.name,
            side=place.plan.side,
            required=place.plan.required,
            settled=place.settled,
            people=[SeatOut.from_orm(row) for row in place.rows],
        )
        for place in places_of(incident)
    ]


@router.get("/incidents/{reference}/team/meeting", response={200: PlannedOut, **REFUSALS})
def meeting(request: HttpRequest, reference: str) -> PlannedOut:
    """When the team meets, and by when the process wants it."""
    incident = get_incident(actor_of(request), reference)
    planned = Invitation.objects.filter(incident=incident).first()
    entry = calendar_entry_of(incident)
    return PlannedOut(
        due=debrief_due(incident),
        meeting=MeetingOut.from_orm(planned) if planned else None,
        calendar=CalendarOut.from_orm(entry) if entry else None,
    )


@router.post("/incidents/{reference}/team/propose", response={200: list[SeatOut], **REFUSALS})
def propose(request: HttpRequest, reference: str) -> list[Seat]:
    """Fill the empty seats; gives those that were filled."""
    actor = actor_of(request)
    return propose_team(actor=actor, incident=get_incident(actor, reference), now=clock.now())


@router.post("/incidents/{reference}/team/seats/{seat}", response={200: SeatOut, **REFUSALS})
def give_seat(request: HttpRequest, reference: str, seat: str, body: SeatIn) -> Seat | Refused:
    """Give somebody a seat."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    person = existing(Person.objects.filter(pk=body.person_id), "There is no such person.")
    done = seat_person(actor=actor, incident=incident, seat=seat, person=person, reason=body.reason)
    return refused(done) if isinstance(done, Refusal) else done


@router.post("/incidents/{reference}/team/seats/{seat}/excuse", response={200: SeatOut, **REFUSALS})
def excuse(request: HttpRequest, reference: str, seat: str, body: ExcuseIn) -> Seat | Refused:
    """Say why nobody is needed on a seat."""
    actor = actor_of(request)
    done = excuse_seat(actor=actor, incident=get_incident(actor, reference), seat=seat, reason=body.reason)
    return refused(done) if isinstance(done, Refusal) else done


@router.delete("/incidents/{reference}/team/people/{seat_id}", response={200: CountOut, **REFUSALS})
def leave(request: HttpRequest, reference: str, seat_id: int) -> CountOut:
    """Take somebody off a seat, or take an excuse back."""
    actor = actor_of(request)
    leave_seat(actor=actor, row=_seat(get_incident(actor, reference), seat_id))
    return CountOut(count=1)


@router.post("/incidents/{reference}/team/people/{seat_id}/answer", response={200: SeatOut, **REFUSALS})
def answer(request: HttpRequest, reference: str, seat_id: int, body: AnswerIn) -> Seat | Refused:
    """Accept or decline one's own seat."""
    actor = actor_of(request)
    row = _seat(get_incident(actor, reference), seat_id)
    done = answer_seat(actor=actor, row=row, accepts=body.accepts, text=body.text, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else done


@router.post("/incidents/{reference}/team/invite", response={200: MeetingOut, **REFUSALS})
def invite(request: HttpRequest, reference: str, body: MeetingIn) -> Invitation | Refused:
    """Invite everybody who is expected, by mail with a calendar entry."""
    actor = actor_of(request)
    meeting = MeetingValues(body.starts_at, body.minutes, body.place, body.note)
    done = invite_team(
        actor=actor,
        incident=get_incident(actor, reference),
        meeting=meeting,
        version=body.version,
        now=clock.now(),
    )
    return refused(done) if isinstance(done, Refusal) else done


@router.post("/incidents/{reference}/team/attendance", response={200: CountOut, **REFUSALS})
def attendance(request: HttpRequest, reference: str, body: AttendanceIn) -> CountOut:
    """Note who was there."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    return CountOut(count=note_attendance(actor=actor, incident=incident, present=set(body.present)))

from datetime import timedelta

import pytest
from icalendar import Calendar

from hotwash.directory.models import Service, Team
from hotwash.evidence.steps import EntryValues, write_entry
from hotwash.kernel.core.errors import NotPermitted
from hotwash.kernel.core.refusal import Refusal
from hotwash.respond.core.lifecycle import Change
from hotwash.respond.models import Incident, Notification, Schedule
from hotwash.respond.steps import Declaration, change_state, declare_incident, take_role
from hotwash.team.core.inviting import MeetingValues
from hotwash.team.core.seats import SeatState
from hotwash.team.models import Invitation, Seat
from hotwash.team.queries import gate_facts, seat_of_token, seat_token
from hotwash.team.steps import (
    answer_seat,
    excuse_seat,
    invite_team,
    leave_seat,
    note_attendance,
    propose_team,
    seat_person,
)
from tests.cast import NOON, Cast, actor
from tests.outbox import drain
from tests.respond.given import a_schedule

TOMORROW = NOON + timedelta(days=1)


@pytest.fixture
def incident(cast: Cast) -> Incident:
    """Checkout is down; Carl commands, Rhea responds. Operations is Rhea, development is Olga; there is no support."""
    operations = Team.objects.create(name="Platform", slug="platform", kind="operations")
    operations.members.set([cast.rhea, cast.carl])
    development = Team.objects.create(name="Payments", slug="payments", kind="development")
    development.members.set([cast.olga])
    checkout = Service.objects.create(name="Checkout", slug="checkout", owner=development)
    declaration = Declaration(title="Checkout is down", severity="sev1", service_ids=(checkout.pk,))
    made = declare_incident(actor=actor(cast.rhea), declaration=declaration, now=NOON)
    assert isinstance(made, Incident)
    take_role(actor=actor(cast.rhea), incident=made, person=cast.carl, role="commander", now=NOON)
    return made


def seats(incident: Incident) -> dict[str, str]:
    rows = Seat.objects.filter(incident=incident).select_related("person")
    return {row.seat: row.person.name if row.person else row.state for row in rows}


def test_the_team_is_proposed_when_the_incident_is_resolved(incident: Incident, cast: Cast):
    change_state(actor=actor(cast.carl), incident=incident, change=Change.RESOLVE, now=NOON)
    drain(now=NOON)
    proposed = seats(incident)
    assert proposed["commander"] == "Carl"
    assert proposed["sme_operations"] in {"Rhea", "Carl"}
    assert proposed["sme_development"] == "Olga"
    assert "sme_support" not in proposed
    assert proposed["facilitator"] not in {"Carl", "Rhea"}
    assert gate_facts(incident)["team.sides_settled"] == 2


def test_proposing_again_changes_nothing_that_is_settled(incident: Incident, cast: Cast):
    ada = actor(cast.ada)
    seat_person(actor=ada, incident=incident, seat="sme_development", person=cast.otto)
    propose_team(actor=ada, incident=incident, now=NOON)
    before = seats(incident)
    assert before["sme_development"] == "Otto"
    assert propose_team(actor=ada, incident=incident, now=NOON) == []
    assert seats(incident) == before


def test_a_seat_is_excused_with_a_reason_only(incident: Incident, cast: Cast):
    ada = actor(cast.ada)
    refusal = excuse_seat(actor=ada, incident=incident, seat="sme_support", reason="  ")
    assert isinstance(refusal, Refusal)
    assert refusal.reasons[0].field == "reason"
    row = excuse_seat(actor=ada, incident=incident, seat="sme_support", reason="No customer was affected.")
    assert isinstance(row, Seat)
    assert gate_facts(incident)["team.sides_settled"] == 1
    leave_seat(actor=ada, row=row)
    assert gate_facts(incident)["team.sides_settled"] == 0


@pytest.mark.parametrize("who", ["carl", "rhea"])
def test_a_main_actor_does_not_facilitate(incident: Incident, cast: Cast, who: str):
    refusal = seat_person(actor=actor(cast.ada), incident=incident, seat="facilitator", person=getattr(cast, who))
    assert isinstance(refusal, Refusal)
    assert "somebody who did not" in str(refusal)


def test_a_seat_that_the_process_does_not_have(incident: Incident, cast: Cast):
    refusal = seat_person(actor=actor(cast.ada), incident=incident, seat="throne", person=cast.otto)
    assert isinstance(refusal, Refusal)


def test_everybody_expected_is_invited_by_mail_with_a_calendar_entry(incident: Incident, cast: Cast):
    ada = actor(cast.ada)
    propose_team(actor=ada, incident=incident, now=NOON)
    meeting = MeetingValues(starts_at=TOMORROW, minutes=45, place="Room 4", note="Bring your notes.")
    row = invite_team(actor=ada, incident=incident, meeting=meeting, version=0, now=NOON)
    assert isinstance(row, Invitation)
    letters = Notification.objects.filter(purpose="invitation")
    assert {letter.to for letter in letters} == {
        seat.person.email for seat in Seat.objects.filter(incident=incident).select_related("person") if seat.person
    }
    (attached,) = letters[0].attachments
    assert attached["media_type"] == "text/calendar; method=REQUEST; charset=utf-8"
    event = Calendar.from_ical(attached["text"]).walk("VEVENT")[0]
    assert (event.decoded("dtstart"), event["location"], int(event["sequence"])) == (TOMORROW, "Room 4", 0)
    assert f"mailto:{cast.carl.email}" in [str(person) for person in event["attendee"]]
    assert "Bring your notes." in letters[0].text


def test_moving_the_meeting_invites_again_and_two_who_move_it_conflict(incident: Incident, cast: Cast):
    ada = actor(cast.ada)
    propose_team(actor=ada, incident=incident, now=NOON)
    invite_team(actor=ada, incident=incident, meeting=MeetingValues(TOMORROW), version=0, now=NOON)
    later = MeetingValues(TOMORROW + timedelta(hours=2))
    moved = invite_team(actor=ada, incident=incident, meeting=later, version=1, now=NOON)
    assert isinstance(moved, Invitation)
    assert moved.sequence == 1
    refusal = invite_team(actor=ada, incident=incident, meeting=MeetingValues(TOMORROW), version=1, now=NOON)
    assert isinstance(refusal, Refusal)
    assert refusal.is_conflict


@pytest.mark.parametrize(
    ("meeting", "field"),
    [(MeetingValues(NOON - timedelta(days=400)), "starts_at"), (MeetingValues(TOMORROW, minutes=10_000), "minutes")],
)
def test_a_meeting_that_can_not_be(incident: Incident, cast: Cast, meeting: MeetingValues, field: str):
    propose_team(actor=actor(cast.ada), incident=incident, now=NOON)
    refusal = invite_team(actor=actor(cast.ada), incident=incident, meeting=meeting, version=0, now=NOON)
    assert isinstance(refusal, Refusal)
    assert refusal.reasons[0].field == field
    assert not Notification.objects.filter(purpose="invitation").exists()


def test_an_invitation_is_answered_by_its_own_person_only(incident: Incident, cast: Cast):
    row = seat_person(actor=actor(cast.ada), incident=incident, seat="sme_development", person=cast.olga)
    assert isinstance(row, Seat)
    assert isinstance(answer_seat(actor=actor(cast.otto), row=row, accepts=True, text="", now=NOON), Refusal)
    answered = answer_seat(actor=actor(cast.olga), row=row, accepts=False, text="On holiday.", now=NOON)
    assert isinstance(answered, Seat)
    assert (answered.state, answered.answer) == (SeatState.DECLINED, "On holiday.")
    assert gate_facts(incident)["team.sides_settled"] == 0


def test_a_link_answers_for_one_seat_and_one_person(incident: Incident, cast: Cast):
    row = seat_person(actor=actor(cast.ada), incident=incident, seat="sme_development", person=cast.olga)
    assert isinstance(row, Seat)
    token = seat_token(row)
    assert seat_of_token(token) == row
    assert seat_of_token(token + "x") is None
    seat_person(actor=actor(cast.ada), incident=incident, seat="sme_development", person=cast.otto)
    assert seat_of_token(token) is None


def test_who_was_there_is_noted(incident: Incident, cast: Cast):
    propose_team(actor=actor(cast.ada), incident=incident, now=NOON)
    commander = Seat.objects.get(incident=incident, seat="commander")
    assert note_attendance(actor=actor(cast.ada), incident=incident, present={commander.pk}) == 1
    assert {row.seat for row in Seat.objects.filter(attended=True)} == {"commander"}


def test_viewers_do_not_seat_people(incident: Incident, cast: Cast):
    with pytest.raises(NotPermitted):
        seat_person(actor=actor(cast.vera), incident=incident, seat="sme_support", person=cast.otto)


def test_who_is_named_on_the_timeline_is_proposed(incident: Incident, cast: Cast):
    propose_team(actor=actor(cast.carl), incident=incident, now=NOON)
    writer = actor(cast.rhea)
    for text in ("@vera saw it first", "@vera again, and nobody else"):
        write_entry(actor=writer, incident=incident, values=EntryValues(at=NOON, text=text), now=NOON)
    drain(now=NOON)
    rows = Seat.objects.filter(incident=incident, person=cast.vera)
    assert [(row.seat, row.reason) for row in rows] == [("participant", "Named in T-1.")]


def test_the_one_on_call_then_is_asked_first(incident: Incident, cast: Cast):
    schedule = a_schedule(cast.otto)
    Schedule.objects.filter(pk=schedule.pk).update(team=Team.objects.get(slug="payments"))
    propose_team(actor=actor(cast.carl), incident=incident, now=NOON)
    row = Seat.objects.get(incident=incident, seat="sme_development")
    assert (row.person, row.reason) == (cast.otto, "Of Payments (owns Checkout), on call.")


def test_whoever_left_is_not_proposed(incident: Incident, cast: Cast):
    cast.carl.is_active = False
    cast.carl.save()
    propose_team(actor=actor(cast.rhea), incident=incident, now=NOON)
    assert not Seat.objects.filter(incident=incident, person=cast.carl).exists()

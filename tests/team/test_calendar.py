"""The meeting stands in the team's calendar, and what people answer there comes back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from icalendar import Calendar

from hotwash.kernel.config import configured
from hotwash.respond.models import Incident
from hotwash.team.core.inviting import MeetingValues
from hotwash.team.core.seats import EntryState, SeatState
from hotwash.team.models import CalendarEntry, Invitation, Seat
from hotwash.team.steps import answer_seat, invite_team, read_calendar_answers, seat_person
from tests.cast import NOON, Cast, actor
from tests.fakes.calendars import FakeCalendar, calendar_of_the_team
from tests.outbox import drain
from tests.respond.given import declared

TOMORROW = NOON + timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeCalendar]:
    url = "caldav://hotwash:s3cr3t@calendar.example.org/team/"
    with configured(HOTWASH_CALENDAR_URL=url), calendar_of_the_team(monkeypatch) as found:
        yield found


@pytest.fixture
def incident(cast: Cast) -> Incident:
    made = declared()
    seat_person(actor=actor(cast.carl), incident=made, seat="commander", person=cast.carl)
    seat_person(actor=actor(cast.carl), incident=made, seat="participant", person=cast.olga)
    return made


def invite(cast: Cast, incident: Incident, *, version: int = 0, days: int = 0) -> Invitation:
    values = MeetingValues(TOMORROW + timedelta(days=days), place="Room 4")
    made = invite_team(actor=actor(cast.carl), incident=incident, meeting=values, version=version, now=NOON)
    assert isinstance(made, Invitation)
    return made


def states(incident: Incident) -> dict[str, str]:
    return {row.person.name: row.state for row in Seat.objects.filter(incident=incident) if row.person}


def test_the_meeting_stands_there_and_moves(cast: Cast, incident: Incident, calendar: FakeCalendar) -> None:
    invite(cast, incident)
    assert calendar.entries == {}, "nothing is written in the middle of a step"
    drain(now=NOON)
    (uid,) = calendar.entries
    kept = Calendar.from_ical(calendar.entries[uid])
    (event,) = kept.walk("VEVENT")
    assert (uid, "method" in kept) == (f"team-{incident.pk}@hotwash", False)
    assert (event.decoded("dtstart"), str(event["location"])) == (TOMORROW, "Room 4")
    invite(cast, incident, version=1, days=1)
    drain(now=NOON)
    (event,) = Calendar.from_ical(calendar.entries[uid]).walk("VEVENT")
    assert (event.decoded("dtstart"), event["sequence"]) == (TOMORROW + timedelta(days=1), 1)
    assert CalendarEntry.objects.get().state == EntryState.STANDS


def test_answers_come_back_once(cast: Cast, incident: Incident, calendar: FakeCalendar) -> None:
    invite(cast, incident)
    drain(now=NOON)
    uid = f"team-{incident.pk}@hotwash"
    calendar.answer(uid, cast.carl.email, "ACCEPTED")
    calendar.answer(uid, cast.olga.email, "DECLINED")
    assert read_calendar_answers(now=NOON + HOUR) == 2
    assert states(incident) == {cast.carl.name: SeatState.ACCEPTED, cast.olga.name: SeatState.DECLINED}
    mine = Seat.objects.get(incident=incident, person=cast.olga)
    answer_seat(actor=actor(cast.olga), row=mine, accepts=True, text="I can after all", now=NOON + HOUR)
    assert read_calendar_answers(now=NOON + 2 * HOUR) == 0, "what was heard is no news"
    assert states(incident)[cast.olga.name] == SeatState.ACCEPTED


def test_an_answer_to_the_earlier_date_does_not_count(cast: Cast, incident: Incident, calendar: FakeCalendar) -> None:
    invite(cast, incident)
    drain(now=NOON)
    uid = f"team-{incident.pk}@hotwash"
    calendar.answer(uid, cast.carl.email, "ACCEPTED")
    earlier = calendar.entries[uid]
    invite(cast, incident, version=1, days=1)
    drain(now=NOON)
    calendar.entries[uid] = earlier
    assert read_calendar_answers(now=NOON + HOUR) == 0
    assert states(incident)[cast.carl.name] == SeatState.INVITED


def test_a_calendar_that_is_down_gets_it_later(cast: Cast, incident: Incident, calendar: FakeCalendar) -> None:
    calendar.down = True
    invite(cast, incident)
    drain(now=NOON)
    row = CalendarEntry.objects.get()
    assert (row.state, row.error, row.attempts) == (EntryState.WAITING, "The calendar answered with status 503.", 1)
    calendar.down = False
    drain(now=NOON + HOUR)
    row.refresh_from_db()
    assert (row.state, row.error, len(calendar.entries)) == (EntryState.STANDS, "", 1)
    calendar.down = True
    assert read_calendar_answers(now=NOON + HOUR) == 0
    row.refresh_from_db()
    assert row.error == "The calendar answered with status 503."


def test_without_a_calendar_nothing_waits(cast: Cast, incident: Incident) -> None:
    invite(cast, incident)
    assert CalendarEntry.objects.count() == 0

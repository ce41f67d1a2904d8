from datetime import timedelta

import pytest
from icalendar import Calendar

from hotwash.improve.events import FollowUpPlanned
from hotwash.improve.steps import (
    FollowUpValues,
    cancel_follow_up,
    invite_to_follow_up,
    move_follow_up,
    plan_follow_up,
)
from hotwash.respond.models import Notification
from tests.cast import NOON, Cast, actor

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)


def planned(cast: Cast, incident):
    values = FollowUpValues(
        at=LATER, place="Room 4; second floor", agenda="Ask Bo, too", invited=[cast.carl, cast.rhea]
    )
    return plan_follow_up(actor=actor(cast.olga), incident=incident, values=values, now=NOON)


def follow(row) -> int:
    event = FollowUpPlanned(
        incident_id=row.incident_id, follow_up_id=row.pk, at=row.at, what="planned", sequence=row.sequence
    )
    return invite_to_follow_up(event, now=NOON)


def entry(mail: Notification):
    return Calendar.from_ical(mail.attachments[0]["text"])


def test_everybody_invited_gets_one_calendar_entry(cast: Cast, incident):
    row = planned(cast, incident)
    assert (follow(row), follow(row)) == (2, 2)
    assert Notification.objects.count() == 2
    mail = Notification.objects.get(person=cast.carl)
    assert (mail.channel, mail.to, mail.purpose) == ("email", "carl@example.org", "invitation")
    assert mail.attachments[0]["media_type"] == "text/calendar; method=REQUEST; charset=utf-8"
    calendar = entry(mail)
    event = calendar.walk("VEVENT")[0]
    assert calendar["METHOD"] == "REQUEST"
    assert (event["UID"], event["SEQUENCE"]) == (f"follow-up-{row.pk}@hotwash", 0)
    assert event.decoded("DTSTART") == LATER
    assert str(event["LOCATION"]) == "Room 4; second floor"
    assert str(event["ORGANIZER"]) == "mailto:olga@example.org"
    assert [str(one) for one in event["ATTENDEE"]] == ["mailto:carl@example.org", "mailto:rhea@example.org"]


def test_a_move_sends_the_next_revision_and_an_old_event_nothing(cast: Cast, incident):
    row = planned(cast, incident)
    old = FollowUpPlanned(
        incident_id=row.incident_id, follow_up_id=row.pk, at=row.at, what="planned", sequence=row.sequence
    )
    values = FollowUpValues(at=LATER + timedelta(hours=1), invited=[cast.carl])
    moved = move_follow_up(actor=actor(cast.olga), follow_up=row, values=values, version=1, now=NOON)
    assert invite_to_follow_up(old, now=NOON) == 0
    assert follow(moved) == 1
    assert entry(Notification.objects.get()).walk("VEVENT")[0]["SEQUENCE"] == 1


def test_a_cancelled_meeting_leaves_the_calendars(cast: Cast, incident):
    row = planned(cast, incident)
    follow(cancel_follow_up(actor=actor(cast.olga), follow_up=row, version=1))
    mail = Notification.objects.first()
    assert entry(mail)["METHOD"] == "CANCEL"
    assert str(entry(mail).walk("VEVENT")[0]["STATUS"]) == "CANCELLED"
    assert mail.subject.startswith("Called off: follow-up of")

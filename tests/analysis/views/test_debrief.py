from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from hotwash.analysis.models import Debrief
from hotwash.analysis.steps import plan_debrief
from hotwash.analysis.steps.debrief import Plan
from hotwash.team.models import Invitation
from tests.cast import NOON, actor


@pytest.fixture
def olga(cast) -> Client:
    client = Client()
    client.force_login(cast.olga)
    return client


@pytest.fixture
def debrief(cast, incident) -> Debrief:
    plan = Plan(NOON + timedelta(days=1), 60, "Room 4")
    planned = plan_debrief(actor=actor(cast.olga), incident=incident, plan=plan, now=NOON)
    assert isinstance(planned, Debrief)
    return planned


def test_planned_from_the_page_with_a_proposed_date(olga, incident, write):
    write("Disk full")
    address = reverse("debrief", args=[incident.reference])
    text = olga.get(address).content.decode()
    assert 'name="planned_at" value="20' in text
    assert "What shows F-1?" in text
    data = {"planned_at": "2026-03-12T10:00", "minutes": "60", "place": "", "facilitator": "", "version": "0"}
    olga.post(address, data)
    assert Debrief.objects.get().minutes == 60
    assert olga.post(address, data).status_code == 409


@pytest.mark.parametrize(
    "change",
    [{"planned_at": "soon"}, {"planned_at": "1970-01-01T00:00"}, {"planned_at": "2400-01-01T00:00"}, {"minutes": "-3"}],
)
def test_a_date_that_cannot_be_is_refused(olga, incident, change):
    data = {"planned_at": "2026-03-12T10:00", "minutes": "60", "place": "", "facilitator": "", "version": "0"}
    answer = olga.post(reverse("debrief", args=[incident.reference]), data | change)
    assert answer.status_code == 422
    assert not Debrief.objects.exists()


def test_the_meeting_that_the_team_was_invited_to_is_proposed(olga, incident):
    when = NOON + timedelta(days=2)
    Invitation.objects.create(incident=incident, starts_at=when, minutes=45, place="Room 7")
    text = olga.get(reverse("debrief", args=[incident.reference])).content.decode()
    assert 'value="2026-03-12T12:00"' in text
    assert 'value="Room 7"' in text
    assert 'name="tell" id="id_tell" checked' not in text.replace("  ", " ")


def test_a_facilitator_who_took_part_is_doubted_gently(cast, olga, incident, debrief):
    Debrief.objects.update(facilitator=cast.carl)
    text = olga.get(reverse("debrief", args=[incident.reference])).content.decode()
    assert "took a central part" in text


def test_notes_with_findings_as_advice_and_no_word_lost(olga, incident, debrief):
    address = reverse("debrief-notes", args=[incident.reference])
    olga.post(address, {"notes": "In hindsight <b>we forgot</b> it", "version": "1"})
    text = olga.get(reverse("debrief", args=[incident.reference])).content.decode()
    assert "2 places to put another way" in text
    assert "<b>we forgot" not in text
    late = olga.post(address, {"notes": "Mine", "version": "1"})
    assert late.status_code == 409
    assert "Mine</textarea>" in late.content.decode()
    assert "In hindsight" in late.content.decode()


def test_held_with_who_was_there(cast, olga, incident, debrief):
    address = reverse("debrief-held", args=[incident.reference])
    olga.post(address, {"attended": [cast.carl.pk, "x", "99999"]})
    assert [person.name for person in debrief.attended.all()] == ["Carl"]
    assert "Choose who was there" in olga.post(address, {}, follow=True).content.decode()


def test_the_calendar_entry(olga, incident, debrief):
    answer = olga.get(reverse("debrief-calendar", args=[incident.reference]))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["summary"] == f"Debrief of {incident.reference} Checkout answers 502"
    assert event.decoded("dtstart") == NOON + timedelta(days=1)
    assert event["location"] == "Room 4"
    assert "carl@example.org" in str(event["attendee"])


def test_without_a_debrief_there_is_nothing_to_write_on(olga, incident):
    for name in ("debrief-notes", "debrief-held"):
        assert olga.post(reverse(name, args=[incident.reference]), {}).status_code == 404
    assert olga.get(reverse("debrief-calendar", args=[incident.reference])).status_code == 404

from datetime import timedelta

import pytest

from hotwash.analysis.models import Debrief
from hotwash.analysis.queries import debrief_of, gate_facts, people_of
from hotwash.analysis.steps import hold_debrief, plan_debrief, save_notes
from hotwash.analysis.steps.debrief import MAX_NOTES, Plan
from hotwash.respond.models import Notification
from tests.analysis.steps.test_factors import codes
from tests.cast import NOON, actor

TOMORROW = NOON + timedelta(days=1)


@pytest.fixture
def debrief(cast, incident):
    planned = plan_debrief(
        actor=actor(cast.olga), incident=incident, plan=Plan(TOMORROW, facilitator=cast.otto), now=NOON
    )
    assert isinstance(planned, Debrief)
    return planned


def test_planned_moved_and_not_moved_twice_at_once(cast, incident, debrief):
    later = Plan(TOMORROW + timedelta(days=1), 90, " Room 4 ")
    moved = plan_debrief(actor=actor(cast.olga), incident=incident, plan=later, version=1, now=NOON)
    assert (moved.pk, moved.sequence, moved.minutes, moved.place) == (debrief.pk, 1, 90, "Room 4")
    late = plan_debrief(actor=actor(cast.olga), incident=incident, plan=Plan(TOMORROW), version=1, now=NOON)
    assert late.is_conflict


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (Plan(NOON - timedelta(days=1)), ("too-early", "planned_at")),
        (Plan(NOON.replace(year=2400)), ("too-late", "planned_at")),
        (Plan(NOON.replace(year=1970)), ("too-early", "planned_at")),
        (Plan(TOMORROW, minutes=0), ("minutes", "minutes")),
        (Plan(TOMORROW, place="x" * 301), ("too-long", "place")),
    ],
)
def test_what_cannot_be_planned(cast, incident, plan, code):
    assert codes(plan_debrief(actor=actor(cast.olga), incident=incident, plan=plan, now=NOON)) == [code]


def test_the_calendar_entry_goes_out_once_for_each_date(cast, incident):
    olga = actor(cast.olga)
    first = plan_debrief(actor=olga, incident=incident, plan=Plan(TOMORROW, tell=True), now=NOON)
    assert [row.to for row in Notification.objects.all()] == ["carl@example.org"]
    later = Plan(TOMORROW + timedelta(days=1), place="Room 4", tell=True)
    plan_debrief(actor=olga, incident=incident, plan=later, version=first.version, now=NOON)
    second = Notification.objects.latest("pk")
    assert second.subject == f"Debrief of {incident.reference} Checkout answers 502"
    (file,) = second.attachments
    assert file["media_type"] == "text/calendar; method=REQUEST; charset=utf-8"
    assert "SEQUENCE:1" in file["text"]
    assert "Room 4" in second.text


def test_notes_of_two_people(cast, debrief):
    saved = save_notes(actor=actor(cast.olga), debrief=debrief, notes="One\r\ntwo\n", version=1)
    assert (saved.notes, saved.version) == ("One\ntwo", 2)
    assert save_notes(actor=actor(cast.carl), debrief=debrief, notes="Mine", version=1).is_conflict
    too_long = save_notes(actor=actor(cast.carl), debrief=debrief, notes="x" * (MAX_NOTES + 1), version=2)
    assert codes(too_long) == [("too-long", "notes")]


def test_held_with_those_who_were_there(cast, incident, debrief):
    olga = actor(cast.olga)
    assert {person.name for person in people_of(incident)} == {"Carl", "Otto"}
    too_soon = hold_debrief(actor=olga, debrief=debrief, people=[cast.carl], now=NOON)
    assert codes(too_soon) == [("not-yet", "attended")]
    assert codes(hold_debrief(actor=olga, debrief=debrief, people=[], now=TOMORROW)) == [("nobody", "attended")]
    assert gate_facts(incident)["analysis.debrief"] is False
    hold_debrief(actor=olga, debrief=debrief, people=[cast.carl], now=TOMORROW)
    hold_debrief(actor=olga, debrief=debrief, people=[cast.carl, cast.otto], now=TOMORROW + timedelta(days=1))
    found = debrief_of(incident)
    assert (found.held_at, found.attended.count()) == (TOMORROW, 2)
    assert gate_facts(incident)["analysis.debrief"] is True

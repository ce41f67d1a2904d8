from datetime import UTC, datetime, time, timedelta

import pytest

from hotwash.directory.models import Person
from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.eventlog import sentence
from hotwash.kernel.models import Event
from hotwash.respond.core.lifecycle import Change
from hotwash.respond.core.oncall.ladder import Target, lateness
from hotwash.respond.core.states import EscalationState, PageState, Rotation
from hotwash.respond.models import Escalation, EscalationPolicy, Incident, Notification, Page, Participant, Rung
from hotwash.respond.queries import open_pages_of, replays_of
from hotwash.respond.steps import (
    LevelValues,
    PolicyValues,
    acknowledge,
    add_override,
    change_severity,
    change_state,
    climb_escalation,
    decline,
    due_escalations,
    page_people,
    save_policy,
)
from tests.cast import NOON, Cast, actor
from tests.outbox import drain
from tests.respond.given import a_policy, a_schedule, a_service, a_team, declared, target

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def ladder(cast: Cast) -> None:
    """Rhea is on call for five minutes, then Carl for ten; twice; then Olga."""
    a_policy((5, [target(a_schedule(cast.rhea))]), (10, [target(cast.carl)]), repeats=2, fallback_id=cast.olga.pk)


def paged() -> list[str]:
    return [page.person.name for page in Page.objects.order_by("pk")]


def said() -> list[str]:
    """What went otherwise than planned, as the incident's log tells it."""
    return [sentence(row) for row in Event.objects.filter(type="respond.paged_otherwise").order_by("pk")]


def climb_late_escalations(now: datetime) -> int:
    """What a worker finds by the rows alone."""
    return sum(climb_escalation(event, now=now) is not None for event in due_escalations(now=now))


def run_until(moment: datetime) -> None:
    """The worker looks every minute."""
    at = NOON
    while at <= moment:
        drain(now=at)
        at += MINUTE


def test_the_first_level_is_paged_at_once(ladder: None, cast: Cast):
    incident = declared()
    drain(now=NOON)
    page = Page.objects.get()
    assert (page.person, page.reason, page.level) == (cast.rhea, "on call in Web", 1)
    assert set(Notification.objects.values_list("channel", "to")) == {
        ("email", "rhea@example.org"),
        ("in_page", "rhea@example.org"),
    }
    assert list(open_pages_of(cast.rhea.pk)) == [page]
    assert Event.objects.get(type="respond.people_paged").incident_id == incident.pk


def test_the_reason_says_until_when(cast: Cast):
    a_policy((5, [target(a_schedule(cast.rhea, cast.carl))]))
    declared()
    drain(now=NOON)
    assert Page.objects.get().reason == "on call in Web until 16 Mar 09:00 UTC"


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (4, ["Rhea"]),
        (5, ["Rhea", "Carl"]),
        (14, ["Rhea", "Carl"]),
        (15, ["Rhea", "Carl", "Rhea"]),
        (20, ["Rhea", "Carl", "Rhea", "Carl"]),
        (30, ["Rhea", "Carl", "Rhea", "Carl", "Olga"]),
        (90, ["Rhea", "Carl", "Rhea", "Carl", "Olga"]),
    ],
)
def test_the_ladder_is_climbed_when_its_time_has_come(ladder: None, minutes: int, expected: list[str]):
    declared()
    run_until(NOON + minutes * MINUTE)
    assert paged() == expected


def test_at_the_end_it_is_said_that_nobody_answered(ladder: None):
    declared()
    run_until(NOON + 40 * MINUTE)
    assert Escalation.objects.get().state == EscalationState.EXHAUSTED
    assert Event.objects.filter(type="respond.escalation_exhausted").count() == 1


def test_acknowledging_ends_it_for_everybody(ladder: None, cast: Cast):
    incident = declared()
    run_until(NOON + 6 * MINUTE)
    acknowledge(actor=actor(cast.carl), incident=incident, via="page", now=NOON + 7 * MINUTE)
    run_until(NOON + 60 * MINUTE)
    incident.refresh_from_db()
    assert incident.acknowledged_at == NOON + 7 * MINUTE
    assert {page.person.name: page.state for page in Page.objects.all()} == {"Rhea": "ended", "Carl": "acknowledged"}
    assert (Escalation.objects.get().state, Escalation.objects.get().acknowledged_by) == ("acknowledged", cast.carl)
    assert Participant.objects.get(person=cast.carl).role == "responder"


def test_acknowledging_twice_is_no_error_and_keeps_the_first_time(ladder: None, cast: Cast):
    incident = declared()
    drain(now=NOON)
    for minute, person in ((1, cast.rhea), (2, cast.rhea), (3, cast.carl)):
        done = acknowledge(actor=actor(person), incident=incident, via="page", now=NOON + minute * MINUTE)
        assert isinstance(done, Incident)
    incident.refresh_from_db()
    assert incident.acknowledged_at == NOON + MINUTE
    assert Event.objects.filter(type="respond.acknowledged").count() == 1


def test_what_is_resolved_pages_nobody(ladder: None):
    incident = declared()
    drain(now=NOON)
    change_state(actor=SYSTEM, incident=incident, change=Change.RESOLVE, now=NOON)
    run_until(NOON + 60 * MINUTE)
    assert paged() == ["Rhea"]
    assert Page.objects.get().state == PageState.ENDED


def test_when_all_decline_the_next_level_is_paged_at_once(ladder: None, cast: Cast):
    declared()
    drain(now=NOON)
    decline(actor=actor(cast.rhea), page=Page.objects.get(), now=NOON + MINUTE)
    drain(now=NOON + MINUTE)
    assert paged() == ["Rhea", "Carl"]


def test_an_answered_page_cannot_be_declined(ladder: None, cast: Cast):
    incident = declared()
    drain(now=NOON)
    acknowledge(actor=actor(cast.rhea), incident=incident, via="page", now=NOON)
    assert isinstance(decline(actor=actor(cast.rhea), page=Page.objects.get(), now=NOON), Refusal)
    assert isinstance(decline(actor=actor(cast.carl), page=Page.objects.get(), now=NOON), Refusal)


def test_a_mild_severity_pages_nobody_until_it_is_worse(ladder: None):
    incident = declared(severity="sev4")
    run_until(NOON + 10 * MINUTE)
    assert paged() == []
    change_severity(actor=SYSTEM, incident=incident, severity="sev2", now=NOON + 10 * MINUTE)
    drain(now=NOON + 10 * MINUTE)
    assert paged() == ["Rhea"]


def test_declared_without_calling_anybody(ladder: None):
    declared(pages=False)
    declared(near_miss=True)
    drain(now=NOON)
    assert paged() == []


def test_the_owner_of_the_service_is_paged_before_the_default(ladder: None, cast: Cast):
    team = a_team("Shop", cast.otto)
    a_policy((5, [target(team)]), name="Shop", team_id=team.pk, is_default=False)
    declared(service_ids=(a_service("Checkout", team).pk,))
    drain(now=NOON)
    assert paged() == ["Otto"]


def test_a_gap_in_the_schedule_pages_the_fallback_and_says_so(cast: Cast):
    a_policy((5, [target(a_schedule())]), fallback_id=cast.olga.pk)
    declared()
    drain(now=NOON)
    assert (paged(), Page.objects.get().reason) == (["Olga"], "level 1 of Web means nobody at this time")
    assert said() == ["paged otherwise than planned: Nobody is on call in Web."]


@pytest.mark.parametrize("with_policy", [True, False])
def test_without_anybody_the_administrators_are_paged(cast: Cast, with_policy: bool):
    if with_policy:
        a_policy((5, [target(a_team("Empty"))]))
    declared()
    drain(now=NOON)
    assert paged() == ["Ada"]


def test_somebody_who_left_is_not_paged(ladder: None, cast: Cast):
    cast.rhea.is_active = False
    cast.rhea.save()
    declared()
    drain(now=NOON)
    assert paged() == ["Olga"]


def test_an_override_is_paged(ladder: None, cast: Cast):
    schedule = a_schedule(cast.rhea, name="Other")
    add_override(
        actor=actor(cast.otto), schedule=schedule, person=cast.otto, starts_at=NOON - MINUTE, ends_at=NOON + MINUTE
    )
    a_policy((5, [target(schedule)]), name="Other")
    declared()
    drain(now=NOON)
    assert paged() == ["Otto"]


def test_a_policy_that_is_edited_or_removed_does_not_disturb_what_runs(ladder: None, cast: Cast):
    declared()
    drain(now=NOON)
    policy = EscalationPolicy.objects.get()
    values = PolicyValues(name="Web", levels=(LevelValues(minutes=60, targets=(target(cast.otto),)),))
    assert save_policy(actor=SYSTEM, values=values, policy=policy, version=policy.version) == policy
    policy.delete()
    run_until(NOON + 5 * MINUTE)
    assert paged() == ["Rhea", "Carl"]


def test_a_wake_up_that_comes_twice_or_too_late_pages_once(ladder: None):
    declared()
    drain(now=NOON)
    for _ in range(3):
        climb_late_escalations(now=NOON + 7 * MINUTE)
        drain(now=NOON + 7 * MINUTE)
    assert paged() == ["Rhea", "Carl"]


def test_a_wake_up_that_is_lost_is_made_up_for(ladder: None):
    declared()
    drain(now=NOON)
    assert climb_late_escalations(now=NOON + 5 * MINUTE) == 1
    assert paged() == ["Rhea", "Carl"]


def test_asking_for_help_pages_by_hand_and_once_while_it_waits(cast: Cast):
    incident = declared(private=True)
    for _ in range(2):
        page_people(actor=actor(cast.ada), incident=incident, people=[cast.otto], now=NOON)
    assert (paged(), Page.objects.get().reason) == (["Otto"], "asked for by Ada")
    assert incident.participant_ids() == {cast.otto.pk}


def test_asking_nobody_is_refused(cast: Cast):
    assert isinstance(page_people(actor=actor(cast.ada), incident=declared(), people=[], now=NOON), Refusal)


def test_nobody_to_administer_pages_everybody_and_without_anybody_it_is_said(cast: Cast):
    Person.objects.exclude(name__in=["Rhea", "Otto"]).update(is_active=False)
    declared()
    drain(now=NOON)
    assert sorted(paged()) == ["Otto", "Rhea"]
    assert said() == [
        "paged otherwise than planned: There is no escalation policy.",
        "paged otherwise than planned: No administrator is active: everybody is paged.",
    ]
    Person.objects.update(is_active=False)
    declared()
    drain(now=NOON)
    assert said()[-1] == "paged otherwise than planned: Nobody at all is active: nobody could be paged."


def test_a_person_who_was_deleted_and_a_team_that_was_emptied_are_told(cast: Cast):
    gone = Person.objects.create(email="gone@example.org", name="Gus")
    team = a_team("Ops", cast.rhea)
    a_policy((5, [target(cast.rhea)]), (5, [target(gone), target(team)]))
    declared()
    drain(now=NOON)
    gone.delete()
    team.members.clear()
    run_until(NOON + 5 * MINUTE)
    assert paged() == ["Rhea", "Ada"]
    assert [row.partition(": ")[2] for row in said()] == [
        "Gus is no longer here.",
        "The team Ops has nobody who is active.",
    ]


def test_a_clock_that_went_back_makes_nobody_wait(ladder: None):
    incident = declared(now=NOON + 3 * HOUR)
    drain(now=NOON + 3 * HOUR)
    [event] = due_escalations(now=NOON)  # the clock went back by three hours: the next level would be due at 15:05
    climb_escalation(event, now=NOON)
    assert (Escalation.objects.get().due_at, paged()) == (NOON + 5 * MINUTE, ["Rhea"])
    assert due_escalations(now=NOON + 4 * MINUTE) == []
    climb_late_escalations(now=NOON + 5 * MINUTE)
    assert paged() == ["Rhea", "Carl"]
    event = Event.objects.get(type="respond.clock_went_back")
    assert (event.incident_id, event.payload["by"]) == (incident.pk, "3:00:00")


def test_a_clock_that_jumped_ahead_pages_at_once_and_says_so(ladder: None):
    declared()
    drain(now=NOON)
    climb_late_escalations(now=NOON + 3 * HOUR)
    assert paged() == ["Rhea", "Carl"]
    assert said() == [
        f"paged otherwise than planned: {lateness(NOON, NOON + 2 * HOUR + 55 * MINUTE)}",
    ]
    assert climb_late_escalations(now=NOON + 3 * HOUR) == 0


@pytest.mark.parametrize("night", [datetime(2026, 3, 29, 0, 58, tzinfo=UTC), datetime(2026, 10, 25, 0, 58, tzinfo=UTC)])
def test_a_dst_night_changes_no_waiting(cast: Cast, night: datetime):
    schedule = a_schedule(cast.rhea, cast.carl, timezone="Europe/Berlin", rotation=Rotation.DAILY, handover=time(2, 30))
    a_policy((5, [target(schedule)]), (5, [target(schedule)]))
    declared(now=night)
    for minute in range(11):
        drain(now=night + minute * MINUTE)
    rungs = [(rung.level, rung.paged_at - night) for rung in Rung.objects.order_by("pk")]
    assert rungs == [(1, 0 * MINUTE), (2, 5 * MINUTE), (3, 10 * MINUTE)]
    assert len(paged()) == 3


def test_a_channel_is_called_and_a_private_incident_stays_private_there(cast: Cast):
    chat = Target("channel", 0, "", "webhook", "https://chat.example.org/ops")
    a_policy((5, [chat]), (5, [target(cast.rhea)]))
    declared()
    declared(private=True, title="Somebody reads the mail of others")
    drain(now=NOON)
    assert paged() == []
    told = Notification.objects.filter(channel="webhook").order_by("pk")
    assert [row.to for row in told] == ["https://chat.example.org/ops"] * 2
    assert "Checkout answers with errors" in told[0].text
    assert ("Somebody reads" in told[1].text + told[1].subject, "a private incident" in told[1].text) == (False, True)
    run_until(NOON + 5 * MINUTE)
    assert paged() == ["Rhea", "Rhea"]
    assert Rung.objects.values_list("level", "channels").first() == (1, ["webhook https://chat.example.org/ops"])


def test_a_level_is_a_row_once_in_each_round(ladder: None):
    declared()
    run_until(NOON + 40 * MINUTE)
    rungs = Rung.objects.order_by("pk").values_list("round", "level", "due_at", "paged_at")
    assert [(round_, level) for round_, level, _, _ in rungs] == [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3)]
    assert all(due == paged_at for _, _, due, paged_at in rungs)


def test_what_is_over_is_not_climbed_even_where_the_word_of_it_got_lost(ladder: None):
    incident = declared()
    drain(now=NOON)
    Incident.objects.filter(pk=incident.pk).update(state="resolved")
    climb_late_escalations(now=NOON + 5 * MINUTE)
    assert (paged(), Escalation.objects.get().state) == (["Rhea"], "stopped")


def test_the_replay_of_an_incident(ladder: None, cast: Cast):
    incident = declared()
    run_until(NOON + 6 * MINUTE)
    acknowledge(actor=actor(cast.carl), incident=incident, via="page", now=NOON + 7 * MINUTE)
    [found] = replays_of(incident)
    assert [(one.number, len(one.planned)) for one in found.minutes] == [(0, 1), (5, 1), (7, 0)]
    happened = [line.text for minute in found.minutes for line in minute.happened]
    assert happened[0] == "Paged Rhea: on call in Web"
    assert happened[-2:] == ["Carl acknowledged by page, 2 min 0 s after the page", "Ended: acknowledged by Carl"]

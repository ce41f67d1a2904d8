from datetime import datetime, timedelta

import pytest

from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.models import Event
from hotwash.respond.core.lifecycle import Change
from hotwash.respond.core.states import EscalationState, PageState
from hotwash.respond.models import Escalation, Incident, Notification, Page, Participant
from hotwash.respond.queries import open_pages_of
from hotwash.respond.steps import (
    acknowledge,
    add_override,
    change_severity,
    change_state,
    climb_late_escalations,
    decline,
    page_people,
)
from tests.cast import NOON, Cast, actor
from tests.outbox import drain
from tests.respond.given import a_policy, a_schedule, a_service, a_team, declared, target

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ladder(cast: Cast) -> None:
    """Rhea is on call for five minutes, then Carl for ten; twice; then Olga."""
    a_policy((5, [target(a_schedule(cast.rhea))]), (10, [target(cast.carl)]), repeats=2, fallback_id=cast.olga.pk)


def paged() -> list[str]:
    return [page.person.name for page in Page.objects.order_by("pk")]


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


def test_a_policy_that_is_edited_does_not_disturb_what_runs(ladder: None, cast: Cast):
    declared()
    drain(now=NOON)
    a_policy((5, [target(cast.otto)]), name="New")
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

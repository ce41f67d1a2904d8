"""Schedules as people change them: the past is kept, swaps, gaps told ahead, who is on call for each service."""

from datetime import date, time, timedelta

import pytest

from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.models import Event
from hotwash.respond.core.oncall.rotations import Point
from hotwash.respond.core.oncall.swapping import Bargain, Span
from hotwash.respond.core.states import Rotation
from hotwash.respond.models import Notification, Override, Schedule, Swap
from hotwash.respond.queries import on_call_then, schedules_whole, services_now, shifts_of, shifts_then, swaps_to_answer
from hotwash.respond.steps import (
    LayerValues,
    ScheduleValues,
    accept_swap,
    add_override,
    ask_swap,
    decline_swap,
    remove_override,
    save_schedule,
    warn_of_gaps,
    withdraw_swap,
)
from tests.cast import NOON, Cast, actor
from tests.respond.given import a_policy, a_schedule, a_service, a_team, target

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FIRST = NOON.replace(hour=9) - 8 * DAY  # Monday, 2 March: the first hand-over of given.a_schedule


def week(number: int) -> Span:
    return Span(FIRST + 7 * number * DAY, FIRST + 7 * (number + 1) * DAY)


def changed(schedule: Schedule, *layers: LayerValues, **values: object) -> Schedule:
    schedule.refresh_from_db()
    kept = ScheduleValues(**{"name": schedule.name, **values}, layers=layers)
    done = save_schedule(actor=SYSTEM, values=kept, schedule=schedule, version=schedule.version)
    assert isinstance(done, Schedule), done
    return done


def asked(cast: Cast, schedule: Schedule, back: bool = True) -> Swap:
    """Rhea holds the weeks 0 and 2, Carl 1 and 3."""
    bargain = Bargain(cast.rhea.pk, cast.carl.pk, week(2), week(3) if back else None)
    done = ask_swap(actor=actor(cast.rhea), schedule=schedule, bargain=bargain, now=NOON, note="Holiday")
    assert isinstance(done, Swap), done
    return done


def holders(schedule: Schedule) -> list[int | None]:
    return [shift.person for shift in shifts_then(schedule, week(1).starts_at, week(5).starts_at)]


def test_a_schedule_that_is_changed_says_who_was_on_call_before(cast: Cast, settings: object):
    schedule = a_schedule(cast.rhea, cast.carl)
    before = on_call_then(NOON)
    changed(schedule, LayerValues(member_ids=(cast.otto.pk,), starts_on=date(2026, 3, 2)))
    assert [one.person for one in before] == [cast.carl]
    assert [one.person for one in on_call_then(NOON)] == [cast.carl]  # the change is of today's real clock


def test_an_override_that_holds_is_ended_and_not_forgotten(cast: Cast):
    schedule = a_schedule(cast.rhea)
    rows = [
        add_override(
            actor=actor(cast.otto), schedule=schedule, person=cast.otto, starts_at=begins, ends_at=begins + 2 * HOUR
        )
        for begins in (NOON - HOUR, NOON + HOUR)
    ]
    for row in rows:
        remove_override(actor=actor(cast.otto), override=row, now=NOON)
    assert list(Override.objects.values_list("starts_at", "ends_at")) == [(NOON - HOUR, NOON)]


def test_a_swap_that_is_accepted_changes_both_shifts_and_both_are_told(cast: Cast):
    schedule = a_schedule(cast.rhea, cast.carl)
    assert holders(schedule) == [cast.carl.pk, cast.rhea.pk, cast.carl.pk, cast.rhea.pk]
    swap = asked(cast, schedule)
    assert list(swaps_to_answer(cast.carl.pk, NOON)) == [swap]
    assert isinstance(accept_swap(actor=actor(cast.carl), swap=swap, now=NOON), Swap)
    assert holders(schedule) == [cast.carl.pk, cast.carl.pk, cast.rhea.pk, cast.rhea.pk]
    told = Notification.objects.filter(channel="email").order_by("pk").values_list("to", "subject")
    assert list(told) == [
        ("carl@example.org", "On call in Web: a swap is asked for"),
        ("rhea@example.org", "On call in Web: a swap is accepted"),
    ]
    assert [row.why for row in Event.objects.filter(payload__verb="asked")] == ["Holiday"]


def test_only_the_one_who_is_asked_answers_and_only_once(cast: Cast):
    schedule = a_schedule(cast.rhea, cast.carl)
    swap = asked(cast, schedule)
    for answer, person in ((accept_swap, cast.rhea), (decline_swap, cast.otto), (withdraw_swap, cast.carl)):
        assert isinstance(answer(actor=actor(person), swap=swap, now=NOON), Refusal)
    assert isinstance(decline_swap(actor=actor(cast.carl), swap=swap, now=NOON), Swap)
    assert isinstance(accept_swap(actor=actor(cast.carl), swap=swap, now=NOON), Refusal)
    assert Override.objects.count() == 0


def test_a_swap_is_withdrawn(cast: Cast):
    swap = asked(cast, a_schedule(cast.rhea, cast.carl), back=False)
    assert isinstance(withdraw_swap(actor=actor(cast.rhea), swap=swap, now=NOON), Swap)
    assert list(swaps_to_answer(cast.carl.pk, NOON)) == []


def test_a_swap_is_refused_where_the_schedule_has_changed_since(cast: Cast):
    schedule = a_schedule(cast.rhea, cast.carl)
    swap = asked(cast, schedule)
    changed(schedule, LayerValues(member_ids=(cast.otto.pk,), starts_on=date(2026, 3, 2)))
    assert isinstance(accept_swap(actor=actor(cast.carl), swap=swap, now=NOON), Refusal)
    assert Override.objects.count() == 0


def test_gaps_are_told_to_the_team_once_a_week(cast: Cast):
    office = {"from_time": time(9), "to_time": time(17)}
    schedule = a_schedule(cast.rhea, **office)
    assert warn_of_gaps(now=NOON) > 0
    letter = Notification.objects.get(channel="email")
    assert (letter.to, "Tue 10 Mar 17:00 to Wed 11 Mar 09:00 UTC" in letter.text) == ("ada@example.org", True)
    warn_of_gaps(now=NOON + DAY)
    assert Notification.objects.filter(channel="email").count() == 1
    team = a_team("Web", cast.otto)
    layer = LayerValues(member_ids=(cast.rhea.pk,), starts_on=date(2026, 3, 2), **office)
    changed(schedule, layer, team_id=team.pk)
    warn_of_gaps(now=NOON + 7 * DAY)
    assert Notification.objects.filter(channel="email").latest("pk").to == "otto@example.org"
    changed(schedule, layer, gaps_meant=True)
    assert warn_of_gaps(now=NOON + 14 * DAY) == 0


def test_custom_shifts_zones_and_ends_are_kept(cast: Cast):
    layer = LayerValues(
        member_ids=(cast.rhea.pk, cast.carl.pk),
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 5, 4),
        rotation=Rotation.SHIFTS,
        points=(Point(0, time(9)), Point(4, time(17))),
        timezone="Europe/Berlin",
    )
    changed(a_schedule(), layer)
    [row] = schedules_whole(NOON)
    [shift, other] = shifts_of(cast.rhea.pk, FIRST, FIRST + 7 * DAY)[:2]
    assert shift[1].starts_at == FIRST - 0 * HOUR
    assert (shift[1].ends_at, other[1].starts_at) == (FIRST + 4 * DAY + 7 * HOUR, FIRST + 7 * DAY - HOUR)
    assert row.layers.get().ends_on == date(2026, 5, 4)


def test_who_is_paged_first_for_each_service(cast: Cast):
    team = a_team("Shop", cast.otto)
    a_service("Checkout", team)
    a_service("Blog")
    found = [(one.service.name, one.plan.title, [row.name for row in one.people]) for one in services_now(NOON)]
    assert found == [("Blog", "no escalation policy", ["Ada"]), ("Checkout", "no escalation policy", ["Ada"])]
    a_policy((5, [target(team)]), name="Shop", team_id=team.pk, is_default=False)
    a_policy((5, [target(a_schedule())]), name="Default")
    found = [(one.plan.title, [row.name for row in one.people], list(one.troubles)) for one in services_now(NOON)]
    assert found == [("Default", ["Ada"], ["Nobody is on call in Web."]), ("Shop", ["Otto"], [])]

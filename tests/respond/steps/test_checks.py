"""The self-check against the rows of a house."""

from datetime import timedelta

import pytest
from django.test import Client

from hotwash.kernel import clock
from hotwash.kernel.models import Event
from hotwash.respond.models import Escalation, Notification, PagingTrouble
from hotwash.respond.queries import paging_troubles
from hotwash.respond.steps import check_paging
from tests.cast import Cast
from tests.outbox import drain
from tests.respond.given import a_policy, a_schedule, declared, target

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def stuck(cast: Cast) -> Escalation:
    """An escalation whose second level is due for three minutes, at the real time: the clocks must agree."""
    a_policy((5, [target(cast.rhea)]), (5, [target(cast.carl)]))
    began = clock.now() - 8 * MINUTE
    declared(now=began)
    drain(now=began)
    Notification.objects.update(state="sent")
    return Escalation.objects.get()


def urgent() -> list[str]:
    return [one.key for one in paging_troubles(clock.now()) if one.urgent]


def test_levels_that_nobody_pages_are_told_once_and_when_it_is_over(stuck: Escalation, cast: Cast, client: Client):
    assert urgent() == ["late"]
    assert (client.get("/healthz/paging").status_code, check_paging(now=clock.now())) == (503, 1)
    check_paging(now=clock.now())
    Escalation.objects.update(due_at=clock.now() + MINUTE)
    check_paging(now=clock.now())
    told = Notification.objects.filter(to="ada@example.org", channel="email").order_by("pk")
    assert [row.subject for row in told] == ["Paging fails", "Paging works again"]
    assert [row.over_at is None for row in PagingTrouble.objects.all()] == [False]
    types = Event.objects.filter(type__startswith="respond.paging_").order_by("pk").values_list("type", flat=True)
    assert list(types) == ["respond.paging_fails", "respond.paging_works_again"]
    answer = client.get("/healthz/paging")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_pages_that_wait_and_that_are_given_up_are_counted(stuck: Escalation):
    Escalation.objects.update(due_at=clock.now() + MINUTE)
    late = clock.now() - 8 * MINUTE
    Notification.objects.filter(channel="email").update(state="waiting", created_at=late, due_at=late)
    assert urgent() == ["waiting"]
    Notification.objects.filter(channel="email").update(state="given_up")
    assert urgent() == ["given-up"]


def test_a_channel_through_which_nothing_goes(stuck: Escalation):
    Escalation.objects.update(due_at=clock.now() + MINUTE)
    row = Notification.objects.filter(channel="email").first()
    assert row is not None
    for number in range(1, 4):
        row.tries.create(number=number, at=clock.now() - MINUTE, arrived=False)
    assert urgent() == ["silent-email"]
    row.tries.create(number=4, at=clock.now() - MINUTE, arrived=True)
    assert urgent() == []


def test_what_would_fail(cast: Cast, settings: object):
    def found() -> list[str]:
        return [one.key for one in paging_troubles(clock.now()) if one.key != "no-mail"]

    assert found() == ["no-policy"]
    schedule = a_schedule()
    a_policy((5, [target(schedule)]), is_default=False)
    assert found() == ["no-default", "gap"]
    cast.rhea.contact_methods.all().delete()
    a_policy((5, [target(a_schedule(cast.rhea, name="Rhea"))]), name="Rhea")
    assert found() == ["gap", "account-only"]

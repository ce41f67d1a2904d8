"""Two workers at once, on real transactions: nothing is done twice, nothing waits for the other for ever."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from hotwash.process.models import ProcessVersion
from hotwash.process.queries import default_text
from hotwash.respond.events import EscalationDue
from hotwash.respond.models import Alert, Delivery, Escalation, Incident, Page
from hotwash.respond.steps import climb_escalation, decide_deliveries, deliver_late_notifications
from tests.cast import NOON, make_cast
from tests.outbox import drain
from tests.respond.given import ALERT, a_policy, a_rule, a_source, alertmanager_body, declared, delivered, target

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)


def at_once(times: int, work: Callable[[], object]) -> list[object]:
    """Run ``work`` in so many threads, each with a connection of its own, all beginning together."""
    barrier = Barrier(times)

    def one() -> object:
        try:
            barrier.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return [future.result() for future in [pool.submit(one) for _ in range(times)]]


@pytest.fixture
def process(db: None) -> None:
    """The first version of the process, which a flushed database no longer has."""
    ProcessVersion.objects.get_or_create(number=1, defaults={"text": default_text(), "created_at": NOON})


def test_a_level_is_paged_once(process: None):
    cast = make_cast()
    a_policy((5, [target(cast.rhea)]), (5, [target(cast.carl)]))
    declared()
    drain(now=NOON)
    due = EscalationDue(escalation=Escalation.objects.get().pk)
    at_once(4, lambda: climb_escalation(due, now=NOON + 5 * MINUTE))
    assert [page.person.name for page in Page.objects.order_by("pk")] == ["Rhea", "Carl"]


def test_a_message_is_sent_once(process: None):
    cast = make_cast()
    a_policy((5, [target(cast.rhea)]))
    declared()
    drain(now=NOON - MINUTE)
    found = at_once(4, lambda: deliver_late_notifications(now=NOON))
    assert sum(int(str(number)) for number in found) <= 1


def test_deliveries_of_a_storm_are_decided_once_each(process: None):
    make_cast()
    a_rule(group_by=("service",))
    sources = [a_source(name=name) for name in ("One", "Two")]
    for number in range(60):
        delivered(sources[number % 2], alertmanager_body({**ALERT, "host": str(number)}))

    def work() -> int:
        done = 0
        while found := decide_deliveries(now=NOON, limit=5):
            done += found
        return done

    found = at_once(3, work)
    assert sum(int(str(number)) for number in found) == 60
    assert Delivery.objects.filter(processed_at=None).count() == 0
    assert Alert.objects.count() == 60
    assert Incident.objects.count() == 1

"""Followers are called in their order; one that fails is called again alone, and keeps no other from its work."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection

from hotwash.flow import FLOW, Table
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.event import DomainEvent
from hotwash.kernel.outbox import FOLLOW, RUN, WAKE
from hotwash.respond.events import EscalationDue
from hotwash.worker import draining, queue, tasks
from tests.cast import NOON

pytestmark = pytest.mark.django_db
EVENT = EscalationDue(escalation=7)
ARGUMENTS = {"type": EVENT.type, "payload": EVENT.payload()}


class Log:
    """Followers that say what they were called with; each may fail."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.failing: dict[str, Exception] = {}

    def follower(self, name: str) -> Callable[..., None]:
        def call(event: EscalationDue, *, now: datetime) -> None:
            self.said.append(f"{name} {event.escalation} {now:%H:%M}")
            if name in self.failing:
                raise self.failing[name]

        call.__qualname__ = name
        return call


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    log, table = Log(), Table()
    table.on(EscalationDue, log.follower("first"), log.follower("second"))
    monkeypatch.setattr(tasks, "FLOW", table)
    yield log
    assert FLOW.followers(EscalationDue.type)


def put_off() -> list[tuple[str, timedelta]]:
    with connection.cursor() as cursor:
        query = "SELECT args->>'follower', scheduled_at - now() FROM procrastinate_jobs WHERE task_name = %s"
        cursor.execute(query, [RUN])
        return [(name.rpartition(".")[2], wait) for name, wait in cursor.fetchall()]


def run(failed: tasks.Failed = queue.try_again) -> None:
    tasks.run_job(WAKE, ARGUMENTS, now=NOON, failed=failed)


def test_all_are_called_in_their_order(log: Log) -> None:
    run()
    assert log.said == ["first 7 12:00", "second 7 12:00"]
    assert put_off() == []


def test_one_that_fails_is_put_off_alone(log: Log) -> None:
    log.failing["first"] = OSError("no route to host")
    run()
    assert log.said == ["first 7 12:00", "second 7 12:00"]
    ((name, wait),) = put_off()
    assert name == "first"
    assert timedelta(0) < wait <= timedelta(seconds=2)


def test_what_is_outside_says_when_it_makes_sense(log: Log) -> None:
    log.failing["second"] = PluginError("too many messages", retry=True, after=90.0)
    run()
    ((name, wait),) = put_off()
    assert name == "second"
    assert timedelta(seconds=80) < wait <= timedelta(seconds=90)


def test_what_makes_no_sense_is_given_up(log: Log, caplog: pytest.LogCaptureFixture) -> None:
    log.failing["second"] = PluginError("no such address", retry=False)
    run()
    assert put_off() == []
    assert "is given up: no such address" in caplog.text


def test_the_one_that_was_put_off_is_called_alone(log: Log) -> None:
    log.failing["first"] = OSError("no route to host")
    follower = next(name for name in tasks.FLOW.followers(EVENT.type) if name.endswith("first"))
    with pytest.raises(OSError, match="no route"):
        tasks.run_job(RUN, {**ARGUMENTS, "follower": follower}, now=NOON, failed=queue.try_again)
    assert log.said == ["first 7 12:00"]


def test_in_an_example_a_failure_is_the_callers(log: Log) -> None:
    log.failing["first"] = OSError("no route to host")
    queue.outbox.wake(EVENT, at=NOON)
    with pytest.raises(OSError, match="no route"):
        draining.drain(now=NOON)


@pytest.mark.parametrize("name", [FOLLOW, WAKE, RUN, "hotwash.of_a_later_release"])
def test_what_this_release_does_not_know_is_done_by_doing_nothing(log: Log, name: str) -> None:
    arguments = {"type": "nothing.of_the_kind", "payload": {}, "event": 0, "follower": "nobody"}
    tasks.run_job(name, arguments, now=NOON, failed=fail)
    assert log.said == []


def fail(follower: str, event: DomainEvent, error: Exception) -> None:
    raise AssertionError((follower, event, error))

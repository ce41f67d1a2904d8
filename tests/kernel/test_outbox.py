"""What is deferred belongs to the transaction of the step, also where the worker's own tasks are registered."""

import pytest
from django.db import connection, transaction

from hotwash.evidence.events import ResponseNoted
from hotwash.flow import FLOW
from hotwash.kernel import clock
from hotwash.kernel.outbox import FOLLOW, FOLLOWED, defer_follow, run_again, wake
from hotwash.respond.events import EscalationDue, IncidentDeclared
from hotwash.worker.queue import queue_app


def deferred(name: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (args->>'event')::int FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [name])
        return [row[0] for row in cursor.fetchall()]


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_a_job_goes_with_its_transaction_in_the_worker_too():
    queue_app()  # from here on the tasks belong to the worker's app, as in its process
    before = jobs()
    with transaction.atomic():
        wake(EscalationDue(escalation=1), at=clock.now())
        run_again("nobody", EscalationDue(escalation=1), at=clock.now())
        assert jobs() == before + 2
        transaction.set_rollback(True)
    assert jobs() == before


@pytest.mark.django_db
def test_what_nothing_follows_makes_no_job(monkeypatch: pytest.MonkeyPatch):
    events = [(1, IncidentDeclared.type), (2, ResponseNoted.type)]
    assert set(FLOW.rows()) == FOLLOWED
    defer_follow(events)
    assert deferred(FOLLOW) == [1]
    monkeypatch.setattr("hotwash.kernel.outbox.FOLLOWED", set())
    defer_follow(events)
    assert deferred(FOLLOW) == [1, 1, 2], "without the flow, anything may be followed"

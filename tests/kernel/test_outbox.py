"""What is deferred belongs to the transaction of the step, also where the worker's own tasks are registered."""

import pytest
from django.db import connection, transaction

from hotwash.kernel import clock
from hotwash.kernel.outbox import defer_run, wake
from hotwash.respond.events import EscalationDue
from hotwash.worker.queue import queue_app


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
        defer_run("nobody", EscalationDue(escalation=1))
        assert jobs() == before + 2
        transaction.set_rollback(True)
    assert jobs() == before

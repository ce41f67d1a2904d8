"""Doing the outbox's work here and now, in order, with what follows from it: for examples and tests.

The worker process does it concurrently and with retries; this does it one by one, and a failure is the caller's.
"""

import json
from datetime import datetime

from django.db import connection

from hotwash.kernel import clock
from hotwash.kernel.core.event import DomainEvent
from hotwash.worker.tasks import run_job

_TAKE = """
UPDATE procrastinate_jobs SET status = 'doing' WHERE id = (
  SELECT id FROM procrastinate_jobs WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %s)
  ORDER BY scheduled_at NULLS FIRST, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, task_name, args, scheduled_at
"""
_DONE = "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s"


class EndlessFlowError(RuntimeError):
    """The jobs do not come to an end: the flow goes round in circles."""


def drain(*, now: datetime, limit: int = 1000) -> int:
    """Do every job that is due at ``now``, those that follow from it included; how many were done.

    A delayed job is done as if it were the time it was put off to.
    """
    for done in range(limit):
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, [now])
            found = cursor.fetchone()
        if found is None:
            return done
        pk, name, arguments, due = found
        at = due or now
        with clock.pretending(at):
            run_job(name, arguments if isinstance(arguments, dict) else json.loads(arguments), now=at, failed=_raise)
        with connection.cursor() as cursor:
            cursor.execute(_DONE, [pk])
    msg = f"More than {limit} jobs at {now:%F %T}."
    raise EndlessFlowError(msg)


def _raise(follower: str, event: DomainEvent, error: Exception) -> None:  # noqa: ARG001 - the caller sees them in the error
    raise error

"""Doing the outbox's work inside a test, as the worker would: in order, with what follows from it, until a time."""

import json
from datetime import datetime

from django.db import connection

from hotwash.worker.tasks import run_job

_TAKE = """
UPDATE procrastinate_jobs SET status = 'doing' WHERE id = (
  SELECT id FROM procrastinate_jobs WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %s)
  ORDER BY scheduled_at NULLS FIRST, id LIMIT 1)
RETURNING id, task_name, args
"""


def drain(*, now: datetime, limit: int = 1000) -> int:
    """Do every job that is due at ``now``, those that follow from it included; how many were done."""
    for done in range(limit):
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, [now])
            found = cursor.fetchone()
        if found is None:
            return done
        run_job(found[1], json.loads(found[2]), now=now)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [found[0]])
    msg = f"More than {limit} jobs: the flow goes round in circles."
    raise AssertionError(msg)

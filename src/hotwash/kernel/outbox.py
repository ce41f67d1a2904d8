"""The outbox: work that follows from what was written, deferred in the same transaction, done by the worker.

Three kinds of jobs, known here by name only; the worker gives them their code:

- ``hotwash.follow(event)``: a logged event (its row id) is to be looked up in the flow;
- ``hotwash.wake(type, payload)``: a delayed event that is not logged falls due;
- ``hotwash.run(follower, type, payload)``: one follower is to be called with one event, with retries of its own.
"""

from collections.abc import Sequence
from datetime import datetime

from procrastinate.contrib.django import app
from procrastinate.jobs import JobDeferrer
from procrastinate.tasks import configure_task
from procrastinate.types import JSONValue

from hotwash.kernel.core.event import DomainEvent

FOLLOW, WAKE, RUN = "hotwash.follow", "hotwash.wake", "hotwash.run"
QUEUE = "flow"


def _job(name: str, at: datetime | None = None) -> JobDeferrer:
    """A job on Django's own connection. Not by ``app.configure_task``: in the worker the tasks of that name belong to
    the worker's app, whose connection knows nothing of our transaction.
    """
    return configure_task(name=name, job_manager=app.job_manager, queue=QUEUE, schedule_at=at)


def defer_follow(event_ids: Sequence[int]) -> None:
    """Defer the look-up of logged events. Part of the caller's transaction."""
    jobs: list[dict[str, JSONValue]] = [{"event": pk} for pk in event_ids]
    _job(FOLLOW).batch_defer(*jobs)


def wake(event: DomainEvent, *, at: datetime) -> None:
    """Have ``event`` delivered to the flow at a time (aware; in the past: at once). Part of the caller's
    transaction.
    """
    _job(WAKE, at).defer(type=event.type, payload=event.payload())


def defer_run(follower: str, event: DomainEvent) -> None:
    """Defer one follower of the flow for one event."""
    _job(RUN).defer(follower=follower, type=event.type, payload=event.payload())

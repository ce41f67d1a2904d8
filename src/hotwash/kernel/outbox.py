"""The outbox: work that follows from what was written, deferred in the same transaction, done by the worker.

Three kinds of jobs, known here by name only; the worker gives them their code:

- ``hotwash.follow(event)``: a logged event (its row id) is to be looked up in the flow and its followers called;
- ``hotwash.wake(type, payload)``: a delayed event that is not logged falls due;
- ``hotwash.run(follower, type, payload)``: one follower that failed is to be called again, with retries of its own.
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
FOLLOWED: set[str] = set()
"""The types of events that something follows, told by the flow when it is loaded; empty where it is not."""


def _job(name: str, at: datetime | None = None) -> JobDeferrer:
    """A job on Django's own connection. Not by ``app.configure_task``: in the worker the tasks of that name belong to
    the worker's app, whose connection knows nothing of our transaction.
    """
    return configure_task(name=name, job_manager=app.job_manager, queue=QUEUE, schedule_at=at)


def defer_follow(events: Sequence[tuple[int, str]]) -> None:
    """Defer the look-up of logged events, given as id and type. Part of the caller's transaction.

    No job is made for what nothing follows. Where the flow is not loaded, anything may be followed.
    """
    jobs: list[dict[str, JSONValue]] = [{"event": pk} for pk, kind in events if not FOLLOWED or kind in FOLLOWED]
    if jobs:
        _job(FOLLOW).batch_defer(*jobs)


def wake(event: DomainEvent, *, at: datetime) -> None:
    """Have ``event`` delivered to the flow at a time (aware; in the past: at once). Part of the caller's
    transaction.
    """
    _job(WAKE, at).defer(type=event.type, payload=event.payload())


def run_again(follower: str, event: DomainEvent, *, at: datetime) -> None:
    """Have one follower of the flow called with one event, with retries of its own."""
    _job(RUN, at).defer(follower=follower, type=event.type, payload=event.payload())

"""The code behind the three kinds of jobs of the outbox, and when a failed one is tried again.

A job may run twice (a crash between its work and the note that it is done): followers are idempotent.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from hotwash.flow import FLOW
from hotwash.kernel import clock, eventlog, outbox
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.event import DomainEvent, Json, event_type
from hotwash.kernel.models import Event

FIRST_WAIT_SECONDS = 2
LONGEST_WAIT_SECONDS = 3_600
ATTEMPTS = 16  # the last one comes about half a day after the first
log = structlog.get_logger(__name__)


def follow(event: int) -> None:
    """Look up a logged event in the flow and defer its followers, all or none."""
    row = Event.objects.get(pk=event)
    restored = eventlog.restore(row)
    if restored is None:
        log.warning("unknown_event", type=row.type, event=event)
        return
    _defer_followers(restored)


def wake(type: str, payload: Mapping[str, Json]) -> None:  # noqa: A002 - the name in the outbox
    """A delayed event falls due: defer its followers."""
    event = _event(type, payload)
    if event is not None:
        _defer_followers(event)


def run(follower: str, type: str, payload: Mapping[str, Json]) -> None:  # noqa: A002
    """Call one follower with one event."""
    function = FLOW.follower(follower)
    event = _event(type, payload)
    if function is None or event is None:
        log.warning("unknown_follower", follower=follower, type=type)
        return
    function(event, now=clock.now())


JOBS: Mapping[str, Callable[..., None]] = {outbox.FOLLOW: follow, outbox.WAKE: wake, outbox.RUN: run}


def wait_after(error: BaseException, attempts: int) -> timedelta | None:
    """How long to wait before the next attempt, after so many that failed before this one; None to give up.

    What is outside says itself whether it makes sense to try again; everything else gets doubling pauses.
    """
    if attempts + 1 >= ATTEMPTS or (isinstance(error, PluginError) and not error.retry):
        return None
    asked = (error.after if isinstance(error, PluginError) else None) or 0.0
    return timedelta(seconds=max(asked, min(FIRST_WAIT_SECONDS * 2.0**attempts, LONGEST_WAIT_SECONDS)))


def next_attempt(error: BaseException, attempts: int, now: datetime) -> datetime | None:
    wait = wait_after(error, attempts)
    return None if wait is None else now + wait


def _event(name: str, payload: Mapping[str, Json]) -> DomainEvent | None:
    kind = event_type(name)
    return None if kind is None else kind.from_payload(payload)


def _defer_followers(event: DomainEvent) -> None:
    with transaction.atomic():
        for name in FLOW.followers(event.type):
            outbox.defer_run(name, event)

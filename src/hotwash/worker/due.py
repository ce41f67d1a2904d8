"""What is due by its row: asked every few seconds, so that nothing depends on a wake-up that died with a worker."""

import asyncio
import logging
import random
from datetime import datetime

from django.db import InterfaceError, OperationalError

from hotwash import flow
from hotwash.kernel import clock
from hotwash.kernel.core.event import DomainEvent
from hotwash.worker.precedence import pressing
from hotwash.worker.queue import with_fresh_connections
from hotwash.worker.tasks import follow

LOOK_SECONDS = 2.0
NEXT_SECONDS = 0.1  # after something was due: more may be
log = logging.getLogger(__name__)


async def look_for_due() -> None:
    """Follow what is due, forever. Ends with an error when the database goes."""
    while True:
        went = await asyncio.to_thread(follow_due)
        await asyncio.sleep(NEXT_SECONDS if went else LOOK_SECONDS)


@with_fresh_connections
def follow_due() -> bool:
    """Whether there was anything that went well. In no order: several workers look at the same rows."""
    went = False
    for find in flow.DUE:
        found = list(find(now=clock.now()))
        random.shuffle(found)
        with pressing():
            for event in found:
                went = _follow(event, clock.now()) or went
    return went


def _follow(event: DomainEvent, now: datetime) -> bool:
    """One wake-up. A defect is told, and the row is found again: it must not keep the others waiting."""
    failures: list[Exception] = []
    follow(event, now, lambda _name, _event, error: failures.append(error))
    for error in failures:
        if isinstance(error, InterfaceError | OperationalError):
            raise error
        log.error("%s is due and failed; it is tried again in %g s: %s", event, LOOK_SECONDS, error)
    return not failures

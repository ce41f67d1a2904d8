"""Deliveries as they come in: woken by the fast door, and now and then by the clock in case a word got lost."""

import asyncio
import logging

from django.db import InterfaceError, OperationalError
from psycopg import AsyncConnection

from hotwash import flow
from hotwash.kernel import clock
from hotwash.worker.queue import with_fresh_connections

CHANNEL = "hotwash_delivery"
BATCH = 500
LOOK_SECONDS = 10.0
log = logging.getLogger(__name__)


async def take_deliveries(dsn: str) -> None:
    """Have waiting deliveries decided, a batch at a time, forever. Ends with an error when the database goes."""
    async with await AsyncConnection.connect(dsn, autocommit=True) as connection:
        await connection.execute(f"LISTEN {CHANNEL}")
        while True:
            await _decide_all()
            await _until_woken(connection)


async def _decide_all() -> None:
    """Decide until nothing waits. A defect is told and tried again later: it must not stop the other work."""
    try:
        while await asyncio.to_thread(_decide_some):
            pass
    except (InterfaceError, OperationalError):
        raise
    except Exception:  # the edge of the process
        log.exception("Deciding about deliveries failed; it is tried again in %g s.", LOOK_SECONDS)


async def _until_woken(connection: AsyncConnection) -> None:
    async for _ in connection.notifies(timeout=LOOK_SECONDS, stop_after=1):
        pass


@with_fresh_connections
def _decide_some() -> int:
    return sum(take(limit=BATCH, now=clock.now()) for take in flow.TAKERS)

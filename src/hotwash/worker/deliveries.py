"""Deliveries as they come in: woken by the fast door, and now and then by the clock in case a word got lost."""

import asyncio

from psycopg import AsyncConnection

from hotwash import flow
from hotwash.kernel import clock
from hotwash.worker.queue import with_fresh_connections

CHANNEL = "hotwash_delivery"
BATCH = 50
LOOK_SECONDS = 10.0


async def take_deliveries(dsn: str) -> None:
    """Have waiting deliveries decided, a batch at a time, forever. Ends with an error when the database goes."""
    async with await AsyncConnection.connect(dsn, autocommit=True) as connection:
        await connection.execute(f"LISTEN {CHANNEL}")
        while True:
            while await asyncio.to_thread(_decide_some):
                pass
            await _until_woken(connection)


async def _until_woken(connection: AsyncConnection) -> None:
    async for _ in connection.notifies(timeout=LOOK_SECONDS, stop_after=1):
        pass


@with_fresh_connections
def _decide_some() -> int:
    return sum(take(limit=BATCH, now=clock.now()) for take in flow.TAKERS)

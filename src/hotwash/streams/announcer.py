"""Wakes the worker when deliveries were committed: at once after a quiet time, then a few times a second.

The word goes out in a transaction of its own. PostgreSQL lets one transaction after the other commit that says NOTIFY,
so in a storm each group of deliveries would wait for the commits of the worker, and those for it. A word that is lost
in a crash costs a few seconds: the worker looks by the clock too.
"""

import asyncio

from psycopg import OperationalError

from hotwash.streams.link import Link

CHANNEL = "hotwash_delivery"
PAUSE_SECONDS = 0.05


class Announcer:
    """``link`` is its own: nothing that is stored waits behind a word."""

    def __init__(self, link: Link, pause: float = PAUSE_SECONDS) -> None:
        self._link = link
        self._pause = pause
        self._news = asyncio.Event()

    def tell(self) -> None:
        """There are new deliveries; returns at once."""
        self._news.set()

    async def run(self) -> None:
        """Pass the word on until cancelled. While the database can't be reached, it is kept."""
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await self._link.rows("SELECT pg_notify(%s, '')", (CHANNEL,))
            except OperationalError:
                self._news.set()
            await asyncio.sleep(self._pause)

    async def close(self) -> None:
        await self._link.close()

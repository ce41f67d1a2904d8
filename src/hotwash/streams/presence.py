"""Who has the page of an incident open right now, over all web processes.

Each process tells the others by NOTIFY when its own list changes, and again with every heartbeat; what was not told
again is forgotten, so a process that was killed leaves nobody behind. Nothing of this is stored.
"""

import contextlib
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable

import orjson
from psycopg import OperationalError

from hotwash.streams.link import Link

CHANNEL = "hotwash_presence"
FORGET_SECONDS = 40.0
MOST_NAMES = 40  # a NOTIFY carries at most 8,000 bytes


class Presence:
    """The lists of this process, and what the others told."""

    def __init__(self, link: Link, clock: Callable[[], float] = time.monotonic) -> None:
        self._link = link
        self._clock = clock
        self._process = uuid.uuid4().hex
        self._own: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self._told: defaultdict[int, dict[str, tuple[float, tuple[str, ...]]]] = defaultdict(dict)

    @contextlib.asynccontextmanager
    async def seat(self, incident: int | None, name: str) -> AsyncIterator[None]:
        """The person is here as long as the block runs; an inbox (None) has no list."""
        if incident is None:
            yield
            return
        self._own[incident][name] += 1
        await self.tell(incident)
        try:
            yield
        finally:
            self._own[incident] -= Counter([name])
            await self.tell(incident)
            if not self._own[incident]:
                del self._own[incident]

    async def tell(self, incident: int) -> None:
        """Tell every process, this one too, who is here. While the database is away, nobody is told."""
        names = sorted(self._own.get(incident, ()))[:MOST_NAMES]
        text = orjson.dumps({"incident": incident, "process": self._process, "names": names}).decode()
        with contextlib.suppress(OperationalError):
            await self._link.rows("SELECT pg_notify(%s, %s)", (CHANNEL, text))

    def hear(self, payload: str) -> int:
        """Take in what a process told; gives the incident that it is about."""
        told = orjson.loads(payload)
        incident = int(told["incident"])
        if told["names"]:
            self._told[incident][told["process"]] = (self._clock(), tuple(told["names"]))
        else:
            self._told[incident].pop(told["process"], None)
        return incident

    def names(self, incident: int) -> tuple[str, ...]:
        """Everybody who is here, by name."""
        fresh = self._clock() - FORGET_SECONDS
        return tuple(sorted({name for at, names in self._told[incident].values() if at > fresh for name in names}))

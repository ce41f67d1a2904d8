"""Which secret addresses exist: a small table in memory, so that no delivery waits for a look-up."""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from psycopg import OperationalError

from hotwash.ports.registry import plugins
from hotwash.ports.sources import Door, Source, door_of
from hotwash.streams.link import Link

FRESH_SECONDS = 2.0  # how long a source that was switched off may still be heard
MISS_SECONDS = 0.2  # how often wrong secrets may make us look again


@dataclass(frozen=True, slots=True)
class KnownSource:
    id: int
    plugin: str
    secret: str


Table = Mapping[bytes, KnownSource]
Load = Callable[[], Awaitable[list[KnownSource]]]


def digest(plugin: str, secret: str) -> bytes:
    """What the table is looked up by: the time of a look-up tells nothing about the secret itself."""
    return hashlib.sha256(f"{plugin}/{secret}".encode("utf-8", "surrogatepass")).digest()


class Sources:
    """The enabled sources, read again when they grow old and, for a source made a moment ago, after a miss.

    While the database can't be reached, what is known stays valid, and a miss raises ``OperationalError``: nobody can
    say that there is no such source.
    """

    def __init__(self, load: Load) -> None:
        self._load = load
        self._table: Table = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def find(self, plugin: str, secret: str) -> KnownSource | None:
        """The source with this address, or None."""
        wanted = digest(plugin, secret)
        if time.monotonic() - self._read_at >= FRESH_SECONDS:
            with suppress(OperationalError):
                await self._read_unless_younger(FRESH_SECONDS)
        found = self._table.get(wanted)
        if found is None:
            await self._read_unless_younger(MISS_SECONDS)
            found = self._table.get(wanted)
        if found is None or not hmac.compare_digest(found.secret.encode(), secret.encode("utf-8", "surrogatepass")):
            return None
        return found

    async def _read_unless_younger(self, seconds: float) -> None:
        if time.monotonic() - self._read_at < seconds:
            return
        async with self._reading:
            if time.monotonic() - self._read_at < seconds:
                return
            rows = await self._load()
            self._table = {digest(row.plugin, row.secret): row for row in rows}
            self._read_at = time.monotonic()


def is_pinged(plugin: str) -> bool:
    """Whether the address of such a source says enough, so that asking for it is a message."""
    known = plugins("sources", Source).get(plugin)  # type: ignore[type-abstract] # checked against it by the registry
    return known is not None and door_of(known) is Door.PING


def loader(link: Link) -> Load:
    async def load() -> list[KnownSource]:
        rows = await link.rows("SELECT id, plugin, secret FROM hotwash_source WHERE enabled")
        return [KnownSource(*cast("tuple[int, str, str]", row)) for row in rows]

    return load

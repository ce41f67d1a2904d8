"""Group commit: what waits goes into one INSERT and one commit, then everybody is answered.

A commit costs the same for one row as for a thousand. While one group is being committed the next one gathers, so the
size of the groups follows the load by itself, and nobody waits for a timer.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

MAX_ROWS = 1_000
MAX_BYTES = 32_000_000


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery as it came: who sent it, the headers as a JSON object, the body."""

    source: int
    headers: str
    body: bytes


Write = Callable[[Sequence[Parcel]], Awaitable[Sequence[int | None]]]


class Full(Exception):  # noqa: N818 - reads as a sentence
    """More waits to be written than may wait; the sender should come again in a moment."""


@dataclass(slots=True)
class _Waiting:
    parcel: Parcel
    answer: "asyncio.Future[int | None]" = field(repr=False)


class GroupCommit:
    """Gathers parcels for ``write``, which gives the number of each row, in order, after the commit.

    A number is None where the row was refused for good (its source is gone). An exception of ``write`` reaches
    everybody in the group: nothing of it is known to be stored.
    """

    def __init__(self, write: Write, *, max_waiting_bytes: int) -> None:
        self._write = write
        self._limit = max_waiting_bytes
        self._waiting: list[_Waiting] = []
        self._bytes = 0
        self._something = asyncio.Event()

    async def put(self, parcel: Parcel) -> int | None:
        """Store it; returns when it is committed."""
        if self._bytes + len(parcel.body) > self._limit and self._bytes:
            raise Full
        answer: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(parcel, answer))
        self._bytes += len(parcel.body)
        self._something.set()
        return await answer

    async def run(self) -> None:
        """Write groups until cancelled."""
        while True:
            await self._something.wait()
            group = self._take()
            await self._commit(group)
            self._bytes -= sum(len(waiting.parcel.body) for waiting in group)

    def _take(self) -> list[_Waiting]:
        size = 0
        count = 0
        for waiting in self._waiting[:MAX_ROWS]:
            size += len(waiting.parcel.body)
            if count and size > MAX_BYTES:
                break
            count += 1
        group, self._waiting = self._waiting[:count], self._waiting[count:]
        if not self._waiting:
            self._something.clear()
        return group

    async def _commit(self, group: Sequence[_Waiting]) -> None:
        try:
            numbers = await self._write([waiting.parcel for waiting in group])
        except Exception as error:  # noqa: BLE001 - handed on to everybody who waits; the writer itself goes on
            for waiting in group:
                if not waiting.answer.done():
                    waiting.answer.set_exception(error)
            return
        for waiting, number in zip(group, numbers, strict=True):
            if not waiting.answer.done():
                waiting.answer.set_result(number)

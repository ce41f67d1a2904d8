import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from hotwash.streams.groups import MAX_ROWS, Full, GroupCommit, Parcel


class Ledger:
    """Stands for the database: numbers rows, remembers the groups, waits for ``open`` before each commit."""

    def __init__(self) -> None:
        self.groups: list[list[bytes]] = []
        self.open = asyncio.Event()
        self.broken = False

    async def write(self, parcels: Sequence[Parcel]) -> list[int | None]:
        await self.open.wait()
        if self.broken:
            raise ConnectionError("gone")
        first = sum(len(group) for group in self.groups)
        self.groups.append([parcel.body for parcel in parcels])
        return list(range(first, first + len(parcels)))


@asynccontextmanager
async def running(groups: GroupCommit) -> AsyncIterator[None]:
    task = asyncio.create_task(groups.run())
    yield
    task.cancel()


def parcel(text: str) -> Parcel:
    return Parcel(1, "{}", text.encode())


def test_what_waits_is_committed_together_and_answered_in_order() -> None:
    async def scenario() -> tuple[list[int | None], list[int]]:
        ledger = Ledger()
        groups = GroupCommit(ledger.write, max_waiting_bytes=10_000)
        async with running(groups):
            first = asyncio.create_task(groups.put(parcel("0")))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            others = [asyncio.create_task(groups.put(parcel(str(n)))) for n in range(1, 6)]
            await asyncio.sleep(0)
            ledger.open.set()
            answers = await asyncio.gather(first, *others)
        return answers, [len(group) for group in ledger.groups]

    assert asyncio.run(scenario()) == ([0, 1, 2, 3, 4, 5], [1, 5])


def test_a_group_has_a_largest_size() -> None:
    async def scenario() -> list[int]:
        ledger = Ledger()
        groups = GroupCommit(ledger.write, max_waiting_bytes=10_000_000)
        ledger.open.set()
        tasks = [asyncio.create_task(groups.put(parcel("x"))) for _ in range(MAX_ROWS + 1)]
        await asyncio.sleep(0)
        async with running(groups):
            await asyncio.gather(*tasks)
        return [len(group) for group in ledger.groups]

    assert asyncio.run(scenario()) == [MAX_ROWS, 1]


def test_when_the_write_fails_everybody_in_the_group_hears_it_and_the_next_group_goes_on() -> None:
    async def scenario() -> tuple[list[str], int | None]:
        ledger = Ledger()
        ledger.open.set()
        ledger.broken = True
        groups = GroupCommit(ledger.write, max_waiting_bytes=10_000)
        async with running(groups):
            failed = await asyncio.gather(groups.put(parcel("a")), groups.put(parcel("b")), return_exceptions=True)
            ledger.broken = False
            later = await groups.put(parcel("c"))
        return [type(error).__name__ for error in failed], later

    assert asyncio.run(scenario()) == (["ConnectionError", "ConnectionError"], 0)


def test_one_who_hangs_up_does_not_disturb_the_others() -> None:
    async def scenario() -> int | None:
        ledger = Ledger()
        groups = GroupCommit(ledger.write, max_waiting_bytes=10_000)
        async with running(groups):
            gone = asyncio.create_task(groups.put(parcel("gone")))
            stays = asyncio.create_task(groups.put(parcel("stays")))
            await asyncio.sleep(0)
            gone.cancel()
            ledger.open.set()
            return await stays

    assert asyncio.run(scenario()) == 1


def test_too_much_waiting_is_refused_but_never_a_single_one() -> None:
    async def scenario() -> None:
        groups = GroupCommit(Ledger().write, max_waiting_bytes=3)
        first = asyncio.create_task(groups.put(parcel("larger than three")))
        await asyncio.sleep(0)
        with pytest.raises(Full):
            await groups.put(parcel("x"))
        first.cancel()

    asyncio.run(scenario())

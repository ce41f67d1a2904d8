"""The worker hears of deliveries at once, but not of each one."""

import asyncio
from contextlib import suppress

from psycopg import AsyncConnection, OperationalError

from hotwash.streams.announcer import CHANNEL, Announcer
from hotwash.streams.link import Link, Row

PATIENCE = 10  # seconds


class Words(Link):
    """Counts what is said instead of saying it, as long as ``gone`` counts down to a database that is there."""

    def __init__(self, gone: int = 0) -> None:
        super().__init__("")
        self.said = 0
        self.gone = gone
        self.tried = asyncio.Event()

    async def rows(self, *_statement: object) -> list[Row]:
        self.tried.set()
        if self.gone:
            self.gone -= 1
            raise OperationalError
        self.said += 1
        return []


async def heard(link: Words, announcer: Announcer, tells: int, enough: int) -> int:
    task = asyncio.create_task(announcer.run())
    for _ in range(tells):
        announcer.tell()
    while link.said < enough:
        link.tried.clear()
        await asyncio.wait_for(link.tried.wait(), PATIENCE)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    return link.said


def test_one_word_stands_for_all_that_came_meanwhile() -> None:
    async def scenario() -> int:
        link = Words()
        return await heard(link, Announcer(link), tells=100, enough=1)

    assert asyncio.run(scenario()) == 1


def test_a_word_waits_for_the_database() -> None:
    async def scenario() -> int:
        link = Words(gone=3)
        return await heard(link, Announcer(link, pause=0), tells=1, enough=1)

    assert asyncio.run(scenario()) == 1


def test_the_word_reaches_who_listens(dsn: str) -> None:
    async def scenario() -> str:
        async with await AsyncConnection.connect(dsn, autocommit=True) as listening:
            await listening.execute(f"LISTEN {CHANNEL}")
            announcer = Announcer(Link(dsn))
            task = asyncio.create_task(announcer.run())
            announcer.tell()
            notices = [notice.channel async for notice in listening.notifies(timeout=PATIENCE, stop_after=1)]
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await announcer.close()
        return notices[0]

    assert asyncio.run(scenario()) == "hotwash_delivery"


def test_several_who_find_no_connection_open_one(dsn: str) -> None:
    async def scenario() -> set[object]:
        link = Link(dsn)
        answers = await asyncio.gather(*(link.rows("SELECT pg_backend_pid()") for _ in range(8)))
        await link.close()
        return {rows[0][0] for rows in answers}

    assert len(asyncio.run(scenario())) == 1

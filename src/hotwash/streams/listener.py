"""What happens in the database, heard once for the whole process and handed to every open page that wants it."""

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from psycopg import AsyncConnection, OperationalError

from hotwash.streams import metrics, presence
from hotwash.streams.presence import Presence

CHANNEL = "hotwash_event"
QUEUE_LENGTH = 256
AGAIN_SECONDS = 1.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Word:
    """Something was logged for this incident (None: for the organisation); ``newest`` is the last line's number, or 0
    where somebody only came or went.
    """

    incident: int | None
    newest: int


def read_word(payload: str) -> Word:
    incident, _, newest = payload.partition(":")
    return Word(int(incident) if incident else None, int(newest))


class Ear:
    """One listening page: a bounded queue of words. None in it means: end, and let the page come again."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Word | None] = asyncio.Queue(QUEUE_LENGTH)

    def hear(self, word: Word | None) -> None:
        """Never waits: a page that does not keep up is ended and catches up when it comes again."""
        if self._queue.full():
            while not self._queue.empty():
                self._queue.get_nowait()
            word = None
        self._queue.put_nowait(word)

    async def next(self, patience: float) -> Word | None:
        """The next word. Raises ``TimeoutError`` when nothing is heard for ``patience`` seconds."""
        async with asyncio.timeout(patience):  # unlike wait_for of Python 3.11 it never swallows that we are cancelled
            return await self._queue.get()


class Listener:
    """Holds the one LISTEN connection, opens it again after it was lost, and ends all pages then: each comes again and
    asks for what it missed.
    """

    def __init__(self, dsn: str, presence: Presence) -> None:
        self._dsn = dsn
        self._presence = presence
        self._ears: set[Ear] = set()
        self.listening = asyncio.Event()

    @contextlib.contextmanager
    def ear(self) -> Iterator[Ear]:
        ear = Ear()
        self._ears.add(ear)
        metrics.LIVE.inc()
        try:
            yield ear
        finally:
            self._ears.discard(ear)
            metrics.LIVE.dec()

    def end_all(self) -> None:
        for ear in tuple(self._ears):
            ear.hear(None)

    async def run(self) -> None:
        """Listen until cancelled."""
        while True:
            try:
                async with await AsyncConnection.connect(self._dsn, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    await connection.execute(f"LISTEN {presence.CHANNEL}")
                    self.listening.set()
                    async for notice in connection.notifies():
                        self._spread(self._read(notice.channel, notice.payload))
            except OperationalError as error:
                log.warning("the database went away, listening again soon: %s", str(error).strip())
            self.listening.clear()
            self.end_all()
            await asyncio.sleep(AGAIN_SECONDS)

    def _read(self, channel: str, payload: str) -> Word:
        return Word(self._presence.hear(payload), 0) if channel == presence.CHANNEL else read_word(payload)

    def _spread(self, word: Word) -> None:
        for ear in self._ears:
            ear.hear(word)

"""Public status pages from memory: rendered by the worker, read once, and answered to however many come.

The database is asked once a second at most, and only while somebody reads. What was read is kept in a file too: with
the database down, also after a restart, the last rendered copy is served and says since when nothing newer is known.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from psycopg import Error
from starlette.types import ASGIApp, Receive, Scope, Send

from hotwash.respond.core.status import serving
from hotwash.respond.core.status.documents import Kept, from_file, kept, to_file
from hotwash.respond.core.status.page import PUBLIC
from hotwash.streams.link import Link

PREFIX = PUBLIC
LOOK_SECONDS = 1.0  # how old what is in memory may grow before it is looked at again, behind the reader's back
OLD_SECONDS = 5.0  # older than that, the reader waits for the look
PATIENCE_SECONDS = 2.0
DIRECTORY = """
SELECT page.slug, document.path, document.etag, document.id
FROM hotwash_statusdocument document JOIN hotwash_statuspage page ON page.id = document.page_id
WHERE page.public
"""
BODIES = "SELECT id, kind, body, rendered_at FROM hotwash_statusdocument WHERE id = ANY(%s)"
log = logging.getLogger(__name__)
Place = tuple[str, str]


class Shelf:
    """The copies in a folder, one file for each page."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self) -> dict[Place, Kept]:
        found: dict[Place, Kept] = {}
        for file in sorted(self._folder.glob("*.json")) if self._folder.is_dir() else ():
            with suppress(OSError, ValueError, KeyError):
                found |= {(file.stem, path): row for path, row in from_file(file.read_bytes()).items()}
        return found

    def write(self, slug: str, rows: Mapping[str, Kept]) -> None:
        """All of a page at once; a page that is gone leaves no file."""
        target = self._folder / f"{slug}.json"
        if not rows:
            target.unlink(missing_ok=True)
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        beside = target.with_suffix(".part")
        beside.write_bytes(to_file(rows))
        beside.replace(target)


class StatusPages:
    """``rest`` answers what is not in memory: forms, addresses that are not there."""

    def __init__(self, link: Link, folder: Path, rest: ASGIApp, clock: Callable[[], float] = time.monotonic) -> None:
        self._link = link
        self._shelf = Shelf(folder)
        self._rest = rest
        self._clock = clock
        self._table: dict[Place, Kept] = {}
        self._looked_at = float("-inf")
        self._down_since: datetime | None = None
        self._last_known: dict[str, Kept] = {}  # by etag
        self._look: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        slug, _, path = str(scope["path"]).removeprefix(PREFIX).partition("/")
        found = None
        if scope["method"] in {"GET", "HEAD"}:
            await self._freshen()
            found = self._table.get((slug, path)) if str(scope["path"]).count("/") > 3 else None
        if found is None:
            await self._rest(scope, receive, send)
        else:
            await self._answer(found, scope, send)

    async def close(self) -> None:
        if self._look is not None:
            self._look.cancel()
        await self._link.close()

    async def _freshen(self) -> None:
        age = self._clock() - self._looked_at
        if age < LOOK_SECONDS:
            return
        if self._look is None or self._look.done():
            self._look = asyncio.create_task(self._look_again())
        if age > OLD_SECONDS and self._down_since is None:
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(self._look), PATIENCE_SECONDS)

    async def _look_again(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._take_in()
        except (Error, OSError, TimeoutError) as error:
            if self._down_since is None:
                log.warning("status pages are served as they were: %s", str(error).strip() or type(error).__name__)
                self._down_since = datetime.now(UTC)
            if not self._table:
                self._table = await asyncio.to_thread(self._shelf.read)
        else:
            self._down_since = None
            self._last_known.clear()
        self._looked_at = self._clock()

    async def _take_in(self) -> None:
        rows = cast("list[tuple[str, str, str, int]]", await self._link.rows(DIRECTORY))
        there = {(slug, path): (etag, number) for slug, path, etag, number in rows}
        changed = {
            place: (etag, number)
            for place, (etag, number) in there.items()
            if place not in self._table or self._table[place].etag != etag
        }
        gone = self._table.keys() - there.keys()
        if not changed and not gone:
            return
        numbers = [number for _, number in changed.values()]
        bodies = cast("list[tuple[int, str, str, datetime]]", await self._link.rows(BODIES, (numbers,)))
        self._table = await asyncio.to_thread(self._put, changed, {row[0]: row[1:] for row in bodies}, gone)

    def _put(
        self,
        changed: Mapping[Place, tuple[str, int]],
        bodies: Mapping[int, tuple[str, str, datetime]],
        gone: set[Place],
    ) -> dict[Place, Kept]:
        """The new table; the files follow it."""
        table = {place: row for place, row in self._table.items() if place not in gone}
        for place, (etag, number) in changed.items():
            if number in bodies:
                kind, body, at = bodies[number]
                table[place] = kept(kind, etag, body.encode(), at)
        for slug in {slug for slug, _ in {*changed, *gone}}:
            with suppress(OSError):
                self._shelf.write(slug, {path: row for (of, path), row in table.items() if of == slug})
        return table

    def _as_last_known(self, found: Kept, down_since: datetime) -> Kept:
        """The page with the word on top; made once, for however many read it meanwhile."""
        etag = f"{found.etag}-{int(down_since.timestamp())}"
        if etag not in self._last_known:
            body = serving.with_stale_word(found.body.decode(), found.rendered_at, down_since)
            self._last_known[etag] = kept(found.kind, etag, body.encode(), found.rendered_at)
        return self._last_known[etag]

    async def _answer(self, found: Kept, scope: Scope, send: Send) -> None:
        asked = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if self._down_since is not None and found.kind.startswith("text/html"):
            found = self._as_last_known(found, self._down_since)
        told = dict(serving.headers(found.kind, found.etag, found.rendered_at, public=True))
        if serving.is_known(found.etag, asked.get(b"if-none-match", "")):
            await _send(send, 304, told, b"")
            return
        body = found.body
        if found.packed and "gzip" in asked.get(b"accept-encoding", ""):
            body, told["content-encoding"] = found.packed, "gzip"
        told["content-length"] = str(len(body))
        await _send(send, 200, told, b"" if scope["method"] == "HEAD" else body)


async def _send(send: Send, status: int, told: Mapping[str, str], body: bytes) -> None:
    headers = [(name.encode(), value.encode("latin-1")) for name, value in told.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

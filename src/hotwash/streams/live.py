"""Live pages: server-sent events out of the event log.

``GET /live/incidents/INC-42`` tells of each new line of the log of one incident, ``GET /live/inbox`` of all that
the viewer may see. Who may watch is asked once, when the stream opens; it ends after ``LIFETIME_SECONDS``, the
browser comes again by itself, says what it saw last (``Last-Event-ID``), is checked again, and hears what it missed.

    id: 1234
    event: change
    data: {"incident": 42, "type": "respond.incident_acknowledged"}

    event: here
    data: ["Ada", "Carl"]

The data says *that* something changed, the page asks for the new state by itself: nothing private passes here. The
second event says who has the incident open.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from http.cookies import CookieError, SimpleCookie

import orjson
from django.conf import settings
from psycopg import OperationalError
from starlette.types import Receive, Scope, Send

from hotwash.kernel.core.actor import Actor
from hotwash.streams import viewers
from hotwash.streams.answers import refuse
from hotwash.streams.link import Link
from hotwash.streams.listener import Ear, Listener, Word
from hotwash.streams.presence import Presence

PREFIX = "/live/"
HEARTBEAT_SECONDS = 15.0
LIFETIME_SECONDS = 15 * 60.0
RETRY_MILLISECONDS = 2_000
CATCH_UP_LINES = 500
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # a proxy must pass each event on at once
]
LINES_OF_ONE = """
SELECT id, incident_id, type FROM hotwash_event WHERE id > %s AND incident_id = %s ORDER BY id LIMIT %s
"""
LINES_OF_ALL = "SELECT id, incident_id, type FROM hotwash_event WHERE id > %s ORDER BY id LIMIT %s"
NEWEST = "SELECT coalesce(max(id), 0) FROM hotwash_event"
Line = tuple[int, int | None, str]


class Live:
    """The streams of this process."""

    def __init__(self, link: Link, listener: Listener, presence: Presence) -> None:
        self._link = link
        self._listener = listener
        self._presence = presence

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            await refuse(send, 405, "get_only", "Live streams are read with GET.", {b"allow": b"GET"})
            return
        actor = await viewers.in_thread(viewers.viewer, session_key(scope))
        if actor is None:
            await refuse(send, 401, "sign_in", "Sign in first.")
            return
        what = scope["path"].removeprefix(PREFIX).strip("/").split("/")
        if what == ["inbox"]:
            await self._stream(scope, receive, send, Watch(actor, None))
        elif len(what) == 2 and what[0] == "incidents":
            incident = await viewers.in_thread(viewers.incident_number, actor, what[1])
            if incident is None:
                await refuse(send, 404, "no_incident", "There is no such incident, or it is private.")
            else:
                await self._stream(scope, receive, send, Watch(actor, incident))
        else:
            await refuse(send, 404, "no_stream", "There is no such stream.")

    async def _stream(self, scope: Scope, receive: Receive, send: Send, watch: "Watch") -> None:
        with self._listener.ear() as ear:
            try:
                seen = last_seen(scope)
                if seen is None:
                    seen = int(str((await self._link.rows(NEWEST))[0][0]))
            except OperationalError:
                await refuse(
                    send, 503, "unavailable", "The database can't be reached just now.", {b"retry-after": b"5"}
                )
                return
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            async with self._presence.seat(watch.incident, watch.name):
                gone = asyncio.ensure_future(until_gone(receive))
                talk = asyncio.ensure_future(self._talk(send, ear, watch, seen))
                await asyncio.wait({gone, talk}, return_when=asyncio.FIRST_COMPLETED)
                gone.cancel()
                talk.cancel()
                await asyncio.gather(gone, talk, return_exceptions=True)

    async def _talk(self, send: Send, ear: Ear, watch: "Watch", seen: int) -> None:
        await send_part(send, b"retry: %d\n\n" % RETRY_MILLISECONDS)
        async for part in self._parts(ear, watch, seen):
            await send_part(send, part)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _parts(self, ear: Ear, watch: "Watch", seen: int) -> AsyncIterator[bytes]:
        """Lines after ``seen`` as they come, who is here when that changes, and now and then a sign of life, so that a
        dead connection is found out.
        """
        end = time.monotonic() + LIFETIME_SECONDS
        look, here = True, b""
        while time.monotonic() < end:
            try:
                if look:
                    for line in await watch.after(seen, self._link):
                        seen = max(seen, line[0])
                        yield encode(line)
                word = await ear.next(HEARTBEAT_SECONDS)
            except TimeoutError:
                look = False
                yield b": still here\n\n"
                await self._stay(watch)
                continue
            except OperationalError:
                return
            if word is None:
                return
            look = watch.concerns(word.incident) and word.newest > seen
            now_here = self._here(watch, word)
            if now_here not in {b"", here}:
                here = now_here
                yield here

    def _here(self, watch: "Watch", word: Word) -> bytes:
        """Who is here, if that is what the word is about."""
        if word.newest or watch.incident is None or word.incident != watch.incident:
            return b""
        return b"event: here\ndata: %b\n\n" % orjson.dumps(self._presence.names(watch.incident))

    async def _stay(self, watch: "Watch") -> None:
        if watch.incident is not None:
            await self._presence.tell(watch.incident)


class Watch:
    """What one page watches: an incident, or everything that the viewer may see."""

    def __init__(self, actor: Actor, incident: int | None) -> None:
        self._actor = actor
        self.name = actor.name
        self.incident = incident

    def concerns(self, incident: int | None) -> bool:
        return self.incident is None or self.incident == incident

    async def after(self, seen: int, link: Link) -> list[Line]:
        if self.incident is not None:
            rows = await link.rows(LINES_OF_ONE, (seen, self.incident, CATCH_UP_LINES))
            return [as_line(row) for row in rows]
        lines = [as_line(row) for row in await link.rows(LINES_OF_ALL, (seen, CATCH_UP_LINES))]
        incidents = {incident for _, incident, _ in lines if incident is not None}
        seen_by = await viewers.in_thread(viewers.visible, self._actor, incidents) if incidents else set()
        return [line for line in lines if line[1] is None or line[1] in seen_by]


def as_line(row: tuple[object, ...]) -> Line:
    number, incident, kind = row
    assert isinstance(number, int)
    assert incident is None or isinstance(incident, int)
    return number, incident, str(kind)


def encode(line: Line) -> bytes:
    number, incident, kind = line
    return b"id: %d\nevent: change\ndata: %b\n\n" % (number, orjson.dumps({"incident": incident, "type": kind}))


def last_seen(scope: Scope) -> int | None:
    """The number that a browser which comes again saw last."""
    value = next((value for name, value in scope["headers"] if name == b"last-event-id"), b"")
    return int(value) if value.isdigit() and len(value) < 19 else None


def session_key(scope: Scope) -> str | None:
    cookies: SimpleCookie = SimpleCookie()
    try:
        for name, value in scope["headers"]:
            if name == b"cookie":
                cookies.load(value.decode("latin-1"))
    except CookieError:
        return None
    found = cookies.get(settings.SESSION_COOKIE_NAME)
    return found.value if found else None


async def send_part(send: Send, part: bytes) -> None:
    await send({"type": "http.response.body", "body": part, "more_body": True})


async def until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass

"""The one door of the web process: each request goes to the part that is fast at it, the rest to Django."""

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from a2wsgi.wsgi_typing import WSGIApp
from servestatic import ServeStaticASGI
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from hotwash.kernel.config import Config
from hotwash.streams import health, intake, live, status
from hotwash.streams.announcer import Announcer
from hotwash.streams.groups import GroupCommit
from hotwash.streams.link import Link
from hotwash.streams.listener import Listener
from hotwash.streams.pages import Pages
from hotwash.streams.presence import Presence
from hotwash.streams.sources import Sources, loader
from hotwash.streams.store import Store

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

TRUSTED_PROXIES = ["127.0.0.1", "::1"]
MAX_WAITING_FACTOR = 5  # bodies held in memory, as a multiple of the largest one


class Door:
    """The ASGI application. ``pages`` is Django; ``static`` the folders of static files by address."""

    def __init__(self, dsn: str, config: Config, pages: WSGIApp, static: Iterable[tuple[str, str]] = ()) -> None:
        self._link = Link(dsn)
        self._announcer = Announcer(Link(dsn))
        store = Store(self._link, self._announcer.tell)
        self._groups = GroupCommit(store.write, max_waiting_bytes=MAX_WAITING_FACTOR * config.max_delivery_bytes)
        presence = Presence(self._link)
        self._listener = Listener(dsn, presence)
        self._intake = intake.Intake(Sources(loader(self._link)), self._groups, config.max_delivery_bytes)
        self._live = live.Live(self._link, self._listener, presence)
        self._health = health.Health(self._link)
        self._rest = behind_proxy(files_then(Pages(pages, config.threads), static))
        self._status = status.StatusPages(Link(dsn), config.data / "status-pages", self._rest)
        self._tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._route(scope)(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live_through(receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})

    def end_streams(self) -> None:
        """Let every open live page go; called when the server is about to stop."""
        self._listener.end_all()

    def _route(self, scope: Scope) -> ASGIApp:
        path: str = scope["path"]
        if path.startswith(intake.PREFIX):
            return self._intake
        if path.startswith(live.PREFIX):
            return self._live
        if path.startswith(status.PREFIX):
            return self._status
        if path in health.PATHS:
            return self._health
        return self._rest

    async def _live_through(self, receive: Receive, send: Send) -> None:
        await receive()
        running = (self._groups.run(), self._announcer.run(), self._listener.run())
        self._tasks = [asyncio.create_task(part) for part in running]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._status.close()
        await self._announcer.close()
        await self._link.close()
        await send({"type": "lifespan.shutdown.complete"})


def behind_proxy(application: ASGIApp) -> ASGIApp:
    """What a proxy on this machine says about the client and its scheme is believed; deliveries do without it."""
    return cast("ASGIApp", ProxyHeadersMiddleware(cast("ASGI3Application", application), TRUSTED_PROXIES))


def files_then(application: ASGIApp, static: Iterable[tuple[str, str]]) -> ASGIApp:
    """Static files from memory-mapped metadata; a file with a hash in its name is cached for ever."""
    files = ServeStaticASGI(application)
    for address, folder in static:
        files.add_files(folder, prefix=address)
    return cast("ASGIApp", files)

"""The web process: uvicorn around the door."""

import gc
import logging
import socket
from types import FrameType
from typing import cast

import uvicorn
from a2wsgi.wsgi_typing import WSGIApp
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from hotwash.kernel.config import config
from hotwash.site.wsgi import application
from hotwash.streams.door import Door

STOP_SECONDS = 4
KEEP_ALIVE_SECONDS = 75


class Server(uvicorn.Server):
    """Lets the live pages go as soon as it is told to stop; everything else may end what it began."""

    def __init__(self, door: Door) -> None:
        self._door = door
        super().__init__(
            uvicorn.Config(
                door,
                loop="uvloop",
                http="httptools",
                ws="none",
                lifespan="on",
                log_level=logging.WARNING,
                access_log=False,
                server_header=False,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=STOP_SECONDS,
                proxy_headers=False,  # the door does it, for the pages
            )
        )

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._door.end_streams()
        super().handle_exit(sig, frame)


def static_folders() -> list[tuple[str, str]]:
    """The folders that Django's finders would look in, each with the address of its files."""
    folders: list[tuple[str, str]] = []
    for finder in get_finders():
        for storage in getattr(finder, "storages", {}).values():
            prefix = getattr(storage, "prefix", None)
            folders.append((f"{settings.STATIC_URL}{prefix + '/' if prefix else ''}", storage.location))
    return folders


def main(dsn: str, listening: socket.socket) -> int:
    """Answer on an open socket until SIGTERM or Ctrl-C."""
    pages = cast("WSGIApp", application)  # Django's own types do not tell that its answers are iterable
    door = Door(dsn, config(), pages, static_folders())
    gc.freeze()  # what was loaded stays: a collection that walks all of it would hold up every page
    Server(door).run(sockets=[listening])
    return 0

"""Whether it lives, whether it can work, and how it goes: ``/healthz``, ``/readyz``, ``/metrics``."""

from psycopg import Error
from starlette.types import Receive, Scope, Send

from hotwash.streams import metrics
from hotwash.streams.answers import TEXT, answer
from hotwash.streams.link import Link

WAITING = "SELECT count(*) FROM hotwash_delivery WHERE processed_at IS NULL"
JOBS = "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1"
PATHS = frozenset({"/healthz", "/readyz", "/metrics"})


class Health:
    """Answers without signing in; nothing here tells more than counts."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - the ASGI signature
        if scope["path"] == "/healthz":
            await answer(send, 200, b"ok\n", TEXT)
        elif scope["path"] == "/readyz":
            await self._ready(send)
        else:
            await self._look()
            await answer(send, 200, metrics.text(), b"text/plain; version=0.0.4; charset=utf-8")

    async def _ready(self, send: Send) -> None:
        try:
            await self._link.rows(WAITING)
        except Error as error:
            what = b"The database is not migrated.\n" if error.sqlstate else b"The database can't be reached.\n"
            await answer(send, 503, what, TEXT)
            return
        await answer(send, 200, b"ready\n", TEXT)

    async def _look(self) -> None:
        try:
            metrics.WAITING.set(int(str((await self._link.rows(WAITING))[0][0])))
            for state, count in await self._link.rows(JOBS):
                metrics.JOBS.labels(str(state)).set(int(str(count)))
        except Error:
            metrics.WAITING.set(float("nan"))

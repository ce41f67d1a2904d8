"""Alert intake: ``POST /in/<plugin>/<secret>``. The raw request is committed before the sender is answered."""

from collections.abc import Iterable

import orjson
from psycopg import OperationalError
from starlette.types import Receive, Scope, Send

from hotwash.ports.sources import PINGED
from hotwash.streams import metrics
from hotwash.streams.answers import answer, refuse
from hotwash.streams.groups import Full, GroupCommit, Parcel
from hotwash.streams.sources import KnownSource, Sources, is_pinged

PREFIX = "/in/"
DRAIN_FACTOR = 4  # a body this many times too large is read to its end, so that the sender hears the reason
#: Credentials, and the marks of what the house itself puts in, which nobody else may set.
NOT_KEPT = frozenset({b"authorization", b"cookie", b"proxy-authorization", b"x-hotwash-test", b"x-hotwash-house"})
ASKED = frozenset({"GET", "HEAD"})
NO_SOURCE = "There is no source at this address. Check the end of the address."
WAIT: dict[bytes, bytes] = {b"retry-after": b"5"}


class TooMuch(Exception):  # noqa: N818 - reads as a sentence
    """The body is larger than a delivery may be."""


class Gone(Exception):  # noqa: N818
    """The sender hung up before the end of the body."""


class Intake:
    """Takes deliveries of all sources. ``limit`` is the largest body in bytes."""

    def __init__(self, sources: Sources, groups: GroupCommit, limit: int) -> None:
        self._sources = sources
        self._groups = groups
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        plugin, _, secret = scope["path"].removeprefix(PREFIX).strip("/").partition("/")
        try:
            source = await self._sources.find(plugin, secret)
            if source is None:
                metrics.REFUSED.labels("no_source").inc()
                await refuse(send, 404, "no_source", NO_SOURCE)
            elif scope["method"] != "POST" and not (scope["method"] in ASKED and is_pinged(plugin)):
                await refuse(send, 405, "post_only", "Send alerts here with POST.", {b"allow": b"POST"})
            else:
                await self._take(scope, receive, send, source)
        except (OperationalError, Full):
            metrics.REFUSED.labels("unavailable").inc()
            message = "The delivery could not be stored just now. Send it again in a few seconds."
            await refuse(send, 503, "unavailable", message, WAIT)

    async def _take(self, scope: Scope, receive: Receive, send: Send, source: KnownSource) -> None:
        try:
            body = await read_body(scope, receive, self._limit)
        except TooMuch:
            metrics.REFUSED.labels("too_large").inc()
            message = f"The body is larger than {self._limit / 1e6:g} MB. Send less in one delivery."
            await refuse(send, 413, "too_large", message, {b"connection": b"close"})
            return
        except Gone:
            return
        if not body and is_pinged(source.plugin):
            body = PINGED
        number = await self._groups.put(Parcel(source.id, headers_json(scope["headers"]), body))
        if number is None:
            await refuse(send, 404, "no_source", "This source was removed while the delivery came in.")
            return
        metrics.TAKEN.inc()
        problem = json_problem(scope["headers"], body)
        if problem:
            message = f"The body is not valid JSON ({problem}). It is kept as delivery {number}, unread."
            await refuse(send, 400, "not_json", message)
        else:
            await answer(send, 202, b'{"delivery":%d}' % number)


async def read_body(scope: Scope, receive: Receive, limit: int) -> bytes:
    """The whole body. Raises ``TooMuch`` beyond ``limit`` bytes, keeping no more than that in memory, or ``Gone``."""
    message = await receive()
    if not message.get("more_body") and message["type"] == "http.request":
        whole: bytes = message.get("body", b"")
        if len(whole) > limit:
            raise TooMuch
        return whole
    chunks: list[bytes] = []
    size = 0
    while True:
        if message["type"] == "http.disconnect":
            raise Gone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            chunks.clear()
            if declared_length(scope["headers"]) > limit * DRAIN_FACTOR or size > limit * DRAIN_FACTOR:
                raise TooMuch
        else:
            chunks.append(chunk)
        if not message.get("more_body"):
            break
        message = await receive()
    if size > limit:
        raise TooMuch
    return b"".join(chunks)


def declared_length(headers: Iterable[tuple[bytes, bytes]]) -> int:
    """The Content-Length, 0 where there is none."""
    return next((int(value) for name, value in headers if name == b"content-length" and value.isdigit()), 0)


def headers_json(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The request headers as a JSON object, without what is not kept; of a repeated one the last."""
    kept = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers if name not in NOT_KEPT}
    return orjson.dumps(kept).decode()


def json_problem(headers: Iterable[tuple[bytes, bytes]], body: bytes) -> str:
    """What is wrong with a body that says or looks as if it were JSON; empty when nothing is."""
    kind = next((value for name, value in headers if name == b"content-type"), b"").lower()
    if b"json" not in kind and body.lstrip()[:1] not in (b"{", b"["):
        return ""
    try:
        orjson.loads(body)
    except orjson.JSONDecodeError as error:
        return str(error)
    return ""

"""Django, a WSGI application, behind the ASGI door: one hop to a thread and one back for an ordinary request.

A small body is read before a thread is taken, so a slow sender holds no thread, and a small answer goes back in one
piece. Large bodies (uploads) and large answers (downloads) are passed on as they come, in threads of their own, so
that they never keep pages waiting.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from types import TracebackType
from urllib.parse import quote

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi import build_environ
from a2wsgi.wsgi_typing import Environ, WSGIApp
from starlette.types import Message, Receive, Scope, Send

from hotwash.streams.intake import declared_length

Problem = tuple[type[BaseException], BaseException, TracebackType | None]
Write = Callable[[bytes], None]
SMALL_BODY = 1_000_000
SMALL_ANSWER = 1_000_000
UPLOADS_AT_ONCE = 4
# What an address may hold; anything else is bytes that were sent as they were, and WSGI knows only ASCII in a query.
QUERY_CHARACTERS = "%=&+;/?:@!$'()*,~[]"


class Pages:
    """Answers with a WSGI application, in ``threads`` threads."""

    def __init__(self, application: WSGIApp, threads: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")
        self._uploads = WSGIMiddleware(application, workers=UPLOADS_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        scope = {**scope, "query_string": quote(scope["query_string"], safe=QUERY_CHARACTERS).encode()}
        read = await _read_small(scope, receive)
        if not read.whole:
            await self._uploads(scope, read.again, send)  # type: ignore[arg-type]
            return
        if read.gone:
            return
        body = read.body()
        environ = build_environ(scope, BytesIO(body))  # type: ignore[arg-type]
        environ["CONTENT_LENGTH"] = str(len(body))
        loop = asyncio.get_running_loop()
        answer = Answer(send, loop)
        await loop.run_in_executor(self._threads, answer.make, self._application, environ)
        await answer.finish()


class Answer:
    """One answer: made in a thread, sent from the event loop."""

    def __init__(self, send: Send, loop: asyncio.AbstractEventLoop) -> None:
        self._send = send
        self._loop = loop
        self._start: Message = {}
        self._started = False
        self._rest = b""

    def make(self, application: WSGIApp, environ: Environ) -> None:
        """Call the application. What is more than a small answer is sent from here, as it comes."""
        chunks = application(environ, self._start_response)
        try:
            self._rest = self._collect(iter(chunks))
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()

    async def finish(self) -> None:
        if not self._started:
            await self._send(self._start)
        await self._send({"type": "http.response.body", "body": self._rest})

    def _start_response(self, status: str, headers: list[tuple[str, str]], _: Problem | None = None, /) -> Write:
        encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self._start = {"type": "http.response.start", "status": int(status[:3]), "headers": encoded}
        return self._pass_on

    def _collect(self, chunks: Iterator[bytes]) -> bytes:
        collected: list[bytes] = []
        size = 0
        for chunk in chunks:
            collected.append(chunk)
            size += len(chunk)
            if size > SMALL_ANSWER:
                self._pass_on(b"".join(collected))
                collected, size = [], 0
        return b"".join(collected)

    def _pass_on(self, part: bytes) -> None:
        """Send a part and wait until it went out, so that a slow reader does not fill the memory."""
        asyncio.run_coroutine_threadsafe(self._send_part(part), self._loop).result()

    async def _send_part(self, part: bytes) -> None:
        if not self._started:
            self._started = True
            await self._send(self._start)
        await self._send({"type": "http.response.body", "body": part, "more_body": True})


class _Read:
    """What was read of a body; ``again`` gives it once more and then the rest, for who wants it from the beginning."""

    def __init__(self, receive: Receive) -> None:
        self.whole = False
        self.gone = False
        self._receive = receive
        self._messages: list[Message] = []

    def take(self, message: Message) -> int:
        self._messages.append(message)
        self.gone = message["type"] == "http.disconnect"
        self.whole = not message.get("more_body", False)
        return len(message.get("body", b""))

    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self._messages)

    async def again(self) -> Message:
        return self._messages.pop(0) if self._messages else await self._receive()


async def _read_small(scope: Scope, receive: Receive) -> _Read:
    """Read the body to its end, unless it is declared or turns out to be large."""
    read = _Read(receive)
    if declared_length(scope["headers"]) > SMALL_BODY:
        return read
    size = 0
    while not read.whole and size <= SMALL_BODY:
        size += read.take(await receive())
    return read

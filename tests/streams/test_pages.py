import asyncio
import threading
from collections.abc import Iterable, Iterator

import pytest
from a2wsgi.wsgi_typing import Environ, StartResponse
from starlette.types import Message

from hotwash.streams.pages import SMALL_ANSWER, SMALL_BODY, Pages
from tests.streams.asgi import Answer, call

SCOPE = {"type": "http", "http_version": "1.1", "method": "GET", "path": "/", "query_string": b"", "headers": []}
HEAD = [("Content-Type", "text/plain"), ("X-Made-By", "WSGI")]


def echo(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Answers with the method, the query, the declared length and the body."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("201 Created", HEAD)
    told = f"{environ['REQUEST_METHOD']} {environ['QUERY_STRING']} {environ.get('CONTENT_LENGTH')} "
    return [told.encode(), body[:20]]


class Long:
    """An answer in many parts that notes when it was closed."""

    def __init__(self) -> None:
        self.closed = False

    def __call__(self, environ: Environ, start_response: StartResponse) -> "Long":
        start_response("200 OK", HEAD)
        return self

    def __iter__(self) -> Iterator[bytes]:
        yield from [b"x" * (SMALL_ANSWER // 2)] * 5

    def close(self) -> None:
        self.closed = True


def ask(app: object, method: str = "POST", chunks: Iterable[bytes] = (b"",), **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return asyncio.run(call(Pages(app, 2), method, "/somewhere", chunks, named))  # type: ignore[arg-type]


def test_a_small_request_and_its_answer() -> None:
    answer = ask(echo, chunks=[b"hello ", b"there"], content_length="11")
    assert (answer.status, answer.body) == (201, b"POST  11 hello there")
    assert answer.headers == {"content-type": "text/plain", "x-made-by": "WSGI"}


def test_a_body_without_a_declared_length_is_read_whole() -> None:
    assert ask(echo, chunks=[b"a", b"b"]).body == b"POST  2 ab"


@pytest.mark.parametrize("declared", [True, False])
def test_a_large_body_is_passed_on_from_its_beginning(declared: bool) -> None:
    size = SMALL_BODY * 2
    headers = {"content_length": str(size)} if declared else {}
    answer = ask(echo, chunks=[b"first" + b"x" * SMALL_BODY, b"y" * (SMALL_BODY - 5)], **headers)
    expected = f"POST  {size} firstxxxxxxxxxxxxxxx" if declared else "POST  None "
    assert (answer.status, answer.body.decode()) == (201, expected)


def test_a_large_answer_comes_in_parts_and_is_closed() -> None:
    long = Long()
    sent: list[Message] = []

    async def run() -> None:
        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {**SCOPE, "query_string": b"q=\xff&a=%20+b"}
        await Pages(long, 1)(scope, receive, send)  # type: ignore[arg-type]

    asyncio.run(run())
    sizes = [len(message["body"]) for message in sent[1:]]
    assert (sum(sizes), len(sizes) > 1, long.closed) == (SMALL_ANSWER // 2 * 5, True, True)


def test_a_sender_that_hangs_up_gets_no_answer_and_calls_nobody() -> None:
    called: list[object] = []

    def note(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        called.append(environ)
        return []

    async def run() -> list[Message]:
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {**SCOPE, "query_string": b"q=\xff&a=%20+b"}
        await Pages(note, 1)(scope, receive, send)
        return sent

    assert (asyncio.run(run()), called) == ([], [])


def test_a_slow_sender_keeps_nobody_waiting() -> None:
    async def run() -> bytes:
        pages = Pages(echo, 1)
        never = asyncio.Event()

        async def slow() -> Message:
            await never.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            raise AssertionError(message)

        scope = {**SCOPE, "query_string": b"q=\xff&a=%20+b"}
        waiting = asyncio.create_task(pages(scope, slow, send))
        await asyncio.sleep(0)
        answer = await call(pages, "GET", "/")
        waiting.cancel()
        return answer.body

    assert asyncio.run(run()) == b"GET  0 "


def test_bytes_in_the_query_that_no_address_may_hold_are_escaped() -> None:
    async def run() -> bytes:
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request"}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {**SCOPE, "query_string": b"q=\xff&a=%20+b"}
        await Pages(echo, 1)(scope, receive, send)
        return bytes(sent[1]["body"])

    assert asyncio.run(run()) == b"GET q=%FF&a=%20+b 0 "


def test_the_application_runs_outside_of_the_event_loop() -> None:
    names: list[str] = []

    def where(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        names.append(threading.current_thread().name)
        start_response("204 No Content", [])
        return []

    assert ask(where).status == 204
    assert names[0].startswith("pages")

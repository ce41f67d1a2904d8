"""What a proxy says about the client reaches the pages, from this machine only; deliveries do without it."""

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from hotwash.streams.door import behind_proxy

HEADERS = [(b"x-forwarded-for", b"203.0.113.7"), (b"x-forwarded-proto", b"https")]


async def seen_from(client: str) -> tuple[str, str]:
    """Which client and scheme a page sees of a request that comes from this address."""
    seen: list[tuple[str, str]] = []

    async def page(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append((scope["client"][0], scope["scheme"]))

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_message: Message) -> None:
        return None

    scope: Scope = {"type": "http", "client": (client, 4711), "scheme": "http", "headers": HEADERS, "path": "/"}
    await behind_proxy(page)(scope, receive, send)
    return seen[0]


@pytest.mark.parametrize(
    ("client", "seen"),
    [
        ("127.0.0.1", ("203.0.113.7", "https")),
        ("::1", ("203.0.113.7", "https")),
        ("198.51.100.9", ("198.51.100.9", "http")),
    ],
)
def test_only_a_proxy_on_this_machine_is_believed(client: str, seen: tuple[str, str]) -> None:
    assert asyncio.run(seen_from(client)) == seen

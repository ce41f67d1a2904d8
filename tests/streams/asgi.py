"""Calling an ASGI application without a server."""

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass

import orjson
from starlette.types import ASGIApp, Message


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> object:
        return orjson.loads(self.body)

    def code(self) -> str:
        """The code of the first reason of a refusal."""
        return str(orjson.loads(self.body)["reasons"][0]["code"])


async def call(
    app: ASGIApp, method: str, path: str, chunks: Iterable[bytes] = (b"",), headers: Mapping[str, str] | None = None
) -> Answer:
    """One request whose body comes in ``chunks``."""
    bodies = list(chunks)
    scope: MutableMapping[str, object] = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in (headers or {}).items()],
    }
    sent: list[Message] = []

    async def receive() -> Message:
        if not bodies:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": bodies.pop(0), "more_body": bool(bodies)}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    answered = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], answered, b"".join(message.get("body", b"") for message in sent[1:]))

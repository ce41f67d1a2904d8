"""Answers of the fast door: small, complete, in one piece."""

from collections.abc import Mapping

import orjson
from starlette.types import Send

JSON = b"application/json"
TEXT = b"text/plain; charset=utf-8"
NO_EXTRA: Mapping[bytes, bytes] = {}


async def answer(
    send: Send, status: int, body: bytes, kind: bytes = JSON, extra: Mapping[bytes, bytes] = NO_EXTRA
) -> None:
    headers = [(b"content-type", kind), (b"content-length", b"%d" % len(body)), *extra.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def refuse(send: Send, status: int, code: str, message: str, extra: Mapping[bytes, bytes] = NO_EXTRA) -> None:
    """An error in the form of the whole API: reasons with a code for machines and a message for people."""
    reasons = {"reasons": [{"code": code, "message": message, "field": ""}]}
    await answer(send, status, orjson.dumps(reasons), JSON, extra)

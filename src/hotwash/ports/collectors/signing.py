"""Signing requests as Amazon Web Services want it: Signature Version 4, pure. Compared with botocore's by a test.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html. Only what collectors need: a body
in JSON, an address without parameters, headers in one part.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

from hotwash.ports.collectors.asks import Ask

_WHAT = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Keys:
    """``session`` is the token of temporary keys, empty for lasting ones."""

    access: str
    secret: str
    session: str = ""


def signed(ask: Ask, keys: Keys, region: str, service: str, now: datetime) -> dict[str, str]:
    """The headers that prove who asks."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    host, _, path = ask.url.partition("://")[2].partition("/")
    headers = {**ask.headers, "host": host, "x-amz-date": stamp}
    if keys.session:
        headers["x-amz-security-token"] = keys.session
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
    asked = "\n".join([ask.method, f"/{path}", "", lines, names, _hash(ask.body)])
    scope = f"{stamp[:8]}/{region}/{service}/aws4_request"
    proof = _keyed(_key(keys.secret, stamp[:8], region, service), "\n".join([_WHAT, stamp, scope, _hash(asked)])).hex()
    sent = {name: headers[name] for name in ("x-amz-date", "x-amz-security-token") if name in headers}
    return sent | {
        "authorization": f"{_WHAT} Credential={keys.access}/{scope}, SignedHeaders={names}, Signature={proof}"
    }


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _keyed(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _key(secret: str, *parts: str) -> bytes:
    """The key of a day, a region and a service."""
    key = f"AWS4{secret}".encode()
    for part in (*parts, "aws4_request"):
        key = _keyed(key, part)
    return key

"""Whether a request comes from who it says: signatures and tokens that senders of webhooks use.

A source asks for a secret by ``SIGNING_SECRET``; without one nothing is checked but the secret address itself.
"""

import hashlib
import hmac
from collections.abc import Iterable

from hotwash.kernel.core.errors import PluginError
from hotwash.ports.sources import Option

SIGNING_SECRET = Option("signing_secret", "Signing secret", "Empty: not checked.", secret=True)


def check_signature(payload: bytes, given: Iterable[str], secret: str, *, prefix: str = "") -> None:
    """One of the given signatures is the body's HMAC-SHA-256 in hexadecimal, behind ``prefix``."""
    if not secret:
        return
    expected = prefix + hmac.new(secret.encode(), payload, hashlib.sha256).hexdigest()
    if not any(_same(part.strip(), expected) for part in given):
        msg = "The signature does not fit the signing secret of this source. Paste the sender's secret again."
        raise PluginError(msg, retry=False)


def check_token(given: str, secret: str) -> None:
    """The sender repeats a token that was agreed."""
    if secret and not _same(given, secret):
        msg = "The token does not fit the one of this source. Paste the same token here and there."
        raise PluginError(msg, retry=False)


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode("utf-8", "surrogatepass"))

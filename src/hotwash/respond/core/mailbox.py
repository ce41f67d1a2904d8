"""The addresses at which Hotwash itself reads mail: what each means, and how one is made.

``alerts+<secret>@domain`` is the address of a source, ``page+<token>@domain`` answers a page. Mail servers may change
the case of an address, and allow 64 characters before the @: what stands behind the plus is short and means the same
in capitals.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum

SEAL_BYTES = 15  # 120 bits, 24 letters
MAX_NUMBER_DIGITS = 18


class AddressKind(StrEnum):
    ALERTS = "alerts"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Recipient:
    """``secret`` is in lower case, whatever the case of the address: compare it with a lowered one."""

    kind: AddressKind
    secret: str


def address_of(kind: AddressKind, secret: str, domain: str) -> str:
    """The address, in lower case; empty where the server has no mail domain."""
    return f"{kind.value}+{secret}@{domain}".lower() if domain else ""


def recipient_of(address: str, domain: str) -> Recipient | None:
    """What an address of this server means, ``Name <address>`` as well; None for any other."""
    local, at, host = parseaddr(address.replace("\r", " ").replace("\n", " "))[1].lower().rpartition("@")
    if not at or not domain or host.rstrip(".") != domain.lower().rstrip("."):
        return None
    word, plus, secret = local.strip('"').partition("+")
    if not plus or not secret or word not in set(AddressKind):
        return None
    return Recipient(AddressKind(word), secret)


def sealed(numbers: Sequence[int], key: bytes) -> str:
    """Numbers as a token that nobody without the key can make: ``12-3-<seal>``, the same in any case."""
    said = "-".join(str(number) for number in numbers)
    return f"{said}-{_seal(said, key)}"


def opened(token: str, key: bytes) -> tuple[int, ...] | None:
    """The numbers of a token; None where it was changed or made by somebody else."""
    said, _, seal = token.lower().rpartition("-")
    if not hmac.compare_digest(seal.encode("utf-8", "replace"), _seal(said, key).encode()):
        return None
    parts = said.split("-")
    if not all(part.isascii() and part.isdecimal() and len(part) <= MAX_NUMBER_DIGITS for part in parts):
        return None
    return tuple(int(part) for part in parts)


def _seal(said: str, key: bytes) -> str:
    digest = hmac.new(key, said.encode("utf-8", "replace"), hashlib.sha256).digest()
    return base64.b32encode(digest[:SEAL_BYTES]).decode().lower()

"""What comes back from a channel: a button that was pressed, an answer, a command.

A plugin that listens checks that the request is genuine and says in values what it means; what follows from it is
decided elsewhere, the same for all. It answers in its own language.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from hotwash.ports.notifiers.contract import Outside

FRESH = 300.0  # seconds that a signed request may be old
LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class Inbound:
    """A request as it came. ``headers`` have lower-case names; ``url`` is the whole public address."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    query: Mapping[str, str] = field(default_factory=dict)


class Kind(StrEnum):
    ANSWER = "answer"  # to a page
    COMMAND = "command"  # words for Hotwash
    NOTHING = "nothing"  # a handshake, or something that means nothing here


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """``by`` is who did it, an address of this channel; ``name`` tells this request from all others, so that a repeat
    does nothing. A page is named by its signed ``token``, or by its number where ``by`` is proof enough.
    """

    kind: Kind
    by: str = ""
    name: str = ""
    verb: str = ""
    token: str = ""
    page: int | None = None
    text: str = ""
    room: str = ""
    answer_at: str = ""
    handshake: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    media_type: str = "text/plain; charset=utf-8"
    body: bytes = b""


class NotGenuine(Exception):  # noqa: N818 - reads as a sentence at the raise
    """The request does not carry the proof that it should, or is too old."""


@runtime_checkable
class Listening(Protocol):
    """What a notifier also is that hears something back."""

    def hear(self, inbound: Inbound, outside: Outside, now: datetime) -> Heard:
        """Raises ``NotGenuine``, or ``PluginError`` for a body that can't be read."""
        ...

    def reply(self, heard: Heard, words: str) -> Reply:
        """The answer to the request; ``words`` are for who did it, empty for none."""
        ...


def same(given: str, expected: str) -> bool:
    """Compared in constant time; nothing is the same as nothing."""
    return bool(expected) and hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


def is_fresh(stamp: str, now: datetime) -> bool:
    """Whether a Unix time is within the window in which a signed request counts."""
    digits = stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12
    return digits and abs(now.timestamp() - int(stamp)) <= FRESH


def hmac_hex(secret: str, content: bytes) -> str:
    return hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()

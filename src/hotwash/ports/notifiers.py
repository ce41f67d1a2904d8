"""Notifiers: how a message reaches somebody. A plugin gets values, delivers once, and says whether to try again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from hotwash.kernel.core.http import Http
from hotwash.ports.payload import Json


@dataclass(frozen=True, slots=True)
class Attachment:
    """``media_type`` may carry parameters: ``text/calendar; method=REQUEST``."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """``id`` stays the same over all attempts, so that the other side can drop a repeat.

    ``to`` is an address in the notifier's own form. ``text`` is plain; ``html`` is empty or a whole safe document of
    the same content. ``data`` is for machines. ``at`` is the time of this attempt.
    """

    id: str
    to: str
    subject: str
    text: str
    at: datetime
    html: str = ""
    link: str = ""
    purpose: str = "message"
    attachments: tuple[Attachment, ...] = ()
    data: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """``external_id`` is what the other side calls the message, where it says so."""

    external_id: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """What a notifier may use: the guarded HTTP client, and the server's settings for it by name."""

    http: Http
    settings: Mapping[str, str]


@runtime_checkable
class Notifier(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def address_help(self) -> str:
        """What an address looks like, for the person who types one."""
        ...

    def problem_of(self, address: str) -> str:
        """What is wrong with an address, in words for the person who typed it; empty when nothing is."""
        ...

    def send(self, message: Message, outside: Outside) -> Sent:
        """Deliver one message. Raises only ``PluginError``, whose message holds no secret and may be shown."""
        ...

"""What a notifier gets, and what it has to be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import Http
from hotwash.ports.payload import Json


@dataclass(frozen=True, slots=True)
class Attachment:
    """``media_type`` may carry parameters: ``text/calendar; method=REQUEST``."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Answering:
    """How whoever gets a page can answer it from where they are.

    ``token`` names the page and its person and can't be made by anybody else; ``page`` is its number alone, for where
    a button holds a few bytes and who pressed it is known otherwise. A POST to ``url`` acknowledges.
    """

    token: str
    page: int
    url: str
    reply_to: str = ""


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
    link_text: str = "Open in Hotwash"
    purpose: str = "message"
    answering: Answering | None = None
    attachments: tuple[Attachment, ...] = ()
    data: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """``external_id`` is what the other side calls the message, where it says so."""

    external_id: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """What a notifier may use: the guarded HTTP client, and the server's settings for it by name.

    ``own`` is the client for servers that only administrators name, in the settings: these may be on the own network.
    """

    http: Http
    settings: Mapping[str, str]
    own: Http | None = None

    @property
    def trusted(self) -> Http:
        return self.own or self.http

    def setting(self, name: str) -> str:
        """One that the notifier can't do without. Raises ``PluginError`` where it is not set; the message is kept."""
        found = self.settings.get(name, "")
        if not found:
            raise need(name)
        return found


def need(setting: str) -> PluginError:
    msg = f"HOTWASH_{setting.upper()} is not set. An administrator sets it; the message is kept until then."
    return PluginError(msg, retry=True, after=300)


@dataclass(frozen=True, slots=True)
class Need:
    """A setting of the server that a notifier needs, and where its value comes from, for an administrator."""

    setting: str
    what: str

    @property
    def variable(self) -> str:
        return f"HOTWASH_{self.setting.upper()}"


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

    @property
    def setup(self) -> str:
        """Markdown for administrators: what has to be done once at the other side."""
        ...

    @property
    def needs(self) -> tuple[Need, ...]:
        """The settings of the server without which nothing can be sent."""
        ...

    def problem_of(self, address: str) -> str:
        """What is wrong with an address, in words for the person who typed it; empty when nothing is."""
        ...

    def shown(self, address: str) -> str:
        """The address as people may see it: one that is itself a secret shows only where it leads."""
        ...

    def send(self, message: Message, outside: Outside) -> Sent:
        """Deliver one message. Raises only ``PluginError``, whose message holds no secret and may be shown."""
        ...


@dataclass(frozen=True, slots=True)
class Plugin:
    """What most notifiers are made of."""

    key: str
    title: str
    address_help: str
    setup: str = ""
    needs: tuple[Need, ...] = ()

    def problem_of(self, address: str) -> str:
        return "" if address.strip() else self.address_help

    def shown(self, address: str) -> str:
        return address

    def check(self, address: str) -> None:
        """Raises ``PluginError`` for an address that can't be one: to try again would not help."""
        problem = self.problem_of(address)
        if problem:
            raise PluginError(problem, retry=False)

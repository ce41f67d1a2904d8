"""Everything that the Apprise library knows: some hundred more services, each by an address of its own.

Addresses: github.com/caronc/apprise/wiki. The library is an extra (`pip install hotwash[apprise]`) and takes seconds
to load: only the worker does, with the first message. It makes its own connections, past the guarded client, so only
services with a fixed address are taken unless private addresses are allowed anyway.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

from hotwash.kernel.core.errors import PluginError
from hotwash.ports.notifiers import Message, Outside, Plugin, Sent
from hotwash.ports.notifiers.words import body_of

#: Reach any host, or this machine itself; and what has a notifier of its own here.
REFUSED = frozenset(
    [
        "json",
        "jsons",
        "xml",
        "xmls",
        "form",
        "forms",
        "file",
        "syslog",
        "rsyslog",
        "dbus",
        "qt",
        "kde",
        "glib",
        "gnome",
        "windows",
        "macosx",
        "mailto",
        "mailtos",
        "custom",
    ]
)
SETUP = """\
`pip install hotwash[apprise]`, then people add an address of the [services that Apprise
knows](https://github.com/caronc/apprise/wiki), such as
`pover://user@token` for Pushover. Services on a host of one's own need `HOTWASH_ALLOW_PRIVATE_ADDRESSES`.
"""
MISSING = "Apprise is not installed on this server. An administrator adds hotwash[apprise]; the message is kept."


class Service(Protocol):
    templates: tuple[str, ...]

    def notify(self, body: str, title: str = "") -> bool: ...


class Library(Protocol):
    def instantiate(self, url: str) -> Service | None: ...


class Apprise(Plugin):
    def problem_of(self, address: str) -> str:
        scheme, colon, rest = address.partition("://")
        if not colon or not rest or not scheme.isalnum():
            return f"This is no address of Apprise. {self.address_help}"
        if scheme.lower() in REFUSED:
            return f"“{scheme}” can't be used here. There is a channel of its own for it, or it reaches any machine."
        return ""

    def shown(self, address: str) -> str:
        return f"{address.partition('://')[0]}://…"

    def send(self, message: Message, outside: Outside) -> Sent:
        self.check(message.to)
        if find_spec("apprise") is None:
            raise PluginError(MISSING, retry=True, after=300)
        service = cast("Library", import_module("apprise").Apprise).instantiate(message.to)
        if service is None:
            raise PluginError("Apprise does not know this address, or something in it is missing.", retry=False)
        if outside.settings.get("private_allowed") != "yes" and any("{host}" in form for form in service.templates):
            msg = "This service is on a host of its own. An administrator can allow these for this server."
            raise PluginError(msg, retry=False)
        link = f"\n\n{message.link}" if message.link else ""
        if not service.notify(body=body_of(message) + link, title=message.subject):
            raise PluginError("Apprise could not deliver the message. It will be tried again.", retry=True)
        return Sent()


plugin = Apprise(
    key="apprise",
    title="Another service (Apprise)",
    address_help="An address of Apprise: pover://user@token, signal://….",
    setup=SETUP,
)

"""The sources and notifiers that this server has."""

from collections.abc import Mapping

from hotwash.ports.notifiers import Notifier
from hotwash.ports.registry import plugins
from hotwash.ports.sources import Asking, Door, Source, door_of
from hotwash.respond.core.letters import IN_PAGE
from hotwash.respond.models import Fetched
from hotwash.respond.models import Source as SourceRow
from hotwash.respond.queries.mailbox import source_address


def sources() -> Mapping[str, Source]:
    return plugins("sources", Source)  # type: ignore[type-abstract] # a protocol is what the registry checks against


def options_of(source: SourceRow) -> dict[str, str]:
    """What a plugin gets: the options that people set, and what was fetched for it, by its address."""
    kept = {str(key): str(value) for key, value in source.options.items()}
    if not isinstance(sources().get(source.plugin), Asking):
        return kept
    return {**dict(Fetched.objects.filter(source=source).values_list("url", "text")), **kept}


def address_of_source(source: SourceRow) -> str:
    """Where what it sends comes in: a path of this server, or an e-mail address (empty without a mail domain)."""
    plugin = sources().get(source.plugin)
    door = door_of(plugin) if plugin is not None else Door.WEBHOOK
    if door is Door.PAGE:
        return f"/public/report/{source.options.get('slug') or source.secret}"
    if door is Door.MAIL:
        return source_address(source)
    return f"/in/{source.plugin}/{source.secret}"


def notifiers() -> Mapping[str, Notifier]:
    return plugins("notifiers", Notifier)  # type: ignore[type-abstract]


def shown_address(channel: str, address: str) -> str:
    """An address as people may see it: one that is a secret shows only where it leads."""
    found = notifiers().get(channel)
    return found.shown(address) if found is not None else address


def channel_title(channel: str) -> str:
    found = notifiers().get(channel)
    return found.title if found is not None else channel


def problem_of_address(channel: str, address: str) -> str:
    """What is wrong with an address that somebody typed, in words for them; empty when nothing is."""
    found = notifiers().get(channel)
    if found is None or channel == IN_PAGE:
        return "Choose one of the channels of this server."
    return found.problem_of(address)

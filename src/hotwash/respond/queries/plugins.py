"""The sources and notifiers that this server has."""

from collections.abc import Mapping

from hotwash.ports.notifiers import Notifier
from hotwash.ports.registry import plugins
from hotwash.ports.sources import Source


def sources() -> Mapping[str, Source]:
    return plugins("sources", Source)  # type: ignore[type-abstract] # a protocol is what the registry checks against


def notifiers() -> Mapping[str, Notifier]:
    return plugins("notifiers", Notifier)  # type: ignore[type-abstract]

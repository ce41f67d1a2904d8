"""The sources and notifiers that this server has."""

from collections.abc import Mapping

from hotwash.ports.notifiers import Notifier
from hotwash.ports.registry import plugins
from hotwash.ports.sources import Asking, Source
from hotwash.respond.models import Fetched
from hotwash.respond.models import Source as SourceRow


def sources() -> Mapping[str, Source]:
    return plugins("sources", Source)  # type: ignore[type-abstract] # a protocol is what the registry checks against


def options_of(source: SourceRow) -> dict[str, str]:
    """What a plugin gets: the options that people set, and what was fetched for it, by its address."""
    kept = {str(key): str(value) for key, value in source.options.items()}
    if not isinstance(sources().get(source.plugin), Asking):
        return kept
    return {**dict(Fetched.objects.filter(source=source).values_list("url", "text")), **kept}


def notifiers() -> Mapping[str, Notifier]:
    return plugins("notifiers", Notifier)  # type: ignore[type-abstract]

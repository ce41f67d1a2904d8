"""What a recorded delivery would mean under other settings. Nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.rows import existing
from hotwash.ports.sources import Signal, held_by
from hotwash.respond.core.settings import SourceValues
from hotwash.respond.models import Delivery, Source
from hotwash.respond.queries.plugins import options_of, sources


@dataclass(frozen=True, slots=True)
class Trial:
    """``problem`` says why nothing could be read; ``paths`` what the body holds, to pick from."""

    signals: Sequence[Signal]
    problem: str
    paths: Sequence[tuple[str, str]]


def delivery_of(source: Source, pk: int) -> Delivery:
    return existing(Delivery.objects.filter(source=source, pk=pk), f"This source has no delivery {pk}.")


def trial_of(delivery: Delivery, options: Mapping[str, str]) -> Trial:
    """``options`` stand above those that the source has; a secret one that is left out stays as it is."""
    source, body = delivery.source, bytes(delivery.body)
    plugin = sources().get(source.plugin)
    if plugin is None:
        return Trial((), f"The plugin “{source.plugin}” is not installed.", ())
    given = SourceValues(plugin=source.plugin, name=source.name, options=options)
    merged = {**options_of(source), **given.kept(plugin.options, source.options)}
    try:
        return Trial(plugin.parse(body, delivery.headers, merged), "", held_by(plugin, body, merged))
    except PluginError as error:
        return Trial((), str(error), held_by(plugin, body, merged))

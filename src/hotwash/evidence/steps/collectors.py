"""Setting up the systems that evidence is fetched from."""

from datetime import datetime

from hotwash.directory.models import Service
from hotwash.evidence.core.collecting import LEAD, MAX_TEXT, CollectorValues
from hotwash.evidence.events import CollectorRemoved, CollectorSaved
from hotwash.evidence.models import Collector
from hotwash.evidence.queries import collector_kinds
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Reason, Refusal, conflict, refuse
from hotwash.kernel.steps import require, step
from hotwash.ports.collectors import Collector as CollectorPlugin
from hotwash.ports.collectors import Query, Window


def save_collector(
    *, actor: Actor, collector: Collector | None, wanted: CollectorValues, version: int, now: datetime
) -> Collector | Refusal:
    """Set a collector up (``collector`` None, ``version`` 0), or change it."""
    require(actor, Permission.MANAGE)
    plugin = collector_kinds().get(wanted.kind)
    if plugin is None or (collector is not None and collector.kind != wanted.kind):
        return refuse("kind", f"There is no collector of the kind “{wanted.kind}”.", "kind")
    settings = wanted.kept(plugin.options, collector.settings if collector else {})
    problems = wanted.problems(plugin.options, settings) or _unaskable(plugin, wanted, settings, now)
    if problems:
        return Refusal(tuple(problems))
    with step(actor=actor, permission=Permission.MANAGE) as record:
        others = Collector.objects.exclude(pk=collector.pk) if collector else Collector.objects.all()
        if others.filter(name=wanted.name).exists():
            return refuse("name", f"There is a collector “{wanted.name}” already.", "name")
        row = collector.at_version(version) if collector else Collector(version=0, created_at=now)
        if row is None:
            return conflict("the collector")
        _fill(row, wanted, settings)
        record(CollectorSaved(collector=row.pk, name=row.name))
    return row


def _fill(row: Collector, wanted: CollectorValues, settings: dict[str, str]) -> None:
    row.name, row.kind, row.settings, row.query = wanted.name, wanted.kind, settings, wanted.query
    row.active, row.version = wanted.active, row.version + 1
    row.most_pages, row.most_records = wanted.limits.pages, wanted.limits.records
    row.most_megabytes = wanted.limits.size // 1_000_000
    row.save()
    row.services.set(Service.objects.filter(pk__in=wanted.service_ids))


def _unaskable(
    plugin: CollectorPlugin, wanted: CollectorValues, settings: dict[str, str], now: datetime
) -> list[Reason]:
    """What the plugin itself finds wrong, before anything is asked."""
    if len(wanted.query) > MAX_TEXT:
        return [Reason("query", f"A query is at most {MAX_TEXT:,} characters long.", "query")]
    text = wanted.query or plugin.query_default
    window = Window(now - LEAD, now)
    try:
        plugin.asks(Query(window=window, text=text, settings=settings))
    except PluginError as error:
        return [Reason("settings", str(error))] if text else []
    return []


def remove_collector(*, actor: Actor, collector: Collector) -> None:
    """Remove a collector, its credentials with it; what it brought stays."""
    with step(actor=actor, permission=Permission.MANAGE) as record:
        record(CollectorRemoved(name=collector.name))
        collector.delete()

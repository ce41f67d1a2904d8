"""Collectors, what can be collected for an incident, and what was."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet

from hotwash.evidence.core.collecting import proposed
from hotwash.evidence.models import Collection, Collector, KeyTime
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.rows import existing
from hotwash.kernel.steps import require
from hotwash.ports.collectors import Collector as CollectorPlugin
from hotwash.ports.collectors import Window
from hotwash.ports.registry import plugins
from hotwash.respond.models import Incident

SHOWN = 20


def collector_kinds() -> Mapping[str, CollectorPlugin]:
    return plugins("collectors", CollectorPlugin)  # type: ignore[type-abstract]  # a protocol on purpose


def collector_kind(key: str) -> CollectorPlugin:
    """The plugin of a collector. ``PluginError`` where its package is gone."""
    found = collector_kinds().get(key)
    if found is None:
        msg = f"The kind of collector “{key}” is not installed any more. Install its package, or remove the collector."
        raise PluginError(msg, retry=False)
    return found


def all_collectors(actor: Actor) -> QuerySet[Collector]:
    """With their settings: only for those who may manage."""
    require(actor, Permission.MANAGE)
    return Collector.objects.prefetch_related("services")


def get_collector(actor: Actor, pk: int) -> Collector:
    return existing(all_collectors(actor).filter(pk=pk), f"There is no collector {pk}.")


def collectors_for(incident: Incident) -> list[Collector]:
    """Those that can be asked: first the ones for a service of the incident, then the ones for all, then the rest."""
    affected = set(incident.services.values_list("pk", flat=True))
    known = collector_kinds()
    rows = [row for row in Collector.objects.filter(active=True).prefetch_related("services") if row.kind in known]

    def nearness(row: Collector) -> int:
        services = {service.pk for service in row.services.all()}
        return 0 if services & affected else 2 if services else 1

    return sorted(rows, key=nearness)


def usable_collector(incident: Incident, pk: int) -> Collector:
    found = next((row for row in collectors_for(incident) if row.pk == pk), None)
    return found or existing(Collector.objects.none(), f"There is no collector {pk} that can be asked.")


def proposed_window(incident: Incident, *, now: datetime) -> Window:
    """From the key times and the times of the response, with a lead before and after."""
    marked = KeyTime.objects.filter(incident=incident).values_list("at", flat=True)
    times = [incident.started_at, incident.detected_at, incident.declared_at, incident.mitigated_at, *marked]
    return proposed(times, incident.resolved_at, now)


def collections_of(incident: Incident) -> QuerySet[Collection]:
    """Runs, the newest first."""
    return Collection.objects.filter(incident=incident).select_related("asked_by").prefetch_related("files")


def get_collection(incident: Incident, pk: int) -> Collection:
    return existing(collections_of(incident).filter(pk=pk), f"There is no such run in {incident.reference}.")

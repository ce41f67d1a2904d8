"""What is known, and what has been decided so far, while the deliveries of one source are worked through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from hotwash.kernel.core.actor import Actor, Role
from hotwash.ports.sources import Signal
from hotwash.ports.sources import Source as Plugin
from hotwash.respond.core.alerts.deciding import OpenGroup
from hotwash.respond.core.alerts.matching import Rule
from hotwash.respond.core.states import AlertState
from hotwash.respond.models import Alert, RoutingRule, Source
from hotwash.respond.queries.plugins import options_of, sources
from hotwash.respond.queries.routing import rules_as_values

DECLARE_LOCK = 0x48575331


@dataclass(slots=True)
class Batch:
    source: Source
    plugin: Plugin | None
    now: datetime
    rules: Sequence[Rule]
    rows: Mapping[int, RoutingRule]
    severities: Sequence[str]  # of the process, from the worst to the mildest
    options: Mapping[str, str] = field(default_factory=dict)
    open: dict[str, Alert] = field(default_factory=dict)
    groups: dict[str, OpenGroup | None] = field(default_factory=dict)
    made: list[Alert] = field(default_factory=list)
    touched: dict[int, Alert] = field(default_factory=dict)
    attached: dict[int, list[str]] = field(default_factory=dict)
    resolved: dict[int, int] = field(default_factory=dict)
    asking: list[int] = field(default_factory=list)  # deliveries for which something is fetched first
    waiting: int = 0
    alone: bool = False  # nobody else declares for alerts until the end of the transaction

    @property
    def actor(self) -> Actor:
        return Actor(kind="source", name=self.source.name, role=Role.MEMBER)


def begun(source: Source, now: datetime, severities: Sequence[str]) -> Batch:
    rules = list(RoutingRule.objects.filter(enabled=True).order_by("order", "pk"))
    plugin = sources().get(source.plugin)
    rows = {rule.pk: rule for rule in rules}
    return Batch(source, plugin, now, rules_as_values(rules), rows, severities, options_of(source))


def open_alerts(source: Source, signals: Sequence[Signal]) -> dict[str, Alert]:
    """The alerts that these signals are about, as far as they are open."""
    prints = list({signal.fingerprint for signal in signals})
    found = Alert.objects.filter(source=source, state=AlertState.FIRING, fingerprint__in=prints)
    return {alert.fingerprint: alert for alert in found.defer("text", "raw", "reason")}


def open_group(key: str, batch: Batch) -> OpenGroup | None:
    """The open incident of a group, by the group's newest alert."""
    if key not in batch.groups:
        newest = (
            Alert.objects.filter(group_key=key, incident__isnull=False)
            .select_related("incident")
            .order_by("-pk")
            .first()
        )
        is_open = newest is not None and newest.incident is not None and newest.incident.is_open
        batch.groups[key] = (
            OpenGroup(newest.incident_id, newest.first_at) if newest and is_open and newest.incident_id else None
        )
    return batch.groups[key]


def be_alone(batch: Batch) -> None:
    """Declare for alerts one at a time over all sources, so that two of one group don't declare twice. One lock for
    all groups: two batches that need several can't wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [DECLARE_LOCK])
    batch.alone = True
    batch.groups = {key: group for key, group in batch.groups.items() if group is not None}

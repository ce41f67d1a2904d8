"""What is known, and what has been decided so far, while the signals of one source are worked through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from hotwash.kernel.core.actor import Actor, Role
from hotwash.ports.sources import Source as Plugin
from hotwash.process.queries import current_document
from hotwash.respond.core.alerts.deciding import Group
from hotwash.respond.core.alerts.matching import Rule
from hotwash.respond.core.alerts.silences import Silence
from hotwash.respond.models import Alert, Incident, RoutingRule, Source
from hotwash.respond.queries.deciding import group_of, newest_of_group, silences_between
from hotwash.respond.queries.plugins import options_of, sources
from hotwash.respond.queries.routing import rules_as_values

DECLARE_LOCK = 0x48575331


@dataclass(slots=True)
class Batch:
    """``last`` are the newest alerts by fingerprint, open or over; ``touched`` those that only count or end,
    ``settled`` those that were decided about anew.
    """

    source: Source
    plugin: Plugin | None
    now: datetime
    rules: Sequence[Rule]
    rows: Mapping[int, RoutingRule]
    severities: Sequence[str]  # of the process, from the worst to the mildest
    silences: Sequence[Silence]
    options: Mapping[str, str] = field(default_factory=dict)
    last: dict[str, Alert] = field(default_factory=dict)
    incidents: dict[int, Incident | None] = field(default_factory=dict)
    groups: dict[str, Group | None] = field(default_factory=dict)
    declared: dict[int, list[datetime]] = field(default_factory=dict)
    made: list[Alert] = field(default_factory=list)
    touched: dict[int, Alert] = field(default_factory=dict)
    settled: dict[int, Alert] = field(default_factory=dict)
    flapping: list[Alert] = field(default_factory=list)
    attached: dict[int, list[str]] = field(default_factory=dict)
    resolved: dict[int, int] = field(default_factory=dict)
    asking: list[int] = field(default_factory=list)  # deliveries for which something is fetched first
    ending: dict[int, str] = field(default_factory=dict)  # incidents that end with their last alert: the rule's name
    raised: dict[int, str] = field(default_factory=dict)
    by_hand: set[int] = field(default_factory=set)
    waiting: int = 0
    alone: bool = False  # nobody else declares for alerts until the end of the transaction

    @property
    def actor(self) -> Actor:
        return Actor(kind="source", name=self.source.name, role=Role.MEMBER)


def begun(source: Source, first: datetime, now: datetime) -> Batch:
    """``first`` is the earliest time of receipt."""
    rules = list(RoutingRule.objects.filter(enabled=True).order_by("order", "pk"))
    severities = sorted(current_document().severities, key=lambda found: found.rank)
    batch = Batch(
        source=source,
        plugin=sources().get(source.plugin),
        now=now,
        rules=rules_as_values(rules),
        rows={rule.pk: rule for rule in rules},
        severities=[severity.key for severity in severities],
        silences=silences_between(min(first, now), now),
        options=options_of(source),
    )
    _recall(batch, rules)
    return batch


def group(key: str, batch: Batch) -> Group | None:
    """A group's incident, by the group's newest alert."""
    if key not in batch.groups:
        newest = newest_of_group(key)
        if newest is not None and newest.incident_id is not None:
            batch.incidents[newest.incident_id] = newest.incident
        batch.groups[key] = group_of(newest.incident, newest.first_at) if newest is not None else None
    return batch.groups[key]


def incident_of(alert: Alert, batch: Batch) -> Incident | None:
    return incident_by_key(alert.incident_id, batch) if alert.incident_id is not None else None


def incident_by_key(pk: int, batch: Batch) -> Incident | None:
    if pk not in batch.incidents:
        batch.incidents[pk] = Incident.objects.filter(pk=pk).first()
    return batch.incidents[pk]


def be_alone(batch: Batch) -> None:
    """Declare for alerts one at a time over all sources, so that two of one group don't declare twice. One lock for
    all groups: two batches that need several can't wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [DECLARE_LOCK])
    batch.alone = True
    batch.groups = {
        key: found for key, found in batch.groups.items() if found is not None and found.resolved_at is None
    }
    batch.incidents = {}
    _recall(batch, list(RoutingRule.objects.filter(pk__in=batch.rows).only("declared")))


def _recall(batch: Batch, rules: Sequence[RoutingRule]) -> None:
    """When each rule declared incidents lately."""
    batch.declared = {rule.pk: [datetime.fromisoformat(at) for at in rule.declared] for rule in rules}

"""Deciding about what sources sent: one source at a time, in the order of arrival, many deliveries in one go."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import DataError, connection, transaction

from hotwash.kernel.core.actor import Actor, Role
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import Recorder, step
from hotwash.ports.sources import Signal, SignalState
from hotwash.process.queries import current_document
from hotwash.respond.core.deciding import (
    Circumstances,
    Decision,
    OpenAlert,
    OpenGroup,
    believed,
    decide,
)
from hotwash.respond.core.matching import Rule, labels_of, route
from hotwash.respond.core.states import AlertState, DeliveryState, FoundBy, Outcome, Triage
from hotwash.respond.core.taking import Ordered, as_test, began, declaration_for, kept, refused, went
from hotwash.respond.events import AlertsAttached, AlertsReceived, AlertsResolved
from hotwash.respond.models import Alert, Delivery, RoutingRule, Source
from hotwash.respond.queries.plugins import sources
from hotwash.respond.queries.routing import rules_as_values
from hotwash.respond.steps.incidents import declare_incident

log = logging.getLogger(__name__)
TEST_HEADER = "x-hotwash-test"
LOCKS = 0x48575330  # the first half of the advisory lock's name; the second is the source
DECLARE_LOCK = 0x48575331
SHOWN_TITLES = 5


@dataclass(slots=True)
class Batch:
    """What is known and what has been decided while one source's deliveries are worked through."""

    source: Source
    now: datetime
    rules: Sequence[Rule]
    rows: dict[int, RoutingRule]
    open: dict[str, Alert] = field(default_factory=dict)
    groups: dict[str, OpenGroup | None] = field(default_factory=dict)
    made: list[Alert] = field(default_factory=list)
    touched: dict[int, Alert] = field(default_factory=dict)
    attached: dict[int, list[str]] = field(default_factory=dict)
    resolved: dict[int, int] = field(default_factory=dict)
    waiting: int = 0
    alone: bool = False  # nobody else declares for alerts until the end of the transaction

    @property
    def actor(self) -> Actor:
        return Actor(kind="source", name=self.source.name, role=Role.MEMBER)


def decide_deliveries(*, now: datetime, limit: int = 50) -> int:
    """Decide about up to ``limit`` waiting deliveries; how many there were.

    Two workers never work on the same source at once, so that its signals are taken in their order. A delivery that
    can't be read, or that the database refuses, is marked with its problem and never stops the others.
    """
    with transaction.atomic():
        source_id = _lock_a_source()
        if source_id is None:
            return 0
        source = Source.objects.get(pk=source_id)
        waiting = Delivery.objects.select_for_update(skip_locked=True, no_key=True).filter(
            processed_at=None, source=source
        )
        rows = list(waiting.order_by("pk")[:limit])
        try:
            with transaction.atomic():
                _decide(source, rows, now)
        except (DataError, UnicodeError):
            for row in rows:
                _decide_alone(source, row, now)
    return len(rows)


def _lock_a_source() -> int | None:
    """The source that has waited longest and that nobody else is working on; locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source_id FROM hotwash_delivery WHERE processed_at IS NULL GROUP BY source_id ORDER BY min(id)"
        )
        for (source_id,) in cursor.fetchall():
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCKS, source_id])
            if cursor.fetchone() == (True,):
                return int(source_id)
    return None


def _decide_alone(source: Source, row: Delivery, now: datetime) -> None:
    try:
        with transaction.atomic():
            _decide(source, [row], now)
    except (DataError, UnicodeError):
        row.state, row.processed_at, row.decision = DeliveryState.UNREADABLE, now, []
        row.error = "It holds text that can't be stored. It is kept here as it came."
        row.save(update_fields=["state", "processed_at", "decision", "error"])


def _decide(source: Source, rows: Sequence[Delivery], now: datetime) -> None:
    rules = list(RoutingRule.objects.filter(enabled=True).order_by("order", "pk"))
    batch = Batch(source, now, rules_as_values(rules), {rule.pk: rule for rule in rules})
    read = [(row, _read(row, source, now)) for row in rows]
    batch.open = _open_alerts(source, [signal for _, signals in read for signal in signals])
    with step(actor=batch.actor, permission=Permission.RESPOND) as record:
        for row, signals in read:
            row.decision = [_take(signal, row, batch) for signal in signals]
        _write(batch, rows, record)


def _read(row: Delivery, source: Source, now: datetime) -> list[Signal]:
    """The signals of a delivery; the row says what became of it."""
    row.processed_at, row.state, row.error = now, DeliveryState.DECIDED, ""
    plugin = sources().get(source.plugin)
    if plugin is None:
        row.state, row.error = DeliveryState.UNREADABLE, f"The plugin “{source.plugin}” is not installed."
        return []
    test = TEST_HEADER in row.headers
    options = {} if test else {str(key): str(value) for key, value in source.options.items()}
    try:
        signals = plugin.parse(bytes(row.body), row.headers, options)
        return [as_test(signal) for signal in signals] if test else signals
    except PluginError as error:
        row.state, row.error = DeliveryState.UNREADABLE, str(error)[:1000]
        return []
    except Exception:  # a plugin may be a stranger's: its defect must not stop the alerts of others
        log.exception("The plugin %s broke its contract on delivery %s.", source.plugin, row.pk)
        row.state, row.error = DeliveryState.UNREADABLE, f"The plugin “{source.plugin}” has a defect; see the log."
        return []


def _open_alerts(source: Source, signals: Sequence[Signal]) -> dict[str, Alert]:
    prints = {signal.fingerprint for signal in signals}
    found = Alert.objects.filter(source=source, state=AlertState.FIRING, fingerprint__in=prints)
    return {alert.fingerprint: alert for alert in found}


def _take(signal: Signal, row: Delivery, batch: Batch) -> dict[str, object]:
    """Decide about one signal and note what follows; what is kept about it with the delivery."""
    alert = batch.open.get(signal.fingerprint)
    labels = labels_of(signal)
    rule = None if alert is not None or signal.test else route(labels, batch.source.pk, batch.rules)
    key = rule.group_key(labels) if rule else ""
    known = Circumstances(
        at=row.received_at,
        alert=OpenAlert(alert.pk or 0, alert.incident_id, alert.first_at) if alert is not None else None,
        rule=rule,
        group=_group(key, batch) if key else None,
        test=signal.test,
    )
    decision = decide(signal, known)
    if decision.outcome is Outcome.DECLARE and not batch.alone:
        _be_alone(batch)
        decision = decide(signal, replace(known, group=_group(key, batch)))
    if alert is not None:
        _change(alert, signal, row, batch)
    elif signal.state is SignalState.FIRING:
        decision = _make(signal, row, decision, rule, batch)
    return kept(signal, decision, row.received_at)


def _change(alert: Alert, signal: Signal, row: Delivery, batch: Batch) -> None:
    """A repeat only counts; a resolution ends the alert, and a later signal begins another one."""
    alert.last_at = row.received_at
    alert.count += 1
    after = went(signal, row.received_at)
    if after.state is AlertState.RESOLVED:
        alert.state, alert.ends_at = after.state, after.ends_at
        del batch.open[alert.fingerprint]
        if alert.incident_id is not None:
            batch.resolved[alert.incident_id] = batch.resolved.get(alert.incident_id, 0) + 1
    if alert.pk is not None:
        batch.touched[alert.pk] = alert


def _make(signal: Signal, row: Delivery, decision: Decision, rule: Rule | None, batch: Batch) -> Decision:
    if decision.outcome is Outcome.DECLARE and rule is not None:
        decision = _declare(signal, row, decision, rule, batch)
    new = began(signal, row.received_at, decision, rule)
    alert = Alert(
        source=batch.source,
        fingerprint=signal.fingerprint,
        title=signal.title,
        text=signal.text,
        labels=dict(signal.labels),
        severity=signal.severity,
        url=signal.url,
        raw=dict(signal.raw),
        triage=new.triage,
        group_key=new.group_key,
        starts_at=new.starts_at,
        first_at=row.received_at,
        last_at=row.received_at,
        incident_id=decision.incident,
        rule_id=rule.id if rule else None,
        reason=new.reason,
    )
    batch.made.append(alert)
    batch.open[signal.fingerprint] = alert
    if decision.incident is not None:
        batch.attached.setdefault(decision.incident, []).append(signal.title)
        if alert.group_key:
            batch.groups[alert.group_key] = OpenGroup(decision.incident, row.received_at)
    batch.waiting += alert.triage == Triage.INBOX
    return decision


def _declare(signal: Signal, row: Delivery, decision: Decision, rule: Rule, batch: Batch) -> Decision:
    """Declare the incident that a rule asks for. Where that is refused the alert waits in the inbox, with why."""
    row_of_rule = batch.rows[rule.id]
    ordered = Ordered(row_of_rule.private, row_of_rule.service_id, row_of_rule.policy_id)
    keys = [severity.key for severity in sorted(current_document().severities, key=lambda found: found.rank)]
    found_by = FoundBy(sources()[batch.source.plugin].found_by)
    declaration = replace(
        declaration_for(signal, rule, ordered, keys, found_by),
        started_at=believed(signal.starts_at, batch.now),
        detected_at=min(row.received_at, batch.now),
    )
    incident = declare_incident(actor=batch.actor, declaration=declaration, now=batch.now)
    if isinstance(incident, Refusal):
        return refused(decision, incident)
    return Decision(decision.outcome, decision.reason, incident.pk)


def _group(key: str, batch: Batch) -> OpenGroup | None:
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


def _be_alone(batch: Batch) -> None:
    """Declare for alerts one at a time over all sources, so that two of one group don't declare twice. One lock for
    all groups: two batches that need several can't wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [DECLARE_LOCK])
    batch.alone = True
    batch.groups = {key: group for key, group in batch.groups.items() if group is not None}


def _write(batch: Batch, rows: Sequence[Delivery], record: Recorder) -> None:
    Alert.objects.bulk_create(batch.made)
    Alert.objects.bulk_update(batch.touched.values(), ["state", "ends_at", "last_at", "count"])
    Delivery.objects.bulk_update(rows, ["state", "processed_at", "decision", "error"])
    source = batch.source.name
    for incident, titles in batch.attached.items():
        record(
            AlertsAttached(incident_id=incident, source=source, count=len(titles), titles=tuple(titles[:SHOWN_TITLES]))
        )
    for incident, count in batch.resolved.items():
        still = Alert.objects.filter(incident=incident, state=AlertState.FIRING).count()
        record(AlertsResolved(incident_id=incident, source=source, count=count, still_open=still))
    if batch.waiting:
        record(AlertsReceived(source=source, count=batch.waiting))

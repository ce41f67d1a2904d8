"""Deciding about what sources sent: one source at a time, in the order of arrival, many deliveries in one go."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import DataError, connection, transaction

from hotwash.kernel.bulk import update_rows
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import Recorder, step
from hotwash.ports.sources import Signal, asked
from hotwash.process.queries import current_document
from hotwash.respond.core.alerts.taking import as_test
from hotwash.respond.core.states import AlertState, DeliveryState
from hotwash.respond.events import AlertsAttached, AlertsReceived, AlertsResolved, DeliveryAsks
from hotwash.respond.models import Alert, Delivery, Source
from hotwash.respond.steps.alerts.batch import Batch, begun, open_alerts
from hotwash.respond.steps.alerts.signals import TEST_HEADER, take

log = logging.getLogger(__name__)
LOCKS = 0x48575330  # the first half of the advisory lock's name; the second is the source
MAX_BYTES = 16_000_000  # of bodies in one go
SHOWN_TITLES = 5

# Of each source only its oldest waiting delivery is looked at: a storm of a million costs no more than one delivery.
_WAITING = """
SELECT source.id FROM hotwash_source source CROSS JOIN LATERAL (
  SELECT id FROM hotwash_delivery WHERE source_id = source.id AND processed_at IS NULL ORDER BY id LIMIT 1) oldest
ORDER BY oldest.id
"""
_NEXT = """
SELECT id FROM (
  SELECT id, sum(octet_length(body)) OVER (ORDER BY id) - octet_length(body) AS before FROM (
    SELECT id, body FROM hotwash_delivery WHERE source_id = %s AND processed_at IS NULL ORDER BY id LIMIT %s
    FOR NO KEY UPDATE SKIP LOCKED) waiting) counted
WHERE before < %s
"""


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
        rows = _next_of(source, limit)
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
        cursor.execute(_WAITING)
        for (source_id,) in cursor.fetchall():
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCKS, source_id])
            if cursor.fetchone() == (True,):
                return int(source_id)
    return None


def _next_of(source: Source, limit: int) -> list[Delivery]:
    """The deliveries that have waited longest, no more of them than fit into memory."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [source.pk, limit, MAX_BYTES])
        keys = [key for (key,) in cursor.fetchall()]
    return list(Delivery.objects.filter(pk__in=keys).order_by("pk"))


def _decide_alone(source: Source, row: Delivery, now: datetime) -> None:
    try:
        with transaction.atomic():
            _decide(source, [row], now)
    except (DataError, UnicodeError):
        row.state, row.processed_at, row.decision = DeliveryState.UNREADABLE, now, []
        row.error = "It holds text that can't be stored. It is kept here as it came."
        row.save(update_fields=["state", "processed_at", "decision", "error"])


def _decide(source: Source, rows: Sequence[Delivery], now: datetime) -> None:
    severities = sorted(current_document().severities, key=lambda found: found.rank)
    batch = begun(source, now, [severity.key for severity in severities])
    read = [(row, _read(row, batch)) for row in rows]
    batch.open = open_alerts(source, [signal for _, signals in read for signal in signals])
    with step(actor=batch.actor, permission=Permission.RESPOND) as record:
        for row, signals in read:
            row.decision = [take(signal, row, batch) for signal in signals]
        _write(batch, rows, record)


def _read(row: Delivery, batch: Batch) -> list[Signal]:
    """The signals of a delivery; the row says what became of it."""
    row.processed_at, row.state, row.error = batch.now, DeliveryState.DECIDED, ""
    key = batch.source.plugin
    if batch.plugin is None:
        row.state, row.error = DeliveryState.UNREADABLE, f"The plugin “{key}” is not installed."
        return []
    test = TEST_HEADER in row.headers
    options = {} if test else batch.options
    try:
        ask = asked(batch.plugin, bytes(row.body), row.headers, options) if not test else None
        if ask is not None:
            row.state, row.error = DeliveryState.ASKING, ask.why
            batch.asking.append(row.pk)
            return []
        signals = batch.plugin.parse(bytes(row.body), row.headers, options)
        return [as_test(signal) for signal in signals] if test else signals
    except PluginError as error:
        row.state, row.error = DeliveryState.UNREADABLE, str(error)[:1000]
        return []
    except Exception:  # a plugin may be a stranger's: its defect must not stop the alerts of others
        log.exception("The plugin %s broke its contract on delivery %s.", key, row.pk)
        row.state, row.error = DeliveryState.UNREADABLE, f"The plugin “{key}” has a defect; see the log."
        return []


def _write(batch: Batch, rows: Sequence[Delivery], record: Recorder) -> None:
    Alert.objects.bulk_create(batch.made)
    update_rows(list(batch.touched.values()), ["state", "ends_at", "last_at", "count"])
    update_rows(rows, ["state", "processed_at", "decision", "error"])
    for delivery in batch.asking:
        wake(DeliveryAsks(delivery=delivery), at=batch.now)
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

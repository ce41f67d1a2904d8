"""Deciding about what sources sent: one source at a time, in the order of arrival, many deliveries in one go."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import DataError, connection, transaction

from hotwash.kernel.bulk import update_rows
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import step
from hotwash.ports.sources import Signal, asked
from hotwash.respond.core.alerts.heartbeat import silent_signal
from hotwash.respond.core.alerts.taking import as_test, kept
from hotwash.respond.core.states import DeliveryState
from hotwash.respond.events import DeliveryAsks
from hotwash.respond.models import Delivery, Source
from hotwash.respond.queries.deciding import last_alerts
from hotwash.respond.steps.alerts.batch import Batch, begun
from hotwash.respond.steps.alerts.heartbeats import HOUSE_HEADER, note_heard
from hotwash.respond.steps.alerts.locks import try_to_lock_source
from hotwash.respond.steps.alerts.signals import TEST_HEADER, take
from hotwash.respond.steps.alerts.writing import write

log = logging.getLogger(__name__)
MAX_BYTES = 16_000_000  # of bodies in one go

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
        waiting = [int(source) for (source,) in cursor.fetchall()]
    return next((source for source in waiting if try_to_lock_source(source)), None)


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
    batch = begun(source, min(row.received_at for row in rows), now)
    read = [(row, _read(row, batch)) for row in rows]
    note_heard(batch, read)
    batch.last = last_alerts(source.pk, list({signal.fingerprint for _, signals in read for signal in signals}))
    with step(actor=batch.actor, permission=Permission.RESPOND) as record:
        for row, signals in read:
            row.decision = [kept(signal, take(signal, row.received_at, batch), row.received_at) for signal in signals]
        update_rows(rows, ["state", "processed_at", "decision", "error"])
        for delivery in batch.asking:
            wake(DeliveryAsks(delivery=delivery), at=now)
        write(batch, record)


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
        if HOUSE_HEADER in row.headers:
            return [silent_signal(batch.source.name, bytes(row.body))]
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

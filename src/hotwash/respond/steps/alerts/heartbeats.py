"""Sources that are expected to be heard. The state is rows with a due time: nothing is kept in a process."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import step
from hotwash.ports.sources import Signal
from hotwash.respond.core.alerts.heartbeat import Beat, every_in_words, heard_signal
from hotwash.respond.events import SettingChanged
from hotwash.respond.models import Delivery, Heartbeat, Source
from hotwash.respond.steps.alerts.batch import Batch
from hotwash.respond.steps.alerts.signals import TEST_HEADER

HOUSE_HEADER = "x-hotwash-house"
OURS = {HOUSE_HEADER, TEST_HEADER}  # what did not come from the source
LATE_BATCH = 200
Read = Sequence[tuple[Delivery, list[Signal]]]


def expect_heartbeat(*, actor: Actor, source: Source, beat: Beat, now: datetime) -> Heartbeat | Refusal | None:
    """Expect to hear from a source, or no longer (``every`` 0). None where it is not expected."""
    problems = beat.problems()
    if problems:
        return Refusal(tuple(problems))
    with step(actor=actor, permission=Permission.MANAGE) as record:
        if not beat.every:
            Heartbeat.objects.filter(source=source).delete()
            record(SettingChanged(verb="no longer expects", what=f"the source {source.name}"))
            return None
        row, _ = Heartbeat.objects.update_or_create(
            source=source,
            defaults={
                "every_minutes": beat.every,
                "grace_minutes": beat.grace,
                "due_at": now + beat.wait,
                "silent_since": None,
            },
        )
        record(SettingChanged(verb="changed", what=f"the source {source.name}: {every_in_words(beat)}"))
    return row


def look_for_silent_sources(*, now: datetime) -> int:
    """Again and again: an alert for each source that was not heard in time; how many there are."""
    late = Heartbeat.objects.filter(due_at__lte=now).order_by("due_at").values_list("pk", flat=True)
    return sum(_look(pk, now) for pk in late[:LATE_BATCH])


def note_heard(batch: Batch, read: Read) -> None:
    """A source that was silent is heard again: its alert is over with the first delivery of its own."""
    own = next(((row, signals) for row, signals in read if not OURS & row.headers.keys()), None)
    silent = Heartbeat.objects.select_for_update(no_key=True).filter(source=batch.source, due_at=None).first()
    if own is None or silent is None:
        return
    row, signals = own
    signals.insert(0, heard_signal(batch.source.name, row.received_at))
    silent.silent_since, silent.due_at = None, _beat(silent).due_after(row.received_at, batch.now)
    silent.save(update_fields=["silent_since", "due_at"])


def _look(pk: int, now: datetime) -> bool:
    """Whether it is silent. Where it was heard meanwhile, its time begins anew."""
    with transaction.atomic():
        late = Heartbeat.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
        row = late.select_related("source").filter(pk=pk, due_at__lte=now).first()
        if row is None:
            return False
        heard_at = _last_heard(row.source)
        due = _beat(row).due_after(heard_at, row.due_at or now) if heard_at else now
        if due > now or not row.source.enabled:
            row.due_at = max(due, now + _beat(row).wait) if not row.source.enabled else due
            row.save(update_fields=["due_at"])
            return False
        row.silent_since = heard_at or (now - _beat(row).wait)
        row.due_at = None
        row.save(update_fields=["due_at", "silent_since"])
        Delivery.objects.create(
            source=row.source,
            received_at=now,
            headers={HOUSE_HEADER: "heartbeat"},
            body=row.silent_since.isoformat().encode(),
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('hotwash_delivery', '')")
    return True


def _last_heard(source: Source) -> datetime | None:
    own = Delivery.objects.filter(source=source).exclude(headers__has_any_keys=sorted(OURS)).order_by("-pk")
    return own.values_list("received_at", flat=True).first()


def _beat(row: Heartbeat) -> Beat:
    return Beat(row.every_minutes, row.grace_minutes)

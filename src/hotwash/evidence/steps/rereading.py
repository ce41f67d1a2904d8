"""Stopping the reading of a file, and having it read again."""

from datetime import datetime

from django.db.models import Q

from hotwash.evidence.core.people import named
from hotwash.evidence.events import ReadDue, ReadingAsked, ReadingStopped
from hotwash.evidence.models import EvidenceFile
from hotwash.kernel.core.actor import SYSTEM, Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import step
from hotwash.ports.formats import Format
from hotwash.ports.reading.body import WHOLE
from hotwash.ports.registry import plugins
from hotwash.respond.models import Incident


def stop_reading(*, actor: Actor, file: EvidenceFile) -> EvidenceFile | Refusal:
    """The worker hears of it within some megabytes and leaves nothing half done: what was found before stays."""
    with step(actor=actor, permission=Permission.EDIT, scope=file.incident) as record:
        row = EvidenceFile.objects.select_for_update().get(pk=file.pk)
        if not row.busy:
            return refuse("not_reading", f"{row.reference} is not being read: there is nothing to stop.")
        row.status = EvidenceFile.Status.STOPPED
        row.save(update_fields=["status"])
        record(ReadingStopped(incident_id=row.incident_id, file_id=row.pk, reference=row.reference))
    return row


def read_again(*, actor: Actor, file: EvidenceFile, now: datetime) -> EvidenceFile | Refusal:
    """Read a file from its beginning, in the background; what people pinned from it stays."""
    with step(actor=actor, permission=Permission.EDIT, scope=file.incident) as record:
        row = EvidenceFile.objects.select_for_update().get(pk=file.pk)
        if row.removed_at is not None:
            return refuse("removed", f"{row.reference} was removed. Bring it back first.")
        if row.busy:
            return refuse("reading", f"{row.reference} is being read already.")
        row.status, row.done = EvidenceFile.Status.WAITING, 0
        row.save(update_fields=["status", "done"])
        record(ReadingAsked(incident_id=row.incident_id, file_id=row.pk, reference=row.reference))
        wake(ReadDue(incident_id=row.incident_id, file_id=row.pk), at=now)
    return row


def read_with_names(*, incident: Incident, now: datetime) -> int:
    """A list of users came: chats that were read, or are being read, without it are read again. How many."""
    formats = plugins("formats", Format).values()  # type: ignore[type-abstract]
    known, busy = EvidenceFile.Status.READ, EvidenceFile.Status.READING
    rows = EvidenceFile.objects.filter(incident=incident, removed_at=None, size__lte=WHOLE)
    chats = rows.filter(Q(status__in=(known, busy), format__in=named(formats)) | Q(status=busy, format=""))
    with step(actor=SYSTEM, permission=Permission.EDIT, scope=incident):
        found = list(chats.select_for_update().values_list("pk", flat=True))
        EvidenceFile.objects.filter(pk__in=found).update(status=EvidenceFile.Status.WAITING, done=0)
        for pk in found:
            wake(ReadDue(incident_id=incident.pk, file_id=pk), at=now)
    return len(found)

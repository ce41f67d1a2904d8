"""Stopping the reading of a file, and having it read again."""

from datetime import datetime

from hotwash.evidence.events import ReadDue, ReadingAsked, ReadingStopped
from hotwash.evidence.models import EvidenceFile
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import step


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

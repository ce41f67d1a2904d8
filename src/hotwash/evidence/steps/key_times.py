"""The marked times that durations are counted from."""

from dataclasses import dataclass
from datetime import UTC, datetime

from hotwash.evidence.core.bounds import plain
from hotwash.evidence.core.writing import unfit_mark
from hotwash.evidence.events import KeyTimeCleared, KeyTimeMarked
from hotwash.evidence.models import Entry, KeyTime
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import step
from hotwash.respond.models import Incident


@dataclass(frozen=True, slots=True)
class Mark:
    """``name`` is one of the five, or a name of one's own."""

    name: str
    at: datetime
    precision: str = "second"
    entry: Entry | None = None


def mark_key_time(*, actor: Actor, incident: Incident, mark: Mark) -> KeyTime | Refusal:
    """Mark a time, or move the mark. Order is not enforced: contradictions are shown."""
    name = plain(mark.name).lower()
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        own = mark.entry is None or mark.entry.incident_id == incident.pk
        refusal = unfit_mark(name, mark.at, mark.precision, own_entry=own)
        if refusal is not None:
            return refusal
        values = {"at": mark.at, "precision": mark.precision, "entry": mark.entry}
        row, made = KeyTime.objects.select_for_update().get_or_create(incident=incident, name=name, defaults=values)
        if not made:
            row.at, row.precision, row.entry, row.version = mark.at, mark.precision, mark.entry, row.version + 1
            row.save()
        record(KeyTimeMarked(incident_id=incident.pk, name=name, at=mark.at.astimezone(UTC)))
    return row


def clear_key_time(*, actor: Actor, incident: Incident, name: str) -> bool:
    """Take a mark back; whether there was one."""
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        gone, _ = KeyTime.objects.filter(incident=incident, name=plain(name)).delete()
        if gone:
            record(KeyTimeCleared(incident_id=incident.pk, name=name))
    return bool(gone)

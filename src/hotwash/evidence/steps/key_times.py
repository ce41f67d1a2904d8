"""The marked times that durations are counted from."""

from dataclasses import dataclass
from datetime import UTC, datetime

from hotwash.evidence.core.bounds import plain, unstorable
from hotwash.evidence.events import KeyTimeCleared, KeyTimeMarked
from hotwash.evidence.models import Entry, KeyTime
from hotwash.evidence.steps.entries import PRECISIONS
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
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
        if not name or len(name) > 40:
            return refuse("name", "Give the time a name of at most 40 characters.", "name")
        if far := unstorable((("at", mark.at),)):
            return Refusal(tuple(far))
        if mark.precision not in PRECISIONS:
            return refuse("precision", "Choose how exact the time is.", "precision")
        if mark.entry is not None and mark.entry.incident_id != incident.pk:
            return refuse("entry", "This entry belongs to another incident.", "entry")
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

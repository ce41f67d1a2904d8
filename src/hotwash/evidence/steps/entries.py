"""Entries of the timeline: written by hand, edited with every version kept in the log, removed and brought back."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from hotwash.evidence.core.bounds import plain
from hotwash.evidence.core.writing import Worded, Written
from hotwash.evidence.events import EntryDeleted, EntryEdited, EntryRestored, EntryWritten
from hotwash.evidence.models import Entry, EvidenceFile, Moment
from hotwash.evidence.steps.indexing import index_entry
from hotwash.kernel import search
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, conflict, refuse
from hotwash.kernel.numbering import next_number
from hotwash.kernel.steps import step
from hotwash.respond.models import Incident


@dataclass(frozen=True, slots=True)
class EntryValues(Worded):
    """What people write; ``file`` and ``line`` are the proof."""

    lane: str = ""
    kind: str = "note"
    file: EvidenceFile | None = None


def write_entry(*, actor: Actor, incident: Incident, values: EntryValues, now: datetime) -> Entry | Refusal:
    """An entry written by hand."""
    refusal = _unfit(values, incident)
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        if refusal:
            return refusal
        entry = Entry(
            incident=incident,
            number=next_number(f"INC-{incident.pk}", "entry"),
            zone_basis="setting",
            created_by_id=actor.person_id,
            created_at=now,
        )
        _fill(entry, values)
        entry.save(force_insert=True)
        index_entry(entry)
        record(
            EntryWritten(incident_id=incident.pk, entry_id=entry.pk, reference=entry.reference, text=entry.text[:200])
        )
    return entry


def edit_entry(*, actor: Actor, incident: Incident, entry: Entry, values: EntryValues, version: int) -> Entry | Refusal:
    """Change an entry; on an older version it is refused, so that nobody's text is lost."""
    refusal = _unfit(values, incident)
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        row = entry.at_version(version)
        if row is None or row.deleted_at is not None:
            return conflict(entry.reference)
        if refusal:
            return refusal
        before = _told(row)
        _fill(row, values)
        row.version += 1
        row.save()
        index_entry(row)
        record(
            EntryEdited(
                incident_id=incident.pk, entry_id=row.pk, reference=row.reference, before=before, after=_told(row)
            )
        )
    return row


def delete_entry(*, actor: Actor, incident: Incident, entry: Entry, now: datetime) -> Entry:
    """Take an entry off the timeline; its moment waits again. It can be brought back."""
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        row = Entry.objects.select_for_update().get(pk=entry.pk)
        if row.deleted_at is None:
            row.deleted_at = now
            row.save(update_fields=["deleted_at"])
            _moments(row).update(state=Moment.State.PROPOSED)
            search.remove("entry", row.pk)
            record(EntryDeleted(incident_id=incident.pk, entry_id=row.pk, reference=row.reference, text=row.text[:200]))
    return row


def restore_entry(*, actor: Actor, incident: Incident, entry: Entry) -> Entry | Refusal:
    """Bring back what was removed. What was merged comes back by undoing the merge."""
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        row = Entry.objects.select_for_update().get(pk=entry.pk)
        if row.merged_into is not None:
            into = row.merged_into.reference
            return refuse("merged", f"{row.reference} is part of {into} now: undo the merge there.")
        if row.deleted_at is not None:
            row.deleted_at = None
            row.save(update_fields=["deleted_at"])
            _moments(row).update(state=Moment.State.PINNED)
            index_entry(row)
            record(
                EntryRestored(incident_id=incident.pk, entry_id=row.pk, reference=row.reference, text=row.text[:200])
            )
    return row


def _moments(entry: Entry) -> QuerySet[Moment]:
    """What the entry was pinned from, and the entries that are part of it."""
    return Moment.objects.filter(Q(entries=entry) | Q(entries__merged_into=entry))


def _fill(entry: Entry, values: EntryValues) -> None:
    entry.at, entry.until, entry.precision = values.at, values.until, values.precision
    entry.text, entry.detail, entry.why_known = plain(values.text), plain(values.detail), plain(values.why_known)
    entry.lane, entry.kind = plain(values.lane)[:120] or "notes", values.kind or "note"
    entry.file, entry.line = values.file, values.line


def _told(entry: Entry) -> str:
    return f"{entry.at:%Y-%m-%dT%H:%M:%SZ} {entry.text}"[:4000]


def _unfit(values: EntryValues, incident: Incident) -> Refusal | None:
    own = values.file is None or values.file.incident_id == incident.pk
    return Written(
        values.at, values.until, values.text, values.detail, values.precision, values.line, own_file=own
    ).unfit()

"""Evidence comes in, is set right, is removed and brought back. The bytes themselves are never altered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F

from hotwash.evidence.core.bounds import plain
from hotwash.evidence.events import (
    EvidenceAdded,
    EvidenceRemoved,
    EvidenceRestored,
    EvidenceSet,
    ReadDue,
)
from hotwash.evidence.models import MAX_NAME, Entry, EvidenceFile, Moment
from hotwash.kernel import search, storage
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, conflict, refuse
from hotwash.kernel.numbering import next_number
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import step
from hotwash.kernel.storage import Stored
from hotwash.respond.models import Incident

LARGEST_OFFSET_MS = 366 * 86_400_000


@dataclass(frozen=True, slots=True)
class Upload:
    """``name`` is for people only: the content decides. ``archive`` is the reference of what it came out of, ``origin``
    how it was collected.
    """

    name: str
    stored: Stored
    archive: str = ""
    origin: str = ""


def store(chunks: bytes | Iterable[bytes]) -> Stored:
    """Keep the bytes whole under their SHA-256, before anything is known about them."""
    return storage.put(chunks)


def add_evidence(*, actor: Actor, incident: Incident, upload: Upload, now: datetime) -> EvidenceFile | Refusal:
    """A file of evidence; it is read in the background. The same bytes are taken once for an incident."""
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        Incident.objects.select_for_update().only("pk").get(pk=incident.pk)
        if upload.stored.size == 0:
            return refuse("empty", f"{_shown(upload.name)} is empty: there is nothing to keep.", "files")
        known = EvidenceFile.objects.filter(incident=incident, sha256=upload.stored.sha256, removed_at=None).first()
        if known is not None and known.archive == upload.archive:
            return refuse(
                "duplicate", f"{_shown(upload.name)} is here already, as {known.reference} {known.name}.", "files"
            )
        row = EvidenceFile.objects.create(
            incident=incident,
            number=next_number(f"INC-{incident.pk}", "evidence"),
            name=_shown(upload.name),
            archive=upload.archive[:MAX_NAME],
            sha256=upload.stored.sha256,
            size=upload.stored.size,
            origin=upload.origin,
            added_by_id=actor.person_id,
            added_at=now,
        )
        record(
            EvidenceAdded(
                incident_id=incident.pk,
                file_id=row.pk,
                reference=row.reference,
                name=row.name,
                sha256=row.sha256,
                size=row.size,
            )
        )
        wake(ReadDue(incident_id=incident.pk, file_id=row.pk), at=now)
    return row


def _shown(name: str) -> str:
    flat = "".join(letter if letter.isprintable() else "�" for letter in name.replace("\\", "/"))
    return flat.lstrip("/").strip()[-MAX_NAME:] or "evidence"


def set_zone(*, actor: Actor, file: EvidenceFile, zone: str, version: int, now: datetime) -> EvidenceFile | Refusal:
    """The zone of times that name none in this source; the file is read anew. Empty: not known."""
    with step(actor=actor, permission=Permission.EDIT, scope=file.incident) as record:
        row = file.at_version(version)
        if row is None:
            return conflict(file.reference)
        if zone and not _is_zone(zone):
            return refuse("zone", "This is not the name of a time zone. Choose one such as Europe/Berlin.", "zone")
        row.zone, row.zone_basis, row.status = zone, "setting" if zone else "", EvidenceFile.Status.WAITING
        row.version += 1
        row.save(update_fields=["zone", "zone_basis", "status", "version"])
        what = f"the zone to {zone}" if zone else "the zone to unknown"
        record(EvidenceSet(incident_id=row.incident_id, file_id=row.pk, reference=row.reference, what=what))
        wake(ReadDue(incident_id=row.incident_id, file_id=row.pk), at=now)
    return row


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def set_clock(*, actor: Actor, file: EvidenceFile, offset_ms: int, version: int) -> EvidenceFile | Refusal:
    """By how much the clock of this source was behind. Its moments and the entries pinned from it move along."""
    with step(actor=actor, permission=Permission.EDIT, scope=file.incident) as record:
        row = file.at_version(version)
        if row is None:
            return conflict(file.reference)
        if abs(offset_ms) > LARGEST_OFFSET_MS:
            return refuse(
                "clock", "A clock is not wrong by more than a year. Correct the zone instead.", "clock_offset"
            )
        moved = timedelta(milliseconds=offset_ms - row.clock_offset_ms)
        Moment.objects.filter(file=row, at__isnull=False).update(at=F("at") + moved)
        Entry.objects.filter(file=row, moment__isnull=False).update(at=F("at") + moved, until=F("until") + moved)
        if row.earliest and row.latest:
            row.earliest, row.latest = row.earliest + moved, row.latest + moved
        row.clock_offset_ms, row.version = offset_ms, row.version + 1
        row.save(update_fields=["clock_offset_ms", "version", "earliest", "latest"])
        what = f"the clock by {offset_ms / 1000:+g} s"
        record(EvidenceSet(incident_id=row.incident_id, file_id=row.pk, reference=row.reference, what=what))
    return row


def note_evidence(*, actor: Actor, file: EvidenceFile, note: str, version: int) -> EvidenceFile | Refusal:
    """What people say about a file."""
    with step(actor=actor, permission=Permission.EDIT, scope=file.incident) as record:
        row = file.at_version(version)
        if row is None:
            return conflict(file.reference)
        row.note, row.version = plain(note), row.version + 1
        row.save(update_fields=["note", "version"])
        record(EvidenceSet(incident_id=row.incident_id, file_id=row.pk, reference=row.reference, what="the note"))
    return row


def remove_evidence(*, actor: Actor, file: EvidenceFile, now: datetime) -> EvidenceFile:
    """Take a file out of the lists. Its bytes and what cites it stay; it can be brought back."""
    with step(actor=actor, permission=Permission.EDIT, scope=file.incident) as record:
        row = EvidenceFile.objects.select_for_update().get(pk=file.pk)
        if row.removed_at is None:
            row.removed_at = now
            row.save(update_fields=["removed_at"])
            search.remove("evidence", row.pk)
            record(EvidenceRemoved(incident_id=row.incident_id, file_id=row.pk, reference=row.reference, name=row.name))
    return row


def restore_evidence(*, actor: Actor, file: EvidenceFile, now: datetime) -> EvidenceFile:
    with step(actor=actor, permission=Permission.EDIT, scope=file.incident) as record:
        row = EvidenceFile.objects.select_for_update().get(pk=file.pk)
        if row.removed_at is not None:
            row.removed_at = None
            row.save(update_fields=["removed_at"])
            record(
                EvidenceRestored(incident_id=row.incident_id, file_id=row.pk, reference=row.reference, name=row.name)
            )
            wake(ReadDue(incident_id=row.incident_id, file_id=row.pk), at=now)
    return row

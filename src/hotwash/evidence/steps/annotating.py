"""What people add to an entry: what was known then, what was learned later, and evidence beside its proof."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from hotwash.evidence.core.bounds import plain
from hotwash.evidence.core.writing import unfit_annotation, unfit_attachment
from hotwash.evidence.events import (
    AnnotationRemoved,
    AnnotationRestored,
    EntryAnnotated,
    EvidenceAttached,
    EvidenceDetached,
)
from hotwash.evidence.models import Annotation, Attachment, Entry, EvidenceFile
from hotwash.evidence.steps.indexing import index_entry
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import step


def annotate_entry(
    *, actor: Actor, entry: Entry, kind: str, text: str, at: datetime, now: datetime
) -> Annotation | Refusal:
    """Add a signed annotation: what was known at ``at``, or what was learned then in hindsight."""
    with step(actor=actor, permission=Permission.EDIT, scope=entry.incident) as record:
        refusal = unfit_annotation(text, at)
        if refusal is None and kind not in Annotation.Kind.values:
            refusal = refuse("kind", "Say whether it was known then or learned later.", "kind")
        if refusal is None and entry.deleted_at is not None:
            refusal = refuse("entry", f"{entry.reference} is not on the timeline.", "entry")
        if refusal is not None:
            return refusal
        row = Annotation.objects.create(
            entry=entry,
            kind=kind,
            at=at,
            text=plain(text),
            by_id=actor.person_id,
            by_name=actor.name[:200],
            written_at=now,
        )
        index_entry(entry)
        event = EntryAnnotated(
            incident_id=entry.incident_id,
            entry_id=entry.pk,
            reference=entry.reference,
            annotation_id=row.pk,
            kind=kind,
            text=f"{at:%Y-%m-%dT%H:%M:%SZ} {row.text}"[:4000],
        )
        record(event)
    return row


def remove_annotation(*, actor: Actor, annotation: Annotation, now: datetime) -> Annotation:
    return _removed(actor, annotation, AnnotationRemoved, now)


def restore_annotation(*, actor: Actor, annotation: Annotation) -> Annotation:
    return _removed(actor, annotation, AnnotationRestored, None)


def _removed(
    actor: Actor,
    annotation: Annotation,
    event: type[AnnotationRemoved] | type[AnnotationRestored],
    removed_at: datetime | None,
) -> Annotation:
    entry = annotation.entry
    with step(actor=actor, permission=Permission.EDIT, scope=entry.incident) as record:
        row = Annotation.objects.select_for_update().get(pk=annotation.pk)
        if (row.removed_at is None) != (removed_at is None):
            row.removed_at = removed_at
            row.save(update_fields=["removed_at"])
            if entry.deleted_at is None:
                index_entry(entry)
            record(
                event(
                    incident_id=entry.incident_id,
                    entry_id=entry.pk,
                    reference=entry.reference,
                    annotation_id=row.pk,
                    text=row.text[:4000],
                )
            )
    return row


@dataclass(frozen=True, slots=True)
class Lines:
    """A file, or its lines from ``line`` to ``until``, with a word about why."""

    file: EvidenceFile
    line: int | None = None
    until: int | None = None
    note: str = ""


def attach_evidence(*, actor: Actor, entry: Entry, lines: Lines, now: datetime) -> Attachment | Refusal:
    """Attach a file or lines of it; attaching the same again gives the attachment that is there."""
    own = lines.file.incident_id == entry.incident_id and lines.file.removed_at is None
    with step(actor=actor, permission=Permission.EDIT, scope=entry.incident) as record:
        refusal = unfit_attachment(lines.line, lines.until, own_file=own)
        if refusal is not None:
            return refusal
        where = {"entry": entry, "file": lines.file, "line": lines.line, "until": lines.until}
        known = Attachment.objects.select_for_update(of=("self",)).filter(**where).first()
        if known is not None and known.removed_at is None:
            return known
        row = known or Attachment(**where)
        row.note, row.attached_at, row.removed_at = plain(lines.note)[:300], now, None
        row.save()
        record(EvidenceAttached(**_about(row)))
    return row


def detach_evidence(*, actor: Actor, attachment: Attachment, now: datetime) -> Attachment:
    """Take an attachment off; attaching the same again brings it back."""
    with step(actor=actor, permission=Permission.EDIT, scope=attachment.entry.incident) as record:
        row = Attachment.objects.select_for_update().get(pk=attachment.pk)
        if row.removed_at is None:
            row.removed_at = now
            row.save(update_fields=["removed_at"])
            record(EvidenceDetached(**_about(attachment)))
    return row


class _About(TypedDict):
    incident_id: int
    entry_id: int
    reference: str
    file_id: int
    text: str


def _about(row: Attachment) -> _About:
    entry = row.entry
    return _About(
        incident_id=entry.incident_id,
        entry_id=entry.pk,
        reference=entry.reference,
        file_id=row.file_id,
        text=f"{row.place} {row.file.name}",
    )

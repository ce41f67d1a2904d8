"""Moments become entries of the timeline, or are dismissed; both can be taken back."""

from datetime import datetime

from hotwash.evidence.core.bounds import storable, storable_time
from hotwash.evidence.core.columns import Row, precision_of
from hotwash.evidence.events import EntryDeleted, EntryPinned, MomentDismissed, MomentProposed
from hotwash.evidence.models import Entry, EvidenceFile, Moment
from hotwash.evidence.steps.indexing import index_entry
from hotwash.kernel import search
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.numbering import next_number
from hotwash.kernel.steps import Recorder, step
from hotwash.respond.models import Incident


def pin_moment(
    *, actor: Actor, incident: Incident, moment: Moment, now: datetime, at: datetime | None = None
) -> Entry | Refusal:
    """Put a moment on the timeline; again gives the entry that is there. ``at`` is for a moment without a time."""
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        row = Moment.objects.select_for_update(of=("self",)).select_related("file").get(pk=moment.pk)
        return _on_the_timeline(record, actor, incident, row, now, at)


def pin_record(*, actor: Actor, incident: Incident, file: EvidenceFile, found: Row, now: datetime) -> Entry | Refusal:
    """Put any record of a file on the timeline, whether it was proposed or not; again gives the entry that is there."""
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        row = Moment.objects.select_for_update().filter(file=file, line=found.line, text=found.text).first()
        at = storable_time(found.stamp)
        if row is None and at is None:
            return refuse("no_time", "This record has no time of its own: write an entry and cite its line.", "at")
        if row is None:
            row = Moment.objects.create(
                file=file,
                at=at,
                precision=precision_of(found),
                zone_basis=found.basis,
                kind=found.kind[:60],
                level=found.level,
                text=found.text.replace("\x00", ""),
                source=file.name.rsplit("/", 1)[-1],
                score=0.0,
                why="picked by a person",
                line=found.line,
                offset=found.start,
            )
        return _on_the_timeline(record, actor, incident, row, now, None)


def _on_the_timeline(
    record: Recorder, actor: Actor, incident: Incident, row: Moment, now: datetime, at: datetime | None
) -> Entry | Refusal:
    known = Entry.objects.filter(moment=row, deleted_at=None).first()
    if known is not None:
        return known
    when = at or row.at
    if when is None:
        return refuse("no_time", "This moment has no time of its own: say when it was, then pin it.", "at")
    if not storable(when):
        return refuse("far", "This time is too far away. Enter one between the years 1900 and 2999.", "at")
    entry = Entry.objects.create(
        incident=incident,
        number=next_number(f"INC-{incident.pk}", "entry"),
        at=when,
        precision="about" if at else row.precision,
        zone_basis="setting" if at else row.zone_basis,
        lane=row.file.name.rsplit("/", 1)[-1][:120],
        kind=row.kind,
        level=row.level,
        text=row.text.split("\n", 1)[0][:2000],
        detail=row.text if "\n" in row.text else "",
        moment=row,
        file=row.file,
        line=row.line or None,
        created_by_id=actor.person_id,
        created_at=now,
    )
    row.state = Moment.State.PINNED
    row.save(update_fields=["state"])
    index_entry(entry)
    record(
        EntryPinned(
            incident_id=incident.pk,
            entry_id=entry.pk,
            reference=entry.reference,
            text=entry.text[:200],
            moment_id=row.pk,
        )
    )
    return entry


def dismiss_moment(*, actor: Actor, incident: Incident, moment: Moment) -> Moment | Refusal:
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        row = Moment.objects.select_for_update().get(pk=moment.pk)
        if row.state == Moment.State.PINNED:
            return refuse("pinned", "This moment is on the timeline: remove its entry there first.")
        if row.state != Moment.State.DISMISSED:
            row.state = Moment.State.DISMISSED
            row.save(update_fields=["state"])
            record(MomentDismissed(incident_id=incident.pk, moment_id=row.pk, text=row.text[:200]))
    return row


def propose_moment(*, actor: Actor, incident: Incident, moment: Moment, now: datetime) -> Moment:
    """Undo: a dismissed moment is proposed again; a pinned one leaves the timeline."""
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        row = Moment.objects.select_for_update().get(pk=moment.pk)
        for entry in Entry.objects.select_for_update().filter(moment=row, deleted_at=None):
            entry.deleted_at = now
            entry.save(update_fields=["deleted_at"])
            search.remove("entry", entry.pk)
            record(
                EntryDeleted(
                    incident_id=incident.pk, entry_id=entry.pk, reference=entry.reference, text=entry.text[:200]
                )
            )
        if row.state != Moment.State.PROPOSED:
            row.state = Moment.State.PROPOSED
            row.save(update_fields=["state"])
            record(MomentProposed(incident_id=incident.pk, moment_id=row.pk, text=row.text[:200]))
    return row

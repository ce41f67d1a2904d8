"""The incident's own events on the timeline: declared, paged, acknowledged, handed over, told, resolved.

They are taken from the event log, so that running this again changes nothing and a crash loses nothing.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from hotwash.evidence.core.response import LANE, SHOWN, belongs, time_of
from hotwash.evidence.events import ResponseNoted
from hotwash.evidence.models import Entry, KeyTime
from hotwash.evidence.steps.indexing import index_entry
from hotwash.kernel import eventlog
from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.event import DomainEvent
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.models import Event
from hotwash.kernel.numbering import next_number
from hotwash.kernel.steps import step
from hotwash.respond.events import IncidentEdited
from hotwash.respond.models import Incident

MARKED = ("started", "detected", "acknowledged", "mitigated", "resolved")


def note_response(event: DomainEvent, *, now: datetime) -> int:
    """Follower of the response's events: puts those that are missing on the timeline; how many there were."""
    incident = Incident.objects.filter(pk=event.incident_id or 0).first()
    if incident is None:
        return 0
    try:
        with transaction.atomic():
            return _note(incident, now)
    except IntegrityError:  # somebody else did the same at this moment
        return 0


def follow_correction(event: IncidentEdited, *, now: datetime) -> int:
    """Follower of a correction: a mark of which the response has since learned another time; how many were moved."""
    incident = Incident.objects.filter(pk=event.incident_id or 0).first()
    corrected = {name for name in event.what.split(", ") if name in MARKED}
    if incident is None or not corrected:
        return 0
    moved = 0
    with step(actor=SYSTEM, permission=Permission.EDIT, scope=incident):
        for row in KeyTime.objects.select_for_update().filter(incident=incident, name__in=corrected):
            at = getattr(incident, f"{row.name}_at")
            if at is not None and row.at != at:
                row.at, row.precision, row.entry, row.version = at, "second", None, row.version + 1
                row.save()
                moved += 1
    return moved or note_response(event, now=now)


def _note(incident: Incident, now: datetime) -> int:
    known = Entry.objects.filter(incident=incident, event_id__isnull=False).values("event_id")
    rows = Event.objects.filter(incident_id=incident.pk, type__in=SHOWN).exclude(pk__in=known).order_by("pk")
    fresh = [_entry(incident, row, now) for row in rows if belongs(row.type, row.payload)]
    marked = _marks(incident)
    if not fresh and not marked:
        return 0
    with step(actor=SYSTEM, permission=Permission.EDIT, scope=incident) as record:
        for entry in fresh:
            entry.number = next_number(f"INC-{incident.pk}", "entry")
            entry.save(force_insert=True)
            index_entry(entry)
        KeyTime.objects.bulk_create(marked)
        if fresh:
            record(ResponseNoted(incident_id=incident.pk, count=len(fresh)))
    return len(fresh)


def _entry(incident: Incident, row: Event, now: datetime) -> Entry:
    return Entry(
        incident=incident,
        at=time_of(row.payload, row.at),
        precision="second",
        zone_basis="line",
        lane=LANE,
        kind=row.type,
        text=f"{row.actor_name} {eventlog.sentence(row)}"[:2000],
        detail=row.why,
        event_id=row.pk,
        created_by_id=row.person_id,
        created_at=now,
    )


def _marks(incident: Incident) -> list[KeyTime]:
    """Key times that the response knows and nobody has marked yet."""
    known = set(KeyTime.objects.filter(incident=incident).values_list("name", flat=True))
    times = {name: getattr(incident, f"{name}_at") for name in MARKED}
    return [
        KeyTime(incident=incident, name=name, at=at, precision="second")
        for name, at in times.items()
        if at is not None and name not in known
    ]

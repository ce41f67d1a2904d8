"""What became of an entry: whether it stands, what it is part of, what was merged into it or cut from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from hotwash.evidence.models import Entry, Rearrangement
from hotwash.evidence.queries.timeline import get_entry
from hotwash.kernel.core.errors import NotFound
from hotwash.respond.models import Incident


@dataclass(frozen=True, slots=True)
class Shape:
    """``last`` is the merge or split that can be undone, empty when there is none."""

    merged: Sequence[Entry]
    parts: Sequence[Entry]
    last: str


def standing(path: str = "") -> Q:
    """That the entry at ``path`` of another row is on the timeline, by itself or as part of another."""
    lead = f"{path}__" if path else ""
    alone, within = {f"{lead}deleted_at": None}, {f"{lead}merged_into__deleted_at": None}
    return Q(**alone) | Q(**within, **{f"{lead}merged_into__isnull": False})


def standing_entry(incident: Incident, number: int) -> Entry:
    """T-12, or the entry that T-12 is part of now; ``NotFound`` where there is none or it was removed."""
    row = get_entry(incident, number, removed=True)
    found = row.merged_into if row.merged_into_id and row.merged_into else row
    if found.deleted_at is not None:
        msg = f"T-{number} was removed from the timeline of {incident.reference}. Its history has it still."
        raise NotFound(msg)
    return found if found is row else get_entry(incident, found.number)


def shape_of(entry: Entry) -> Shape:
    rows = Entry.objects.select_related("file", "split_from").order_by("at", "pk")
    last = Rearrangement.objects.filter(entry=entry, undone_at=None).values_list("kind", flat=True).first()
    return Shape(
        merged=list(rows.filter(merged_into=entry)),
        parts=list(rows.filter(split_from=entry, deleted_at=None)),
        last=last or "",
    )


def near(entry: Entry, words: str = "", most: int = 12) -> list[Entry]:
    """Entries around one, those that may be merged with it; ``words`` look further."""
    rows = (
        Entry.objects.filter(incident=entry.incident_id, deleted_at=None)
        .exclude(pk=entry.pk)
        .select_related("file", "split_from")
    )
    if words.strip():
        rows = rows.filter(Q(text__icontains=words.strip()) | Q(lane__icontains=words.strip()))
    before = rows.filter(Q(at__lt=entry.at) | Q(at=entry.at, pk__lt=entry.pk)).order_by("-at", "-pk")[:most]
    after = rows.filter(Q(at__gt=entry.at) | Q(at=entry.at, pk__gt=entry.pk)).order_by("at", "pk")[:most]
    return [*reversed(before), *after]

"""The full history of an entry, from the event log."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from hotwash.evidence.models import Entry
from hotwash.kernel.models import Event

_TOLD = {
    "entry_pinned": "pinned it",
    "entry_written": "wrote it",
    "entry_edited": "edited it",
    "entry_deleted": "removed it",
    "entry_restored": "brought it back",
    "entry_moved": "moved it to another lane",
    "entries_merged": "merged {names} into {reference}",
    "entry_split": "split {reference}, which made {names}",
    "entry_annotated": "annotated it ({kind})",
    "annotation_removed": "removed an annotation",
    "annotation_restored": "brought back an annotation",
    "attached": "attached evidence",
    "detached": "took evidence off it",
    "rearrangement_undone": "undid the {kind} of {reference} and {names}",
}
TYPES = tuple(_TOLD)


@dataclass(frozen=True, slots=True)
class Change:
    """``verb`` is one word; ``told`` says the same in a sentence that begins with who did it."""

    at: datetime
    who: str
    verb: str
    told: str
    before: str = ""
    after: str = ""


def history_of(entry: Entry) -> list[Change]:
    mine = Q(payload__entry_id=entry.pk) | Q(payload__others__contains=[entry.pk])
    types = [f"evidence.{name}" for name in TYPES]
    rows = Event.objects.filter(mine, incident_id=entry.incident_id, type__in=types).order_by("-pk")
    return [_change(row) for row in rows[:100]]


def _change(row: Event) -> Change:
    payload = row.payload
    told = _TOLD[row.type.removeprefix("evidence.")].format_map(payload)
    verb = told.replace(" it", "", 1) if told == "brought it back" else told.split(" ", 1)[0]
    after = payload.get("after", payload.get("text", ""))
    return Change(row.at, row.actor_name, verb, told, payload.get("before", ""), after)

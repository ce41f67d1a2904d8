"""The full history of an entry, from the event log."""

from dataclasses import dataclass
from datetime import datetime

from hotwash.evidence.models import Entry
from hotwash.kernel.models import Event

TYPES = ("entry_pinned", "entry_written", "entry_edited", "entry_deleted", "entry_restored")
_WORDS = dict(zip(TYPES, ("pinned", "wrote", "edited", "removed", "brought back"), strict=True))


@dataclass(frozen=True, slots=True)
class Change:
    at: datetime
    who: str
    verb: str
    before: str = ""
    after: str = ""


def history_of(entry: Entry) -> list[Change]:
    rows = Event.objects.filter(
        incident_id=entry.incident_id, type__in=[f"evidence.{name}" for name in TYPES], payload__entry_id=entry.pk
    ).order_by("-pk")
    return [_change(row) for row in rows[:100]]


def _change(row: Event) -> Change:
    payload = row.payload
    verb = _WORDS[row.type.removeprefix("evidence.")]
    return Change(
        row.at, row.actor_name, verb, payload.get("before", ""), payload.get("after", payload.get("text", ""))
    )

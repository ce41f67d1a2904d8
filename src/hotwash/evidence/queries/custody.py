"""Who took out what: the lines of the event log that tell of it."""

from dataclasses import dataclass
from datetime import datetime

from hotwash.evidence.events import BundleTaken, OriginalTaken, PlaceUnmasked
from hotwash.kernel.eventlog import sentence
from hotwash.kernel.models import Event
from hotwash.respond.models import Incident

SHOWN = 200
_TYPES = (BundleTaken.type, OriginalTaken.type, PlaceUnmasked.type)


@dataclass(frozen=True, slots=True)
class Taken:
    """``number`` is the line's place in the chain of the incident."""

    number: int
    at: datetime
    who: str
    what: str
    why: str


def taken_out(incident: Incident) -> list[Taken]:
    """The newest first."""
    rows = Event.objects.filter(incident_id=incident.pk, type__in=_TYPES).order_by("-pk")[:SHOWN]
    return [Taken(row.number, row.at, row.actor_name, sentence(row), row.why) for row in rows]

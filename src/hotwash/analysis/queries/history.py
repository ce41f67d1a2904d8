"""What became of a factor, out of the event log."""

from dataclasses import dataclass
from datetime import datetime

from hotwash.analysis.models import Factor
from hotwash.kernel.models import Event


@dataclass(frozen=True, slots=True)
class Past:
    """A line of a factor's history; `field` and `before` are set where something can be put back."""

    at: datetime
    who: str
    what: str
    event_id: int
    field: str = ""
    before: str = ""
    after: str = ""


def history_of(factor: Factor) -> list[Past]:
    """What happened to a factor, newest first."""
    rows = Event.objects.filter(
        incident_id=factor.incident_id, type__startswith="analysis.", payload__number=factor.number
    ).order_by("-pk")[:200]
    return [
        Past(
            at=row.at,
            who=row.actor_name,
            what=row.type.removeprefix("analysis.").replace("_", " "),
            event_id=row.pk,
            field=str(row.payload.get("field", "")),
            before=str(row.payload.get("before", "")),
            after=str(row.payload.get("after", "")),
        )
        for row in rows
    ]

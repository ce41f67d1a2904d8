"""The incident's own times follow what the evidence later shows, so that every page and every figure says the same."""

from datetime import datetime
from typing import Protocol

from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.steps import step
from hotwash.respond.core.lifecycle import ORDER
from hotwash.respond.events import IncidentEdited
from hotwash.respond.models import Incident


class Established(Protocol):
    """An event of a later stage: a time is known better now. ``name`` may also be one that the response has not."""

    @property
    def incident_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def at(self) -> datetime: ...


def take_time(event: Established, *, now: datetime) -> bool:
    """Whether the incident's time was another. The order of times isn't enforced: contradictions are shown."""
    del now
    if event.name not in ORDER:
        return False
    incident = Incident.objects.filter(pk=event.incident_id or 0).first()
    if incident is None:
        return False
    with step(actor=SYSTEM, permission=Permission.RESPOND, scope=incident, why="marked on the timeline") as record:
        row = Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
        if getattr(row, f"{event.name}_at") == event.at:
            return False
        setattr(row, f"{event.name}_at", event.at)
        row.version += 1
        row.save()
        record(IncidentEdited(incident_id=row.pk, what=event.name))
    return True

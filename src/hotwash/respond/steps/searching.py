"""What full-text search knows of incidents."""

from datetime import datetime

from hotwash.kernel import search
from hotwash.respond.events import IncidentDeclared, IncidentEdited
from hotwash.respond.models import Incident


def index_incident(event: IncidentDeclared | IncidentEdited, *, now: datetime) -> None:
    """Follows a declaration and each correction."""
    del now
    incident = Incident.objects.filter(pk=event.incident_id or 0).first()
    if incident is None:
        return
    search.index(
        search.Entry(
            kind="incident",
            object_id=incident.pk,
            incident_id=incident.pk,
            title=f"{incident.reference} {incident.title}",
            body=incident.summary,
            url=f"/incidents/{incident.reference}/",
            at=incident.declared_at,
        )
    )

"""What stage 1 shows, to everybody who may see it."""

import re

from django.db.models import Q, QuerySet

from hotwash.kernel.core.actor import Actor, Role
from hotwash.kernel.core.errors import NotFound
from hotwash.respond.models import Incident, Participant

REFERENCE = re.compile(r"(?:INC-)?([0-9]{1,18})", re.IGNORECASE)


def visible_incidents(actor: Actor) -> QuerySet[Incident]:
    """Public incidents, and the private ones the actor takes part in; administrators and the system see all."""
    if actor.role == Role.ADMIN or actor.kind == "system":
        return Incident.objects.all()
    if actor.person_id is None:
        return Incident.objects.filter(private=False)
    own = Participant.objects.filter(person_id=actor.person_id, until=None).values("incident_id")
    return Incident.objects.filter(Q(private=False) | Q(pk__in=own))


def get_incident(actor: Actor, reference: str | int) -> Incident:
    """The incident called ``INC-42`` or ``42``; ``NotFound`` also where it is private to others."""
    found = REFERENCE.fullmatch(str(reference).strip())
    incident = visible_incidents(actor).filter(pk=int(found[1])).first() if found else None
    if incident is None:
        msg = f"There is no incident {reference}, or it is private to the people who take part in it."
        raise NotFound(msg)
    return incident

import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet

from hotwash.kernel.core.actor import Actor, Role
from hotwash.kernel.core.errors import NotFound
from hotwash.respond.core.states import IncidentState
from hotwash.respond.models import Incident, Participant

REFERENCE = re.compile(r"(?:INC-)?([0-9]{1,18})", re.IGNORECASE)
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list of incidents is narrowed to; empty means all. ``state`` is a state or ``open``."""

    state: str = ""
    severity: str = ""
    service: str = ""  # a slug
    text: str = ""
    mine: bool = False

    @property
    def is_set(self) -> bool:
        return bool(self.state or self.severity or self.service or self.text or self.mine)


def visible_incidents(actor: Actor) -> QuerySet[Incident]:
    """Public incidents, and the private ones the actor takes part in; administrators and the system see all."""
    if actor.role == Role.ADMIN or actor.kind == "system":
        return Incident.objects.all()
    if actor.person_id is None:
        return Incident.objects.filter(private=False)
    return Incident.objects.filter(Q(private=False) | Q(pk__in=_own(actor.person_id)))


def get_incident(actor: Actor, reference: str | int) -> Incident:
    """The incident called ``INC-42`` or ``42``; ``NotFound`` also where it is private to others."""
    found = REFERENCE.fullmatch(str(reference).strip())
    incident = (
        visible_incidents(actor).select_related("process_version").filter(pk=int(found[1])).first() if found else None
    )
    if incident is None:
        msg = f"There is no incident {reference}, or it is private to the people who take part in it."
        raise NotFound(msg)
    return incident


def incident_list(actor: Actor, filters: Filters) -> QuerySet[Incident]:
    """The incidents an actor may see, narrowed; to be walked by key."""
    rows = visible_incidents(actor)
    if filters.state == OPEN:
        rows = rows.filter(state__in=[IncidentState.ACTIVE, IncidentState.MITIGATED])
    elif filters.state:
        rows = rows.filter(state=filters.state)
    if filters.severity:
        rows = rows.filter(severity=filters.severity)
    if filters.service:
        rows = rows.filter(services__slug=filters.service)
    if filters.mine and actor.person_id is not None:
        rows = rows.filter(pk__in=_own(actor.person_id))
    return _with_words(rows, filters.text.strip())


def participants_of(incident: Incident) -> list[Participant]:
    """Who holds which role now, the commander first."""
    rows = Participant.objects.filter(incident=incident, until=None).select_related("person")
    return sorted(rows, key=lambda row: (row.role != "commander", row.since))


def _own(person_id: int) -> QuerySet[Participant, int]:
    return Participant.objects.filter(person_id=person_id, until=None).values_list("incident_id", flat=True)


def _with_words(rows: QuerySet[Incident], text: str) -> QuerySet[Incident]:
    """Incidents that hold all the words, or the one that is called so."""
    if not text:
        return rows
    reference = REFERENCE.fullmatch(text)
    words = SearchQuery(text.replace("\x00", ""), search_type="websearch", config="simple")
    found = rows.annotate(words=SearchVector("title", "summary", config="simple"))
    if reference:
        return found.filter(Q(words=words) | Q(pk=int(reference[1])))
    return found.filter(words=words)

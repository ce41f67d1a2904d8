"""Reading the debrief."""

from django.db.models import Q, QuerySet

from hotwash.analysis.core.debrief import agenda
from hotwash.analysis.models import Debrief
from hotwash.analysis.queries.analysis import analysis_of
from hotwash.directory.models import Person
from hotwash.kernel.config import config
from hotwash.kernel.core.calendar import Meeting
from hotwash.respond.models import Incident
from hotwash.respond.notify import absolute


def debrief_of(incident: Incident) -> Debrief | None:
    """The debrief of an incident, planned or held."""
    rows = Debrief.objects.filter(incident=incident).select_related("incident", "facilitator")
    return rows.prefetch_related("attended").first()


def people_of(incident: Incident) -> QuerySet[Person]:
    """Who may have been there: the post-mortem team, who took part, the facilitator."""
    asked = Q(seats__incident=incident) | Q(participations__incident=incident) | Q(debriefs__incident=incident)
    facilitators = Debrief.objects.filter(incident=incident).values("facilitator_id")
    return Person.objects.filter(asked | Q(pk__in=facilitators)).distinct().order_by("name")


def meeting_of(found: Debrief, people: list[Person]) -> Meeting:
    incident = found.incident
    lines = [f"{item.minutes} min  {item.title}" for item in agenda(analysis_of(incident).gaps, found.minutes)]
    return Meeting(
        uid=f"debrief-{found.pk}-inc-{incident.pk}@hotwash",
        title=f"Debrief of {incident.reference} {incident.title}",
        starts_at=found.planned_at,
        minutes=found.minutes,
        organizer=config().mail_from,
        url=absolute(f"/incidents/{incident.reference}/analysis/debrief"),
        place=found.place,
        description="\n".join(["To learn, not to blame.", *lines]),
        sequence=found.sequence,
        people=[(person.name, person.email) for person in people if person.email],
    )

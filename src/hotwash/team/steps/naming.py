"""Who is named on the timeline belongs to the people who took part."""

from datetime import datetime
from typing import Protocol

from hotwash.directory.queries import active_people
from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.steps import step
from hotwash.respond.models import Incident
from hotwash.team.core.naming import Known, named_in
from hotwash.team.core.seats import PARTICIPANT
from hotwash.team.events import TeamProposed
from hotwash.team.models import Mention, Seat


class Told(Protocol):
    """An event about an entry of the timeline, whichever stage it comes from."""

    @property
    def incident_id(self) -> int | None: ...
    @property
    def reference(self) -> str: ...
    @property
    def text(self) -> str: ...


def note_people_named(event: Told, *, now: datetime) -> list[Mention]:  # noqa: ARG001 - the shape of a follower
    """Follows a new entry. Where the team has been proposed already, whoever is new is proposed as a participant."""
    people = {person.pk: person for person in active_people()}
    known = [Known(person.pk, person.name, person.email) for person in people.values()]
    named = named_in(event.text, known)
    incident = Incident.objects.filter(pk=event.incident_id or 0).first() if named else None
    if incident is None:
        return []
    with step(actor=SYSTEM, permission=Permission.EDIT, scope=incident) as record:
        Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
        there = set(Mention.objects.filter(incident=incident).values_list("person_id", flat=True))
        made = Mention.objects.bulk_create(
            Mention(incident=incident, person_id=person, where=event.reference[:40])
            for person in named
            if person not in there
        )
        seats = Seat.objects.filter(incident=incident)
        seated = set(seats.values_list("person_id", flat=True))
        new = [mention for mention in made if seated and mention.person_id not in seated]
        Seat.objects.bulk_create(
            Seat(incident=incident, seat=PARTICIPANT, person_id=one.person_id, reason=f"Named in {one.where}.")
            for one in new
        )
        if new:
            names = ", ".join(people[mention.person_id].name for mention in new)
            record(TeamProposed(incident_id=incident.pk, people=names))
    return made

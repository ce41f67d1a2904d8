"""The team of the example: a facilitator from outside, everybody invited, who came."""

from hotwash.example.people import Shop
from hotwash.example.teller import Teller
from hotwash.respond.models import Incident
from hotwash.team.core.inviting import MeetingValues
from hotwash.team.models import Seat
from hotwash.team.steps import answer_seat, invite_team, note_attendance, seat_person

AFTER = 75  # minutes; the incident is over, the memory is fresh
DEBRIEF = 60 * 49  # minutes: the third day


def assemble(teller: Teller, shop: Shop, incident: Incident) -> None:
    """The proposal is settled and invited on the same day; everybody says yes."""
    olga, nadia = shop["olga"].as_actor(), shop["nadia"]
    why = "Of customer care; took no part in the response."
    teller.let(AFTER, seat_person, actor=olga, incident=incident, seat="facilitator", person=nadia, reason=why)
    meeting = MeetingValues(teller.at(DEBRIEF), place="Room Elbe and video", note="Bring what you saw, not who did it.")
    teller.tell(AFTER + 5, invite_team, actor=olga, incident=incident, meeting=meeting, version=0)
    for number, row in enumerate(_seated(incident)):
        actor = row.person.as_actor() if row.person else olga
        teller.tell(AFTER + 12 + 3 * number, answer_seat, actor=actor, row=row, accepts=True, text="")


def come_together(teller: Teller, shop: Shop, incident: Incident) -> None:
    present = {row.pk for row in _seated(incident)}
    actor = shop["nadia"].as_actor()
    teller.let(DEBRIEF + 5, note_attendance, actor=actor, incident=incident, present=present)


def _seated(incident: Incident) -> list[Seat]:
    return list(Seat.objects.filter(incident=incident, person__isnull=False).select_related("person").order_by("pk"))

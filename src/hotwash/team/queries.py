"""Reading the post-mortem team: who took part, who is proposed, who sits where, what is missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing

from hotwash.directory.models import Service
from hotwash.directory.models import Team as TeamRow
from hotwash.directory.queries import active_people
from hotwash.kernel.core.facts import Fact
from hotwash.kernel.models import Event
from hotwash.process.core.document import Seat as SeatPlan
from hotwash.process.queries import document_for
from hotwash.respond.core.states import COMMANDER as COMMANDER_ROLE
from hotwash.respond.core.states import PageState
from hotwash.respond.models import Incident, Note, Page, Participant, Schedule
from hotwash.respond.queries.oncall import on_call_of
from hotwash.team.core.answering import uid_of
from hotwash.team.core.proposing import IncidentValue, SeatAsked, Taking, TeamValue
from hotwash.team.core.seats import COMMANDER, FACILITATOR, PARTICIPANT, SEATED, SeatState
from hotwash.team.models import CalendarEntry, Mention, Seat

SALT = "team.seat"
LINK_LIVES = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Place:
    """One seat of the process with the rows that sit in it."""

    plan: SeatPlan
    rows: Sequence[Seat]

    @property
    def several(self) -> bool:
        return self.plan.key == PARTICIPANT

    @property
    def excused(self) -> Seat | None:
        return next((row for row in self.rows if row.state == SeatState.EXCUSED), None)

    @property
    def settled(self) -> bool:
        """Somebody is expected to sit here, or it was said why nobody is needed."""
        return any(row.state in SEATED or row.state == SeatState.EXCUSED for row in self.rows)


def places_of(incident: Incident) -> list[Place]:
    """Every seat of the incident's process, in its order, with who sits there."""
    rows: dict[str, list[Seat]] = {}
    for row in Seat.objects.filter(incident=incident).select_related("person"):
        rows.setdefault(row.seat, []).append(row)
    return [Place(plan, rows.get(plan.key, [])) for plan in document_for(incident).seats]


def team_people(incident: Incident) -> list[Seat]:
    """The rows of those who are expected: proposed, invited or accepted."""
    return list(Seat.objects.filter(incident=incident, state__in=list(SEATED)).select_related("person"))


def took_part(incident: Incident) -> Iterator[Taking]:
    """Who took part in the response, and how; somebody may come more than once."""
    roles = {role.key: role.name.lower() for role in document_for(incident).roles}
    for row in Participant.objects.filter(incident=incident).order_by("since", "pk"):
        yield Taking(row.person_id, roles.get(row.role, row.role), is_main=row.role != "observer")
    answered = Page.objects.filter(incident=incident, state=PageState.ACKNOWLEDGED)
    for person in answered.order_by("pk").values_list("person_id", flat=True):
        yield Taking(person, "acknowledged the page")
    paged = Page.objects.filter(incident=incident).exclude(state=PageState.ACKNOWLEDGED)
    for person in paged.order_by("pk").values_list("person_id", flat=True):
        yield Taking(person, "was paged", is_main=False)
    notes = Note.objects.filter(incident=incident, person__isnull=False).order_by("at")
    for person in notes.values_list("person_id", flat=True):
        if person is not None:
            yield Taking(person, "wrote in the command room", is_main=False)
    for mention in Mention.objects.filter(incident=incident, person__is_active=True):
        yield Taking(mention.person_id, f"named in {mention.where}", is_main=False)
    collected = Event.objects.filter(incident_id=incident.pk, person__isnull=False, type__startswith="evidence.")
    for person in collected.order_by("person_id").values_list("person_id", flat=True).distinct():
        if person is not None:
            yield Taking(person, "worked on the evidence", is_main=False)


def incident_value(incident: Incident) -> IncidentValue:
    """All that the proposal is decided from."""
    active = set(active_people().values_list("pk", flat=True))
    taking = tuple(one for one in took_part(incident) if one.person in active)
    commander = (
        Participant.objects.filter(incident=incident, role=COMMANDER_ROLE, person__in=active).order_by("-since").first()
    )
    acted = {one.person for one in taking}
    others = active_people().exclude(pk__in=acted).order_by("name")
    near = active_people().filter(pk__in=acted).order_by("name")
    return IncidentValue(
        commander=commander.person_id if commander else None,
        took_part=taking,
        teams=tuple(_teams(incident)),
        facilitators=(*others.values_list("pk", flat=True), *near.values_list("pk", flat=True)),
    )


def seats_asked(incident: Incident) -> list[SeatAsked]:
    return [SeatAsked(seat.key, seat.side, seat.required) for seat in document_for(incident).seats]


def gate_facts(incident: Incident) -> Mapping[str, Fact]:
    places = {place.plan.key: place for place in places_of(incident)}
    seated = {key: [row for row in place.rows if row.state in SEATED] for key, place in places.items()}
    invited = sum(row.invited_at is not None for rows in seated.values() for row in rows)
    return {
        "team.commander": len(seated.get(COMMANDER, [])),
        "team.facilitator": len(seated.get(FACILITATOR, [])),
        "team.sides_settled": sum(place.settled for place in places.values() if place.plan.side),
        "team.invited": invited,
    }


def seat_token(seat: Seat) -> str:
    """What stands in the link of an invitation; it answers for one person and one seat."""
    return signing.dumps({"seat": seat.pk, "person": seat.person_id}, salt=SALT)


def seat_of_token(token: str) -> Seat | None:
    """The seat of a link; None when the link is too old, was changed, or somebody else sits there now."""
    try:
        said = signing.loads(token, salt=SALT, max_age=LINK_LIVES)
    except signing.BadSignature:
        return None
    found = Seat.objects.select_related("incident__process_version", "person")
    return found.filter(pk=said["seat"], person_id=said["person"], person__is_active=True).first()


def debrief_due(incident: Incident) -> datetime | None:
    """When the process wants the post-mortem team to have met, counted from the resolution."""
    if incident.resolved_at is None:
        return None
    deadlines = document_for(incident).deadlines
    return incident.resolved_at + timedelta(days=deadlines.of(deadlines.debrief_days, incident.severity))


def calendar_entry_of(incident: Incident) -> CalendarEntry | None:
    """The meeting of the team in the calendar of the settings; None where none is set or nobody was invited."""
    return CalendarEntry.objects.filter(uid=uid_of(incident.pk)).first()


def _teams(incident: Incident) -> Iterator[TeamValue]:
    """Owners of the affected services first, then owners of what depends on them, then every other team."""
    affected = list(incident.services.select_related("owner").prefetch_related("owner__members"))
    dependants = (
        Service.objects.filter(depends_on__in=affected).select_related("owner").prefetch_related("owner__members")
    )
    seen: set[int] = set()
    on_call = _on_call(incident.detected_at or incident.declared_at)
    for services, tie in ((affected, "owns"), (dependants, "depends on it with")):
        for service in services:
            if service.owner is not None and service.owner.pk not in seen:
                seen.add(service.owner.pk)
                yield _team(service.owner, f"{tie} {service.name}", on_call, concerned=True)
    for team in TeamRow.objects.exclude(pk__in=seen).prefetch_related("members"):
        yield _team(team, f"a team of {team.get_kind_display().lower()}", on_call)


def _team(team: TeamRow, tie: str, on_call: Mapping[int, int], *, concerned: bool = False) -> TeamValue:
    members = tuple(person.pk for person in team.members.all() if person.is_active)
    return TeamValue(team.name, team.kind, members, tie, on_call.get(team.pk), concerned)


def _on_call(at: datetime) -> dict[int, int]:
    """Whom the schedules of each team named at a time: team, person. The first schedule by name that names anybody."""
    found: dict[int, int] = {}
    for schedule in Schedule.objects.filter(team__isnull=False):
        person = on_call_of(schedule, at).person
        if schedule.team_id is not None and person is not None:
            found.setdefault(schedule.team_id, person.pk)
    return found

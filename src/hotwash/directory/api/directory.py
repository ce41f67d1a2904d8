"""People, teams and services by API."""

from django.http import HttpRequest
from ninja import Router, Schema

from hotwash.directory.models import Person, Service, Team
from hotwash.directory.queries import active_people, people, services, teams
from hotwash.directory.steps import (
    PersonValues,
    ServiceValues,
    TeamValues,
    add_person,
    change_person,
    save_service,
    save_team,
)
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.actor import Role
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.rows import existing
from hotwash.kernel.web import actor_of

router = Router()


class PersonOut(Schema):
    id: int
    name: str
    email: str
    role: str
    timezone: str
    is_active: bool


class PersonIn(Schema):
    name: str
    email: str
    role: Role = Role.MEMBER
    password: str = ""
    timezone: str = "UTC"


class PersonChange(Schema):
    role: Role
    is_active: bool = True


class TeamOut(Schema):
    id: int
    name: str
    kind: str
    version: int
    members: list[PersonOut]


class TeamIn(Schema):
    """``member_ids`` are ids of people; ``version`` is that of the team being changed, 0 for a new one."""

    name: str
    kind: Team.Kind = Team.Kind.OTHER
    member_ids: list[int] = []
    version: int = 0


class ServiceOut(Schema):
    """``target`` is a share of time between 0 and 1."""

    id: int
    name: str
    description: str
    owner_id: int | None
    target: float | None
    runbook_url: str
    version: int
    depends_on_ids: list[int]

    @staticmethod
    def resolve_depends_on_ids(row: Service) -> list[int]:
        return [other.pk for other in row.depends_on.all()]


class ServiceIn(Schema):
    name: str
    description: str = ""
    owner_id: int | None = None
    target: float | None = None
    runbook_url: str = ""
    depends_on_ids: list[int] = []
    version: int = 0


@router.get("/people", response={200: list[PersonOut], **REFUSALS})
def list_people(request: HttpRequest) -> list[Person]:
    actor_of(request)
    return list(people())


@router.post("/people", response={200: PersonOut, **REFUSALS})
def new_person(request: HttpRequest, body: PersonIn) -> Person | Refused:
    values = PersonValues(body.email, body.name, body.password, body.role, body.timezone)
    made = add_person(actor=actor_of(request), values=values)
    return refused(made) if isinstance(made, Refusal) else made


@router.patch("/people/{person_id}", response={200: PersonOut, **REFUSALS})
def edit_person(request: HttpRequest, person_id: int, body: PersonChange) -> Person | Refused:
    person = existing(Person.objects.filter(pk=person_id), "There is no such person.")
    changed = change_person(actor=actor_of(request), person=person, role=body.role, is_active=body.is_active)
    return refused(changed) if isinstance(changed, Refusal) else changed


@router.get("/teams", response={200: list[TeamOut], **REFUSALS})
def list_teams(request: HttpRequest) -> list[Team]:
    actor_of(request)
    return list(teams())


def _team_values(body: TeamIn) -> TeamValues:
    return TeamValues(body.name, body.kind, list(active_people().filter(pk__in=body.member_ids)))


@router.post("/teams", response={200: TeamOut, **REFUSALS})
def new_team(request: HttpRequest, body: TeamIn) -> Team | Refused:
    saved = save_team(actor=actor_of(request), values=_team_values(body))
    return refused(saved) if isinstance(saved, Refusal) else saved


@router.put("/teams/{team_id}", response={200: TeamOut, **REFUSALS})
def edit_team(request: HttpRequest, team_id: int, body: TeamIn) -> Team | Refused:
    team = existing(Team.objects.filter(pk=team_id), "There is no such team.")
    saved = save_team(actor=actor_of(request), values=_team_values(body), team=team, version=body.version)
    return refused(saved) if isinstance(saved, Refusal) else saved


@router.get("/services", response={200: list[ServiceOut], **REFUSALS})
def list_services(request: HttpRequest) -> list[Service]:
    actor_of(request)
    return list(services())


def _service_values(body: ServiceIn) -> ServiceValues:
    return ServiceValues(
        name=body.name,
        description=body.description,
        owner=Team.objects.filter(pk=body.owner_id or 0).first(),
        target=body.target,
        runbook_url=body.runbook_url,
        depends_on=list(Service.objects.filter(pk__in=body.depends_on_ids)),
    )


@router.post("/services", response={200: ServiceOut, **REFUSALS})
def new_service(request: HttpRequest, body: ServiceIn) -> Service | Refused:
    saved = save_service(actor=actor_of(request), values=_service_values(body))
    return refused(saved) if isinstance(saved, Refusal) else saved


@router.put("/services/{service_id}", response={200: ServiceOut, **REFUSALS})
def edit_service(request: HttpRequest, service_id: int, body: ServiceIn) -> Service | Refused:
    service = existing(Service.objects.filter(pk=service_id), "There is no such service.")
    saved = save_service(actor=actor_of(request), values=_service_values(body), service=service, version=body.version)
    return refused(saved) if isinstance(saved, Refusal) else saved

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count

from django.utils.text import slugify

from hotwash.directory.core.checking import unfit_service
from hotwash.directory.events import ServiceSaved, TeamSaved
from hotwash.directory.models import Person, Service, Team
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, conflict, refuse
from hotwash.kernel.steps import step


@dataclass(frozen=True, slots=True)
class TeamValues:
    name: str
    kind: str
    members: Sequence[Person] = ()


@dataclass(frozen=True, slots=True)
class ServiceValues:
    """``target`` is a share of time between 0 and 1, or None where there is no promise."""

    name: str
    description: str = ""
    owner: Team | None = None
    target: float | None = None
    runbook_url: str = ""
    depends_on: Sequence[Service] = ()


def save_team(*, actor: Actor, values: TeamValues, team: Team | None = None, version: int = 0) -> Team | Refusal:
    """Make a team, or change one that is at ``version``."""
    with step(actor=actor, permission=Permission.MANAGE) as record:
        row = Team() if team is None else team.at_version(version)
        if row is None:
            return conflict("this team")
        if Team.objects.filter(name__iexact=values.name.strip()).exclude(pk=row.pk).exists():
            return refuse("name", "There is a team of this name already.", "name")
        row.name, row.kind = values.name.strip(), values.kind
        row.slug = free_slug(Team, row)
        row.version = row.version + 1 if row.pk else 1
        row.save()
        row.members.set(values.members)
        record(TeamSaved(team_id=row.pk, name=row.name))
    return row


def save_service(
    *, actor: Actor, values: ServiceValues, service: Service | None = None, version: int = 0
) -> Service | Refusal:
    """Make a service, or change one that is at ``version``. A service can't depend on itself, not even by way of
    others.
    """
    with step(actor=actor, permission=Permission.MANAGE) as record:
        row = Service() if service is None else service.at_version(version)
        if row is None:
            return conflict("this service")
        refusal = _unfit(row, values)
        if refusal is not None:
            return refusal
        row.name, row.description, row.owner = values.name.strip(), values.description, values.owner
        row.target, row.runbook_url = values.target, values.runbook_url
        row.slug = free_slug(Service, row)
        row.version = row.version + 1 if row.pk else 1
        row.save()
        row.depends_on.set(values.depends_on)
        record(ServiceSaved(service_id=row.pk, name=row.name))
    return row


def free_slug(kind: type[Team | Service], row: Team | Service) -> str:
    """A short name for urls: from the name, with a number where another row has it already."""
    base = slugify(row.name)[:40] or kind.__name__.lower()
    taken = set(kind.objects.filter(slug__startswith=base).exclude(pk=row.pk).values_list("slug", flat=True))
    return next(slug for slug in chain([base], (f"{base}-{number}" for number in count(2))) if slug not in taken)


def _unfit(row: Service, values: ServiceValues) -> Refusal | None:
    is_taken = Service.objects.filter(name__iexact=values.name.strip()).exclude(pk=row.pk).exists()
    links = Service.depends_on.through.objects.values_list("from_service_id", "to_service_id")
    edges = [(a, b) for a, b in links if a != row.pk] + [(row.pk or 0, other.pk) for other in values.depends_on]
    return unfit_service(row.pk or 0, values.target, edges, is_taken=is_taken)

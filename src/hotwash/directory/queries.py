"""Reading people, teams and services."""

from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import QuerySet

from hotwash.directory.core.tokens import digest
from hotwash.directory.models import ApiToken, Person, Service, Team
from hotwash.kernel.core.actor import Actor


def anybody_there() -> bool:
    """Whether the first account has been made: one that somebody can sign in with. The people of the worked example
    have no passwords.
    """
    return Person.objects.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists()


def people() -> QuerySet[Person]:
    return Person.objects.prefetch_related("teams")


def active_people() -> QuerySet[Person]:
    return Person.objects.filter(is_active=True)


def teams() -> QuerySet[Team]:
    return Team.objects.prefetch_related("members")


def services() -> QuerySet[Service]:
    return Service.objects.select_related("owner").prefetch_related("depends_on", "dependants")


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """The actor's own tokens that were not revoked."""
    return ApiToken.objects.filter(person_id=actor.own_id, revoked_at=None)


def person_of_token(secret: str, *, now: datetime) -> Person | None:
    """Whose API token this is; None when it is unknown, revoked, expired, or its owner is no longer active."""
    token = ApiToken.objects.select_related("person").filter(digest=digest(secret), revoked_at=None).first()
    if token is None or not token.person.is_active or (token.expires_at is not None and token.expires_at <= now):
        return None
    return token.person

"""One's own profile and tokens by API. Passwords are changed where a person is signed in: on the page."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from hotwash.directory.api.directory import PersonOut
from hotwash.directory.models import ApiToken, Person
from hotwash.directory.queries import tokens_of
from hotwash.directory.steps import change_own_profile, make_token, revoke_token
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.errors import NotFound
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of

router = Router()


class MeOut(Schema):
    name: str
    role: str
    person_id: int | None


class ProfileIn(Schema):
    name: Annotated[str, Field(max_length=120)]
    timezone: Annotated[str, Field(max_length=64)]


class TokenIn(Schema):
    """``days`` null: until it is revoked."""

    name: Annotated[str, Field(max_length=80)]
    days: Annotated[int, Field(ge=1, le=3650)] | None = 90


class TokenOut(Schema):
    """``prefix`` is how the token begins; the rest is known to its holder alone."""

    id: int
    name: str
    prefix: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class NewTokenOut(Schema):
    """``secret`` is told this once."""

    token: TokenOut
    secret: str


@router.get("/me", response={200: MeOut, **REFUSALS})
def me(request: HttpRequest) -> MeOut:
    """Who one is here."""
    actor = actor_of(request)
    return MeOut(name=actor.name, role=actor.role.value, person_id=actor.person_id)


@router.put("/me", response={200: PersonOut, **REFUSALS})
def change_me(request: HttpRequest, body: ProfileIn) -> Person | Refused:
    """Change one's own name and time zone."""
    changed = change_own_profile(actor=actor_of(request), name=body.name, timezone=body.timezone)
    return refused(changed) if isinstance(changed, Refusal) else changed


@router.get("/me/tokens", response={200: list[TokenOut], **REFUSALS})
def list_tokens(request: HttpRequest) -> list[ApiToken]:
    """One's own tokens that are not revoked."""
    return list(tokens_of(actor_of(request)))


@router.post("/me/tokens", response={201: NewTokenOut, **REFUSALS})
def new_token(request: HttpRequest, body: TokenIn) -> Status[dict[str, object]] | Refused:
    """Make a token of one's own. Only from a session: a token makes no others, so that one that leaked ends."""
    made = make_token(actor=actor_of(request), name=body.name, days=body.days, now=clock.now())
    return refused(made) if isinstance(made, Refusal) else Status(201, {"token": made[0], "secret": made[1]})


@router.delete("/me/tokens/{int:pk}", response={204: None, **REFUSALS})
def end_token(request: HttpRequest, pk: int) -> Status[None]:
    """Revoke a token of one's own: it no longer opens anything."""
    if not revoke_token(actor=actor_of(request), token_id=pk if pk < 2**62 else 0, now=clock.now()):
        msg = f"You have no valid token {pk}."
        raise NotFound(msg)
    return Status(204, None)

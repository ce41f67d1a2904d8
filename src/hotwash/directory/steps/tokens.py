import secrets
from datetime import datetime, timedelta

from hotwash.directory.core.tokens import PREFIX, digest
from hotwash.directory.events import TokenMade, TokenRevoked
from hotwash.directory.models import ApiToken
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import step


def make_token(*, actor: Actor, name: str, days: int | None, now: datetime) -> tuple[ApiToken, str] | Refusal:
    """A new API token of the actor's own, and its secret, which is shown once and never stored. A token makes no other
    ones: who found one could stay after it was revoked.
    """
    if actor.kind == "token":
        return refuse("token", "A token can't make others. Sign in and make it there.")
    if not name.strip():
        return refuse("name", "Say what the token is for, to recognise it later.", "name")
    secret = PREFIX + secrets.token_urlsafe(32)
    with step(actor=actor, permission=Permission.VIEW) as record:
        token = ApiToken.objects.create(
            person_id=actor.own_id,
            name=name.strip()[:80],
            prefix=secret[:8],
            digest=digest(secret),
            created_at=now,
            expires_at=now + timedelta(days=days) if days else None,
        )
        record(TokenMade(token_id=token.pk, name=token.name))
    return token, secret


def revoke_token(*, actor: Actor, token_id: int, now: datetime) -> bool:
    """Revoke a token of the actor's own; True when it was valid until now."""
    with step(actor=actor, permission=Permission.VIEW) as record:
        token = ApiToken.objects.filter(pk=token_id, person_id=actor.own_id, revoked_at=None).first()
        if token is not None:
            token.revoked_at = now
            token.save(update_fields=["revoked_at"])
            record(TokenRevoked(token_id=token.pk, name=token.name))
    return token is not None

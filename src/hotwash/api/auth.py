"""Who calls the API: a browser session (with CSRF), or a bearer token."""

from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from hotwash.directory.queries import person_of_token
from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor


class Token(HttpBearer):
    """``Authorization: Bearer hw_…``: acts as the token's owner."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        person = person_of_token(token, now=clock.now())
        if person is None:
            return None
        actor = person.as_actor("token")
        request.actor = actor  # type: ignore[attr-defined]
        return actor


class Session(APIKeyCookie):
    """The session of a signed-in browser; writes need the CSRF header."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> object | None:  # noqa: ARG002
        return request.user if request.user.is_authenticated else None

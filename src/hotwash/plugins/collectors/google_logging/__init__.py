"""Google Cloud Logging: ``entries:list``, in order of time, paged by a token.

Who asks: a service account (its key as JSON; a signed assertion gives a token, RFC 7523), or a token that is at hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import jwt

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer, problem_of_url
from hotwash.ports import payload as read
from hotwash.ports.collectors import Ask, HttpCollector, Option, Outside, Query, post
from hotwash.ports.collectors.answers import listed, malformed
from hotwash.ports.collectors.paging import by_token
from hotwash.ports.collectors.slicing import iso
from hotwash.ports.collectors.tokens import token_of

SIZE = 1000
SCOPE = "https://www.googleapis.com/auth/logging.read"
LASTS = 3600  # seconds that an assertion is good for
PROJECTS = Option("projects", "Projects", "With commas between them.", required=True)
ACCOUNT = Option("account", "Key of a service account", "The JSON file, whole.", secret=True, lines=True)
TOKEN = Option("token", "Access token", "Instead of a key; it lasts an hour.", secret=True)
ADDRESS = Option("address", "Address", default="https://logging.googleapis.com")


@dataclass(frozen=True, kw_only=True)
class GoogleLogging(HttpCollector):
    key: str = "google_logging"
    title: str = "Google Cloud Logging"
    about: str = "Log entries of the window, audit logs among them."
    options: tuple[Option, ...] = (PROJECTS, ACCOUNT, TOKEN, ADDRESS)
    query_help: str = "Logging query language, such as severity>=ERROR; empty: every entry."
    query_default: str = "severity>=WARNING"

    def asks(self, query: Query) -> tuple[Ask, ...]:
        begin, end = iso(query.window.begin), iso(query.window.end)
        condition = f'timestamp>="{begin}" AND timestamp<"{end}"'
        if query.text.strip():
            condition += f" AND ({query.text.strip()})"
        names = [name.strip() for name in self.needed(query, PROJECTS).split(",") if name.strip()]
        projects: list[read.Json] = [f"projects/{name}" for name in names]
        fields: dict[str, read.Json] = {
            "resourceNames": projects,
            "filter": condition,
            "orderBy": "timestamp asc",
            "pageSize": query.page_size(SIZE),
        }
        return (post("entries", self.address(query, ADDRESS), "/v2/entries:list", fields),)

    def turned(self, found: read.Json, answer: HttpAnswer, ask: Ask, query: Query) -> tuple[int, Ask | None]:
        """An answer without entries leaves the list out; it may still have a next page."""
        del answer, query
        if not isinstance(found, dict) or (found and not {"entries", "nextPageToken"} & found.keys()):
            raise malformed(self.title, "there is no list “entries” in it")
        rows = listed(found, self.title, "entries") if "entries" in found else []
        return len(rows), by_token(ask, read.text(found, "nextPageToken"), "pageToken")

    def credentials(self, ask: Ask, query: Query, outside: Outside) -> Mapping[str, str]:
        del ask
        token = query.setting(TOKEN) or self._granted(query, outside)
        return {"authorization": f"Bearer {token}"}

    def _granted(self, query: Query, outside: Outside) -> str:
        try:
            key = read.read_object(self.needed(query, ACCOUNT).encode())
        except PluginError as error:
            msg = "The key of the service account is not the JSON file that Google gives."
            raise PluginError(msg, retry=False) from error
        issuer, address = read.text(key, "client_email"), read.text(key, "token_uri")
        if not issuer or problem_of_url(address):
            msg = "The key of the service account lacks client_email or token_uri. Paste the whole JSON file."
            raise PluginError(msg, retry=False)
        form = {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": _assertion(key, issuer, address, int(outside.now.timestamp())),
        }
        return token_of(address, form, self.title, outside, self.secrets(query))


def _assertion(key: read.Object, issuer: str, address: str, now: int) -> str:
    claims = {"iss": issuer, "scope": SCOPE, "aud": address, "iat": now, "exp": now + LASTS}
    try:
        return jwt.encode(claims, read.text(key, "private_key"), "RS256", {"kid": read.text(key, "private_key_id")})
    except (ValueError, TypeError, jwt.PyJWTError) as error:
        msg = "The private key of the service account cannot be read. Paste the whole JSON file."
        raise PluginError(msg, retry=False) from error


plugin = GoogleLogging()

"""Collectors over HTTP and JSON: a declaration, and what all of them do alike."""

import base64
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer, problem_of_url
from hotwash.ports import payload as read
from hotwash.ports.collectors.answers import checked, malformed
from hotwash.ports.collectors.asks import Ask
from hotwash.ports.collectors.contract import Option, Outside, Page, Query

ADDRESS = Option("address", "Address", required=True)
TOKEN = Option("token", "Token", "Sent as a bearer token.", secret=True)
USER = Option("user", "User", "For HTTP basic authentication.")
PASSWORD = Option("password", "Password", secret=True)


@dataclass(frozen=True, kw_only=True)
class HttpCollector(ABC):
    """A collector adds ``asks`` and ``turned``; one with credentials of its own kind replaces ``credentials``."""

    key: str
    title: str
    about: str
    options: tuple[Option, ...]
    query_help: str = ""
    query_default: str = ""
    query_needed: bool = False

    @abstractmethod
    def asks(self, query: Query) -> tuple[Ask, ...]:
        """The first question of each series."""

    @abstractmethod
    def turned(self, found: read.Json, answer: HttpAnswer, ask: Ask, query: Query) -> tuple[int, Ask | None]:
        """How many records of an answer lie in the window, and the question for the next page."""

    def raised(self, found: read.Json, ask: Ask, query: Query) -> tuple[Ask, ...]:
        """More questions of the same series that an answer gives rise to."""
        del found, ask, query
        return ()

    def beside(self, ask: Ask) -> bool:
        """Whether an answer holds no record, but tells how to read the others."""
        del ask
        return False

    def judged(self, answer: HttpAnswer) -> HttpAnswer:
        """The answer with the status that it means, for systems that say 400 to everything."""
        return answer

    def credentials(self, ask: Ask, query: Query, outside: Outside) -> Mapping[str, str]:
        """Headers that prove who asks."""
        del ask, outside
        return authorization(query)

    def fetch(self, ask: Ask, query: Query, outside: Outside) -> Page:
        headers = {"accept": "application/json", **ask.headers, **self.credentials(ask, query, outside)}
        answer = outside.http.request(ask.method, ask.url, headers=headers, body=ask.body.encode())
        body = checked(self.judged(answer), self.title, self.secrets(query), outside.now)
        try:
            found = read.read_json(body)
        except PluginError as error:
            raise malformed(self.title, str(error).rstrip(".")) from error
        records, following = self.turned(found, answer, ask, query)
        if following is not None and following.origin != ask.origin:
            raise malformed(self.title, "its next page lies at another address")
        return Page(body, records, following, self.raised(found, ask, query), self.beside(ask))

    def secrets(self, query: Query) -> list[str]:
        """Everything that no message may hold."""
        kept = [query.settings.get(option.key, "") for option in self.options if option.secret]
        return [value for value in (*kept, *authorization(query).values()) if value]

    def address(self, query: Query, option: Option | None = None) -> str:
        """The address that was set, without a slash at its end."""
        option = option or next(one for one in self.options if one.key == ADDRESS.key)
        address = query.setting(option)
        problem = problem_of_url(address) if address else "It is not set."
        if not problem and "@" in address.partition("://")[2].partition("/")[0]:
            problem = "It holds a user or a password: these have fields of their own."
        if problem:
            msg = f"The address of {self.title} cannot be asked. {problem}"
            raise PluginError(msg, retry=False)
        return address.rstrip("/")

    def needed(self, query: Query, option: Option) -> str:
        """The value of a setting that has to be there."""
        value = query.setting(option)
        if not value:
            msg = f"“{option.label}” is not set. An administrator fills it in where the collector is set up."
            raise PluginError(msg, retry=False)
        return value

    def typed(self, query: Query) -> tuple[str, ...]:
        """The lines of the query, at least one."""
        if not query.lines:
            msg = f"{self.title} needs a query. {self.query_help}"
            raise PluginError(msg.strip(), retry=False)
        return query.lines


def authorization(query: Query) -> dict[str, str]:
    """A bearer token, or user and password, whichever was set."""
    token, user, password = query.setting(TOKEN), query.setting(USER), query.setting(PASSWORD)
    if token:
        return {"authorization": f"Bearer {token}"}
    if user or password:
        return {"authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}
    return {}

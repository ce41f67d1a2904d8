"""Kubernetes events: ``/api/v1/events``, paged by its own token. The API takes no times: the cluster keeps events for
an hour or so, and an answer is kept where any of its events falls into the window.
"""

from dataclasses import dataclass

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer
from hotwash.ports import payload as read
from hotwash.ports.collectors import Ask, HttpCollector, Option, Query, get
from hotwash.ports.collectors.answers import listed
from hotwash.ports.collectors.declared import ADDRESS, TOKEN
from hotwash.ports.collectors.paging import by_token
from hotwash.ports.collectors.spans import overlapping

SIZE = 500
# An event that repeats is a span, from its first to its last time.
TIMES = (("firstTimestamp",), ("eventTime",), ("series", "lastObservedTime"), ("lastTimestamp",))
NAMESPACES = Option("namespaces", "Namespaces", "With commas between them; empty: all.")


@dataclass(frozen=True, kw_only=True)
class Kubernetes(HttpCollector):
    key: str = "kubernetes"
    title: str = "Kubernetes events"
    about: str = "What the cluster did: scheduled, pulled, killed, failed. It forgets after an hour: collect early."
    options: tuple[Option, ...] = (ADDRESS, TOKEN, NAMESPACES)
    query_help: str = "A field selector, such as type=Warning; empty: every event."

    def asks(self, query: Query) -> tuple[Ask, ...]:
        selector = {"fieldSelector": query.text.strip()} if query.text.strip() else {}
        asked = {"limit": str(query.page_size(SIZE)), **selector}
        names = [name.strip() for name in query.setting(NAMESPACES).split(",") if name.strip()]
        if any(not name.replace("-", "").isalnum() for name in names):
            msg = "A namespace has letters, digits and hyphens only."
            raise PluginError(msg, retry=False)
        address = self.address(query)
        if not names:
            return (get("events", address, "/api/v1/events", asked),)
        return tuple(get(f"{name} events", address, f"/api/v1/namespaces/{name}/events", asked) for name in names)

    def turned(self, found: read.Json, answer: HttpAnswer, ask: Ask, query: Query) -> tuple[int, Ask | None]:
        del answer
        inside = overlapping(listed(found, self.title, "items"), query.window, TIMES, ("metadata", "creationTimestamp"))
        return inside, by_token(ask, read.text(found, "metadata", "continue"), "continue")


plugin = Kubernetes()

"""Alertmanager: ``/api/v2/alerts``. It knows what fires now and what ended a few minutes ago, no more, and takes no
window; so the answer is kept whole where any alert of it overlaps the window.
"""

from dataclasses import dataclass

from hotwash.kernel.core.http import HttpAnswer
from hotwash.ports import payload as read
from hotwash.ports.collectors import Ask, HttpCollector, Option, Query, get
from hotwash.ports.collectors.answers import listed
from hotwash.ports.collectors.declared import ADDRESS, PASSWORD, TOKEN, USER
from hotwash.ports.collectors.spans import overlapping


@dataclass(frozen=True, kw_only=True)
class Alertmanager(HttpCollector):
    key: str = "alertmanager"
    title: str = "Alertmanager"
    about: str = "Alerts that fire, silenced and inhibited ones too. It forgets what is over: collect early."
    options: tuple[Option, ...] = (ADDRESS, TOKEN, USER, PASSWORD)
    query_help: str = 'Matchers, one on each line, such as severity="critical"; empty: every alert.'

    def asks(self, query: Query) -> tuple[Ask, ...]:
        states = [(name, "true") for name in ("active", "silenced", "inhibited", "unprocessed")]
        matchers = [("filter", line) for line in query.lines]
        return (get("alerts", self.address(query), "/api/v2/alerts", [*states, *matchers]),)

    def turned(self, found: read.Json, answer: HttpAnswer, ask: Ask, query: Query) -> tuple[int, Ask | None]:
        """``endsAt`` of an alert that fires lies ahead: it is when it would have to have been repeated."""
        del answer, ask
        return overlapping(listed(found, self.title), query.window, (("startsAt",), ("endsAt",))), None


plugin = Alertmanager()

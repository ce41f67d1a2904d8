"""Grafana annotations: ``/api/annotations``, the newest first, so that the next page ends where a full one begins."""

from dataclasses import dataclass

from hotwash.kernel.core.http import HttpAnswer
from hotwash.ports import payload as read
from hotwash.ports.collectors import Ask, HttpCollector, Option, Query, get
from hotwash.ports.collectors.answers import listed
from hotwash.ports.collectors.declared import ADDRESS, PASSWORD, TOKEN, USER
from hotwash.ports.collectors.paging import by_time
from hotwash.ports.collectors.slicing import epoch_ms

SIZE = 1000


@dataclass(frozen=True, kw_only=True)
class Grafana(HttpCollector):
    key: str = "grafana"
    title: str = "Grafana annotations"
    about: str = "What people and pipelines marked on dashboards, and changes of alerts."
    options: tuple[Option, ...] = (ADDRESS, TOKEN, USER, PASSWORD)
    query_help: str = "Tags that an annotation must have, one on each line; empty: all of them."

    def asks(self, query: Query) -> tuple[Ask, ...]:
        """Grafana counts the end in."""
        begin, end = str(epoch_ms(query.window.begin)), str(epoch_ms(query.window.end) - 1)
        asked = [("from", begin), ("to", end), ("limit", str(query.page_size(SIZE)))]
        tags = [("tags", line) for line in query.lines]
        return (get("annotations", self.address(query), "/api/annotations", [*asked, *tags]),)

    def turned(self, found: read.Json, answer: HttpAnswer, ask: Ask, query: Query) -> tuple[int, Ask | None]:
        del answer
        rows = listed(found, self.title)
        times = [time for row in rows if isinstance(time := read.pick(row, "time"), int)]
        return len(rows), by_time(ask, times, query.page_size(SIZE), "to", backward=True)


plugin = Grafana()

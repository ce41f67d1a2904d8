"""The family of document searches: a filter as JSON, sorted by time, each page behind the last hit of the one before.

What shares its time is told apart by ``_doc``, which holds as long as the index is not merged between two pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer
from hotwash.ports import payload as read
from hotwash.ports.collectors.answers import listed
from hotwash.ports.collectors.asks import Ask, post
from hotwash.ports.collectors.contract import Option, Outside, Query
from hotwash.ports.collectors.declared import ADDRESS, PASSWORD, TOKEN, USER, HttpCollector, authorization
from hotwash.ports.collectors.paging import by_last
from hotwash.ports.collectors.slicing import iso

INDEX = Option("index", "Index", "A name, several with commas, or a pattern: logs-checkout-*.", required=True)
TIME = Option("time", "Field of the time", default="@timestamp")
API_KEY = Option("api_key", "API key", "As it is shown encoded.", secret=True)


@dataclass(frozen=True, kw_only=True)
class DocumentSearch(HttpCollector):
    size: int = 1_000
    options: tuple[Option, ...] = (ADDRESS, INDEX, TIME, API_KEY, USER, PASSWORD, TOKEN)

    def asks(self, query: Query) -> tuple[Ask, ...]:
        time, index = query.setting(TIME), self.needed(query, INDEX)
        if "/" in index or "?" in index or "#" in index or index.startswith("_"):
            msg = f"“{index[:80]}” is not the name of an index."
            raise PluginError(msg, retry=False)
        bounds: dict[str, read.Json] = {"gte": iso(query.window.begin), "lt": iso(query.window.end)}
        filters: list[read.Json] = [{"range": {time: bounds}}]
        if query.text.strip():
            filters.append({"query_string": {"query": query.text.strip()}})
        fields: dict[str, read.Json] = {
            "size": query.page_size(self.size),
            "query": {"bool": {"filter": filters}},
            "sort": [{time: "asc"}, {"_doc": "asc"}],
        }
        return (post(index, self.address(query), f"/{index}/_search", fields),)

    def turned(self, found: read.Json, answer: HttpAnswer, ask: Ask, query: Query) -> tuple[int, Ask | None]:
        del answer
        rows = listed(found, self.title, "hits", "hits")
        if read.pick(found, "timed_out") is True:
            msg = f"{self.title} answered in part only: it took too long. It will be asked again."
            raise PluginError(msg, retry=True)
        return len(rows), by_last(ask, rows, query.page_size(self.size))

    def credentials(self, ask: Ask, query: Query, outside: Outside) -> Mapping[str, str]:
        del ask, outside
        key = query.setting(API_KEY)
        return {"authorization": f"ApiKey {key}"} if key else authorization(query)

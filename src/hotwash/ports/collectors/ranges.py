"""The family of range queries: an expression over a window of time, as Prometheus began it and Loki took it over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotwash.kernel.core.http import HttpAnswer
from hotwash.ports import payload as read
from hotwash.ports.collectors.answers import listed, malformed
from hotwash.ports.collectors.asks import Ask, get
from hotwash.ports.collectors.contract import Option, Outside, Query, Window
from hotwash.ports.collectors.declared import ADDRESS, PASSWORD, TOKEN, USER, HttpCollector, authorization
from hotwash.ports.collectors.paging import by_time
from hotwash.ports.collectors.slicing import epoch_ms, epoch_ns, slices, step_of

STEP = Option("step", "Seconds between samples", "Empty: so that about a thousand fill the window.")
TENANT = Option("tenant", "Tenant", "Sent as X-Scope-OrgID, where there are several.")


@dataclass(frozen=True, kw_only=True)
class SampleRange(HttpCollector):
    """Samples at even steps, in seconds. A server refuses too many samples of one series, so a long window is asked for
    in slices of at most ``most_points``.
    """

    path: str
    points: int = 1_000
    most_points: int = 10_000
    options: tuple[Option, ...] = (ADDRESS, TOKEN, USER, PASSWORD, STEP)
    query_needed: bool = True

    def asks(self, query: Query) -> tuple[Ask, ...]:
        first = self._pieces(query)[0]
        return tuple(self._ask(query, line, first) for line in self.typed(query))

    def turned(self, found: read.Json, answer: HttpAnswer, ask: Ask, query: Query) -> tuple[int, Ask | None]:
        del answer
        if read.text(found, "data", "resultType") != "matrix":
            raise malformed(self.title, "it is no matrix")
        rows = listed(found, self.title, "data", "result")
        samples = sum(len(values) for row in rows if isinstance(values := read.pick(row, "values"), list))
        later = (piece for piece in self._pieces(query) if _seconds(piece.begin) > float(ask.parameter("start")))
        piece = next(later, None)
        return samples, self._ask(query, ask.parameter("query"), piece) if piece else None

    def _pieces(self, query: Query) -> list[Window]:
        return list(slices(query.window, timedelta(seconds=self._step(query) * self.most_points)))

    def _step(self, query: Query) -> int:
        set_by_hand = query.setting(STEP)
        if set_by_hand.isdecimal() and int(set_by_hand) and not query.most:
            return int(set_by_hand)
        return step_of(query.window, query.most or self.points)

    def _ask(self, query: Query, expression: str, piece: Window) -> Ask:
        """The end is counted in, so it is a millisecond earlier."""
        begin, end = _seconds(piece.begin), _seconds(piece.end - timedelta(milliseconds=1))
        asked = {"query": expression, "start": f"{begin:.3f}", "end": f"{end:.3f}", "step": str(self._step(query))}
        return get(expression, self.address(query), self.path, asked)


def _seconds(moment: datetime) -> float:
    return epoch_ms(moment) / 1000


@dataclass(frozen=True, kw_only=True)
class LineRange(HttpCollector):
    """Lines with times in nanoseconds, forward, from the last line of a full page on."""

    path: str
    size: int = 5_000
    options: tuple[Option, ...] = (ADDRESS, TOKEN, USER, PASSWORD, TENANT)
    query_needed: bool = True

    def asks(self, query: Query) -> tuple[Ask, ...]:
        begin, end = str(epoch_ns(query.window.begin)), str(epoch_ns(query.window.end))
        asked = {"start": begin, "end": end, "limit": str(query.page_size(self.size)), "direction": "forward"}
        address = self.address(query)
        return tuple(get(line, address, self.path, {"query": line, **asked}) for line in self.typed(query))

    def turned(self, found: read.Json, answer: HttpAnswer, ask: Ask, query: Query) -> tuple[int, Ask | None]:
        """A query for a metric gets samples, all at once."""
        del answer
        streams = [read.pick(stream, "values") for stream in listed(found, self.title, "data", "result")]
        rows = [pair for values in streams if isinstance(values, list) for pair in values]
        if read.text(found, "data", "resultType") != "streams":
            return len(rows), None
        times = [int(text) for row in rows if (text := read.text(row, "0")).isdecimal()]
        return len(rows), by_time(ask, times, query.page_size(self.size), "start")

    def credentials(self, ask: Ask, query: Query, outside: Outside) -> Mapping[str, str]:
        del ask, outside
        tenant = query.setting(TENANT)
        return authorization(query) | ({"x-scope-orgid": tenant} if tenant else {})

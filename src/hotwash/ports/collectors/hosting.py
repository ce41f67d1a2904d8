"""The family of code hosting: some lists of each repository, a hundred rows a page, the next one in a Link header."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta
from urllib.parse import quote

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import HttpAnswer
from hotwash.ports import payload as read
from hotwash.ports.collectors.answers import listed
from hotwash.ports.collectors.asks import Ask, get
from hotwash.ports.collectors.contract import Query
from hotwash.ports.collectors.declared import HttpCollector
from hotwash.ports.collectors.paging import by_link, next_link

SIZE = 100


@dataclass(frozen=True, kw_only=True)
class Listing:
    """``path`` and the values of ``asked`` may hold {name}, {begin}, {last} and {size}.

    ``rows`` names the list in an answer, empty where the answer is it. ``time`` is the field that decides whether a row
    lies in the window, empty where the question has done so. ``newest_first``: it takes no window, and is asked for
    until a row is older.
    """

    kind: str
    path: str
    asked: Mapping[str, str]
    rows: str = ""
    time: str = ""
    newest_first: bool = False
    each: "Listing | None" = None  # what is asked for each row that changed in the window; {id} is that of the row


@dataclass(frozen=True, kw_only=True)
class Hosting(HttpCollector):
    """``least`` is taken off the end, which these systems count in."""

    lists: tuple[Listing, ...]
    least: timedelta
    query_needed: bool = True

    def asks(self, query: Query) -> tuple[Ask, ...]:
        begin, last = (
            at.astimezone(UTC).isoformat(timespec="seconds" if self.least.microseconds == 1 else "milliseconds")
            for at in (query.window.begin, query.window.end - self.least)
        )
        given = {"{begin}": _z(begin), "{last}": _z(last), "{size}": str(query.page_size(SIZE))}
        return tuple(
            self._ask(one, name, given, self.address(query)) for name in self.typed(query) for one in self.lists
        )

    def _ask(self, one: Listing, name: str, given: Mapping[str, str], address: str) -> Ask:
        if not name.isdecimal() and (not all(name.partition("/")) or not _plain(name)):
            msg = f"“{name[:80]}” is no repository. {self.query_help}"
            raise PluginError(msg, retry=False)
        asked = {key: _filled(value, {**given, "{name}": name}) for key, value in one.asked.items()}
        path = _filled(one.path, {**given, "{name}": name, "{coded}": quote(name, safe="")})
        return get(f"{name} {one.kind}", address, path, asked)

    def _listing(self, ask: Ask) -> Listing:
        every = [listing for one in self.lists for listing in (one, one.each) if listing]
        return next(one for one in every if ask.series.endswith(f" {one.kind}"))

    def raised(self, found: read.Json, ask: Ask, query: Query) -> tuple[Ask, ...]:
        one = self._listing(ask)
        if one.each is None:
            return ()
        name, size = ask.series.removesuffix(f" {one.kind}"), str(query.page_size(SIZE))
        rows = listed(found, self.title, *([one.rows] if one.rows else []))
        ids = [read.text(row, "id") for row in rows if _changed(row, one.time, query)]
        given = ({"{size}": size, "{id}": number} for number in ids if number.isdecimal())
        return tuple(self._ask(one.each, name, each, self.address(query)) for each in given)

    def turned(self, found: read.Json, answer: HttpAnswer, ask: Ask, query: Query) -> tuple[int, Ask | None]:
        one = self._listing(ask)
        rows = listed(found, self.title, *([one.rows] if one.rows else []))
        following = by_link(ask, next_link(answer))
        if not one.time:
            return len(rows), following
        known = [at for row in rows if (at := read.moment(row, one.time)) is not None]
        older = one.newest_first and any(at < query.window.begin for at in known)
        return sum(query.window.holds(at) for at in known), None if older else following


def _changed(row: read.Json, time: str, query: Query) -> bool:
    """Whether what a row tells of was made before the end of the window and touched after its beginning."""
    made, touched = read.moment(row, time), read.moment(row, "updated_at")
    return made is not None and made < query.window.end and max(made, touched or made) >= query.window.begin


def _z(text: str) -> str:
    return text.replace("+00:00", "Z")


def _plain(name: str) -> bool:
    return ".." not in name and all(letter.isalnum() or letter in "-_./" for letter in name)


def _filled(text: str, given: Mapping[str, str]) -> str:
    for name, value in given.items():
        text = text.replace(name, value)
    return text

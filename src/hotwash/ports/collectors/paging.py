"""The ways in which systems page. Each gives the question for the next page, or None where there is none."""

import re
from urllib.parse import urljoin

from hotwash.kernel.core.http import HttpAnswer
from hotwash.ports import payload as read
from hotwash.ports.collectors.asks import Ask

_LINK = re.compile(r"<([^>]+)>\s*((?:;\s*[^,;]+)+)")


def by_token(ask: Ask, token: str, name: str) -> Ask | None:
    """A token of the answer goes into a parameter of the next address, or a field of the next body."""
    if not token:
        return None
    return ask.with_fields(**{name: token}) if ask.body else ask.with_parameters(**{name: token})


def by_link(ask: Ask, link: str) -> Ask | None:
    """The answer says the whole next address (or a part of it, from this one)."""
    if not link:
        return None
    return Ask(series=ask.series, method=ask.method, url=urljoin(ask.url, link), headers=ask.headers, body=ask.body)


def next_link(answer: HttpAnswer) -> str:
    """The address in the ``Link`` header with the relation “next” (RFC 8288)."""
    for match in _LINK.finditer(answer.headers.get("link", "")):
        if re.search(r';\s*rel="?next"?', match[2]):
            return match[1]
    return ""


def by_number(ask: Ask, got: int, size: int, name: str = "page") -> Ask | None:
    """Pages have numbers; the last one is not full."""
    if not got or got < size:
        return None
    now = ask.parameter(name)
    return ask.with_parameters(**{name: str((int(now) if now.isdecimal() else 1) + 1)})


def by_last(ask: Ask, rows: list[read.Json], size: int) -> Ask | None:
    """``search_after`` of Elasticsearch and OpenSearch: the next page begins behind the sort values of the last hit."""
    after = read.pick(rows[-1], "sort") if len(rows) >= size and rows else None
    return ask.with_fields(search_after=after) if isinstance(after, list) else None


def by_time(ask: Ask, times: list[int], size: int, name: str, *, backward: bool = False) -> Ask | None:
    """Along the time: the next page begins at the last time of a full one, in the units of the parameter.

    Where the last two share their time a third may have been left out: it begins at that time and repeats them. One
    whose records all share it cannot be left that way, so it goes on behind.
    """
    if len(times) < size or not times:
        return None
    ordered = sorted(times, reverse=backward)
    tied = len(ordered) > 1 and ordered[-1] == ordered[-2] and ordered[0] != ordered[-1]
    behind = 0 if tied else -1 if backward else 1
    return ask.with_parameters(**{name: str(ordered[-1] + behind)})

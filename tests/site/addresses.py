"""Every address of the product, from its url patterns."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

HOLE = re.compile(r"<(?:\w+:)?(\w+)>|\{(\w+)\}")
FILLED = {"reference": "INC-{pk}", "key": "respond", "slug": "checkout", "fmt": "md", "name": "table", "what": "x"}


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str]]:
    """Name and route of each pattern."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield pattern.name or "", route


def named() -> list[tuple[str, str]]:
    """Name and address of all but the API."""
    found = routes(get_resolver().url_patterns)
    return [(name, "/" + route) for name, route in found if not route.startswith("api/")]


def pages() -> list[str]:
    return [address for _, address in named()]


def filled(route: str, pk: int) -> str:
    """A route with something in each of its holes; what counts things gets the key."""
    return HOLE.sub(lambda hole: FILLED.get(hole[1] or hole[2], "1").format(pk=pk), route)

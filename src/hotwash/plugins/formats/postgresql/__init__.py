"""PostgreSQL server log. Its zone is an abbreviation, looked up in a table and marked as assumed."""

import re

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.lines import LineFormat
from hotwash.ports.stamps import Found

_SEVERITY = re.compile(
    r"\b(DEBUG[1-5]?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC|STATEMENT|DETAIL|HINT|CONTEXT):\s+(.*)", re.DOTALL
)
_LEVELS = {
    "WARNING": Level.WARNING,
    "ERROR": Level.ERROR,
    "FATAL": Level.CRITICAL,
    "PANIC": Level.CRITICAL,
    "NOTICE": Level.NOTICE,
}


def describe(text: str, found: Found) -> Detail:
    match = _SEVERITY.search(text, found.end)
    if not match:
        return Detail(text[found.end :].strip())
    return Detail(
        match[2],
        _LEVELS.get(match[1], Level.DEBUG if match[1].startswith("DEBUG") else Level.INFO),
        "log",
        {"severity": match[1]},
    )


plugin = LineFormat(
    "postgresql",
    "PostgreSQL log",
    re.compile(
        r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:[.,]\d+)?(?: [A-Z]{2,5}| [+-]\d{2,4})? .*?\b(?:LOG|ERROR|FATAL|STATEMENT|DETAIL|HINT|WARNING|PANIC|CONTEXT|NOTICE|DEBUG\d?):  "
    ),
    score=0.92,
    describe=describe,
)

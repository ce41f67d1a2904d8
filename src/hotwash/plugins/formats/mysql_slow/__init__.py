"""MySQL's and MariaDB's log of slow queries. Before 5.7 a query of the same second as the one before has no time of its own
but that in its ``SET timestamp``.
"""

import re

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.blocks import BlockFormat, Lines

_TOOK = re.compile(r"Query_time: (?P<seconds>[\d.]+)")


def describe(lines: Lines) -> Detail:
    said = [text for text in lines if not text.startswith(("#", "SET timestamp", "use "))]
    took = next((match["seconds"] for text in lines if (match := _TOOK.search(text))), "")
    return Detail("\n".join(said) or lines[0], Level.WARNING, "log", {"seconds": took} if took else {})


plugin = BlockFormat(
    "mysql.slow",
    "MySQL slow query log",
    re.compile(r"# (?:Time|User@Host):"),
    re.compile(r"^# Time: +(?P<when>.+)|^SET timestamp=(?P<epoch>\d{10})"),
    describe,
    re.compile(r"(?m)^# Query_time:"),
    score=0.97,
    joined=True,
)

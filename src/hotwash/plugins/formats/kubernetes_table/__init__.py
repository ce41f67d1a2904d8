"""``kubectl get events`` as a table: it has ages only, so no time of its own."""

import re

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.tables import ColumnFormat, Row


def describe(row: Row) -> Detail:
    level = Level.WARNING if row.get("TYPE") == "Warning" else None
    text = (
        f"{row.get('REASON', '')} {row.get('OBJECT', '')}: {row.get('MESSAGE', '')} (age {row.get('LAST SEEN', '?')})"
    )
    return Detail(text, level, "kubernetes.event", {"age": row.get("LAST SEEN", ""), "object": row.get("OBJECT", "")})


plugin = ColumnFormat(
    "kubernetes.events_table",
    "Kubernetes events as a table",
    re.compile(r"^(?:NAMESPACE\s+)?LAST SEEN\s+.*REASON\s+.*MESSAGE"),
    describe,
)

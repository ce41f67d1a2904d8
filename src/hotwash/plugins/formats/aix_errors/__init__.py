"""The error report of AIX (``errpt``): a table whose times are month, day, hour, minute and year run together."""

import re
from dataclasses import replace

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.tables import ColumnFormat, Row
from hotwash.ports.stamps import Stamp, to_stamp

_TIME = re.compile(r"(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)")


def time_of(text: str) -> Stamp | None:
    match = _TIME.fullmatch(text)
    if not match:
        return None
    month, day, hour, minute, year = map(int, match.groups())
    stamp = to_stamp((2000 + year if year < 70 else 1900 + year, month, day), (hour, minute, 0), "", None, text)
    return replace(stamp, digits=-1) if stamp else None


def describe(row: Row) -> Detail:
    kind = row.get("T", "")
    text = f"{row.get('RESOURCE_NAME', '')}: {row.get('DESCRIPTION', '')}"
    level = {"P": Level.ERROR, "T": Level.WARNING, "U": Level.WARNING}.get(kind)
    return Detail(text, level, "log", {"identifier": row.get("IDENTIFIER", "")}, time_of(row.get("TIMESTAMP", "")))


plugin = ColumnFormat(
    "aix.errors",
    "AIX error report",
    re.compile(r"^IDENTIFIER +TIMESTAMP +T +C +RESOURCE_NAME +DESCRIPTION"),
    describe,
    parting=re.compile(r" +"),
)

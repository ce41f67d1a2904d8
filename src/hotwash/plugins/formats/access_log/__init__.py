"""Access logs in the common log format and its relatives (Apache, nginx, HAProxy, Traefik), with the error lines between."""

import re

from hotwash.ports.formats import Detail
from hotwash.ports.reading.levels import level_in, of_status
from hotwash.ports.reading.lines import LineFormat, plain
from hotwash.ports.stamps import Found

_REQUEST = re.compile(
    r"\"(?P<method>[A-Z]{3,9}) (?P<path>\S+)[^\"]*\"\s+(?P<status>\d{3})\b|(?P<status2>\d{3}) (?P<size>\d+) .*\"(?P<method2>[A-Z]{3,9}) (?P<path2>\S+)"
)


def describe(text: str, found: Found) -> Detail:
    match = _REQUEST.search(text, found.end)
    if not match:
        detail = plain(text, found)
        return Detail(detail.text, detail.level or level_in(text, found.end), "log")
    status = int(match["status"] or match["status2"])
    method, path = match["method"] or match["method2"], match["path"] or match["path2"]
    fields = {"status": str(status), "method": method, "path": path[:200]}
    return Detail(f"{method} {path} {status}", of_status(status), "request", fields)


plugin = LineFormat(
    "access_log",
    "Web access log",
    re.compile(r"\[\d{1,2}/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{4})?\]"),
    score=0.8,
    describe=describe,
    request=True,
)

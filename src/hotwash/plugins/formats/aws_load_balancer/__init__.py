"""Access logs of AWS load balancers: the first time of a line is that of the answer, in UTC."""

import re

from hotwash.ports.formats import Detail
from hotwash.ports.reading.levels import of_status
from hotwash.ports.reading.lines import LineFormat
from hotwash.ports.stamps import Found

_STATUS = re.compile(r" (?P<status>\d{3}|-) (?:\d{3}|-) \d+ \d+ \"(?P<request>[^\"]*)\"")


def describe(text: str, found: Found) -> Detail:
    match = _STATUS.search(text, found.end)
    if not match:
        return Detail(text[found.end :].strip(), None, "request")
    level = of_status(int(match["status"])) if match["status"] != "-" else None
    return Detail(f"{match['request']} {match['status']}", level, "request", {"status": match["status"]})


plugin = LineFormat(
    "aws.load_balancer",
    "AWS load balancer access log",
    re.compile(
        r"^(?:(?:http|https|h2|grpcs|ws|wss|tls)(?: \d\.\d)? )?\d{4}-\d\d-\d\dT\S+Z? (?:app/|net/|[\w-]+ \d+\.\d+\.\d+\.\d+:\d+ )"
    ),
    score=0.95,
    describe=describe,
    zone=0,
)

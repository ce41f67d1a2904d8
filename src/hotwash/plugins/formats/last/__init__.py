"""What ``last`` and ``lastb`` print: who was logged in from when, newest first. Only ``last -F`` writes a year."""

import re

from hotwash.ports.formats import Detail
from hotwash.ports.reading.lines import LineFormat
from hotwash.ports.reading.openers import fixed
from hotwash.ports.stamps import Found

_LEAD = r"\S+ {1,}\S.*? (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) "


def describe(text: str, _found: Found) -> Detail:
    user = text.split(maxsplit=1)[0]
    return Detail(" ".join(text.split()), None, "login", {"user": user})


plugin = LineFormat(
    "last",
    "List of logins (last)",
    re.compile(rf"^{_LEAD}[A-Z][a-z]{{2}} [ \d]\d \d\d:\d\d(?::\d\d \d{{4}})?(?: +- |   still |   gone )"),
    score=0.9,
    describe=describe,
    skip=re.compile(r"[bw]tmp\S* begins "),
    openers=(fixed("ctime", _LEAD), fixed("bsdminute", _LEAD)),
)

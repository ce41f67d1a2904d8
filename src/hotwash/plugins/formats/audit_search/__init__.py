"""What ``ausearch`` prints: the records of one event under its time."""

import re

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.blocks import BlockFormat, Lines


def describe(lines: Lines) -> Detail:
    text = "\n".join(line for line in lines if not line.startswith(("----", "time->")))
    return Detail(text, Level.WARNING if "res=failed" in text or "success=no" in text else None)


plugin = BlockFormat(
    "auditd.search",
    "Linux audit search",
    re.compile(r"(?:----$|time->)"),
    re.compile(r"msg=audit\((?P<when>\d{10}\.\d+)|msg=audit\(\d\d/"),
    describe,
    re.compile(r"(?m)^type=\w+ msg=audit\("),
    score=0.985,
    joined=True,
)

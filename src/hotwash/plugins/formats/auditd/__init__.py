"""Linux audit log: ``type=... msg=audit(epoch.ms:serial): ...``."""

import re

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.lines import LineFormat
from hotwash.ports.reading.openers import fixed
from hotwash.ports.stamps import Found

_LEAD = r"(?:node=\S+ )?type=[\w\[\]]+ msg=audit\("


def describe(text: str, found: Found) -> Detail:
    failed = "res=failed" in text or "success=no" in text
    kind = text.split(" msg=", 1)[0].removeprefix("type=")
    rest = text[found.end :].split("):", 1)[-1].strip()
    return Detail(f"{kind} {rest}", Level.WARNING if failed else None, "log", {"type": kind})


plugin = LineFormat(
    "auditd",
    "Linux audit log",
    re.compile(rf"^{_LEAD}"),
    score=0.98,
    describe=describe,
    zone=0,
    openers=(fixed("audit", _LEAD),),
)

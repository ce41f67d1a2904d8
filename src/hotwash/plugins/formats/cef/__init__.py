"""Security events in CEF and LEEF, one a line, behind a syslog head or bare. Without a head the time is that of the receipt
(``rt``, ``devTime``) or the start or end that the event names; an event without any is one too.
"""

import re

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.lines import LineFormat
from hotwash.ports.reading.openers import fixed
from hotwash.ports.stamps import Found

_EVENT = re.compile(r"\b(?:CEF|LEEF): ?\d(?:\.\d)?\|(?P<rest>.*)", re.DOTALL)
_BAR = re.compile(r"(?<!\\)\|")
_LEAD = r"(?:<\d{1,3}>)?(?:1 )?"
_NAMED = r".{0,2000}?\b(?:rt|devTime|start|end)="


def describe(text: str, _found: Found) -> Detail:
    event = _EVENT.search(text)
    parts = _BAR.split(event["rest"]) if event else []
    severity = parts[5] if len(parts) > 5 else ""
    bad = severity in {"7", "8", "9", "10", "High", "Very-High"}
    said = " ".join(part for part in parts[:5] if part) or text
    return Detail(said, Level.ERROR if bad else None, "log", {"severity": severity} if severity else {})


plugin = LineFormat(
    "cef",
    "Security events (CEF, LEEF)",
    _EVENT,
    score=0.9,
    describe=describe,
    openers=(
        *(fixed(style, _LEAD) for style in ("bsd", "iso", "named", "ctime")),
        *(fixed(style, _NAMED) for style in ("epoch", "named", "iso", "ctime", "bsd")),
    ),
    bare=re.compile(r".{0,200}?\b(?:CEF|LEEF): ?\d(?:\.\d)?\|"),
)

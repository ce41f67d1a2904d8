"""Kinds of messages: the fixed words of a log line with everything that varies taken out."""

import re

_QUOTED = re.compile(r"\"[^\"]{0,200}\"|'[^']{0,200}'")
_VARYING = re.compile(
    r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b|\b0x[0-9a-fA-F]+\b|\b[0-9a-f]{12,}\b|/[\w./-]{6,}|\b[\w-]*\d[\w.:-]*"
)
_RUNS = re.compile(r"(?:<\*>[\s,;:=/.-]*){2,}")


def template_of(text: str) -> str:
    """At most 160 characters; equal for messages that differ in numbers, ids, paths and quoted words only."""
    first = text.split("\n", 1)[0][:400]
    masked = _VARYING.sub("<*>", _QUOTED.sub("<*>", first))
    return _RUNS.sub("<*> ", masked)[:160].strip()

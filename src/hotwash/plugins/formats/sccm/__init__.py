"""Logs of Microsoft's Configuration Manager and of its client: ``<![LOG[text]LOG]!><time="..." date="..." ...>``."""

import re

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.blocks import BlockFormat, Lines

_PARTS = re.compile(
    r"<!\[LOG\[(?P<text>.*?)\]LOG\]!>.*?component=\"(?P<component>[^\"]*)\".*?type=\"(?P<type>\d)", re.DOTALL
)
_LEVELS = {"1": Level.INFO, "2": Level.WARNING, "3": Level.ERROR}


def describe(lines: Lines) -> Detail:
    text = "\n".join(lines)
    match = _PARTS.search(text)
    if not match:
        return Detail(text)
    return Detail(match["text"], _LEVELS.get(match["type"]), "log", {"component": match["component"]})


plugin = BlockFormat(
    "windows.sccm",
    "Configuration Manager log",
    re.compile(r"<!\[LOG\["),
    re.compile(r"<time=\""),
    describe,
    score=0.97,
)

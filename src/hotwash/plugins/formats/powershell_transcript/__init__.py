"""PowerShell transcripts: their begin, and each command whose time was asked for (``-IncludeInvocationHeader``)."""

import re

from hotwash.ports.formats import Detail
from hotwash.ports.reading.blocks import BlockFormat, Lines

_STARS = re.compile(r"\*{5,}\s*$")


def describe(lines: Lines) -> Detail:
    said = [text for text in lines[1:] if not _STARS.match(text)]
    return Detail("\n".join(said) or lines[0], None, "command.line")


plugin = BlockFormat(
    "powershell.transcript",
    "PowerShell transcript",
    re.compile(r"(?:Command start|Start) time: \d{14}"),
    re.compile(r"^(?:Command start|Start) time: (?P<when>\d{14})"),
    describe,
    re.compile(r"PowerShell transcript start", re.IGNORECASE),
    score=0.97,
)

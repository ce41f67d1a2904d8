"""Histories of shells that keep times: ``#1774000000`` (bash) or ``#+1774000000`` (tcsh) above each command."""

import re

from hotwash.ports.formats import Detail
from hotwash.ports.reading.blocks import BlockFormat, Lines


def describe(lines: Lines) -> Detail:
    return Detail("\n".join(lines[1:]) or lines[0], None, "command.line")


plugin = BlockFormat(
    "shell.history",
    "Shell history",
    re.compile(r"#\+?\d{10}$"),
    re.compile(r"^#\+?(?P<when>\d{10})$"),
    describe,
    score=0.96,
)

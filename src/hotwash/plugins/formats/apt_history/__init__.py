"""The history of ``apt``: a paragraph for each run, in local time."""

import re

from hotwash.ports.formats import Detail
from hotwash.ports.reading.blocks import BlockFormat, Lines, pairs_of


def describe(lines: Lines) -> Detail:
    named = pairs_of(lines)
    done = next((name for name in ("Upgrade", "Install", "Remove", "Purge") if name in named), "Run")
    what = named.get("Commandline") or named.get(done, "")
    return Detail(f"apt {done.lower()}: {what}"[:2000], None, "deploy.package", {"by": named.get("Requested-By", "")})


plugin = BlockFormat(
    "apt.history",
    "apt history",
    re.compile(r"Start-Date: "),
    re.compile(r"^Start-Date: +(?P<when>.+)"),
    describe,
    score=0.95,
)

"""What ``git log`` prints, with any of its pretty formats that begin with ``commit``."""

import re

from hotwash.ports.formats import Detail
from hotwash.ports.reading.blocks import BlockFormat, Lines


def describe(lines: Lines) -> Detail:
    words = [text.strip() for text in lines if text.startswith("    ") and text.strip()]
    commit = lines[0].split()[1][:12]
    return Detail(f"{commit} {words[0] if words else ''}".strip(), None, "deploy.commit", {"commit": commit})


plugin = BlockFormat(
    "git.log",
    "git log",
    re.compile(r"commit [0-9a-f]{7,64}(?: |$)"),
    re.compile(r"^(?:Author|Commit)?Date: +(?P<when>.+)"),
    describe,
    score=0.95,
)

"""ModSecurity's serial audit log: the sections of one request between ``--id-A--`` and ``--id-Z--``."""

import re

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.blocks import BlockFormat, Lines

_REQUEST = re.compile(r"[A-Z]{3,9} \S+ HTTP/[\d.]+")
_MESSAGE = re.compile(r"Message: (.*)")


def describe(lines: Lines) -> Detail:
    request = next((text for text in lines if _REQUEST.match(text)), "")
    said = next((match[1] for text in lines if (match := _MESSAGE.match(text))), "")
    return Detail(f"{request} {said}".strip() or lines[0], Level.WARNING if said else None, "request")


plugin = BlockFormat(
    "modsecurity",
    "ModSecurity audit log",
    re.compile(r"--[0-9a-zA-Z]{8}-+A--$"),
    re.compile(r"^\[\d\d/[A-Z][a-z]{2}/\d{4}:"),
    describe,
    score=0.97,
)

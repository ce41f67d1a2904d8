"""Windows ``setupapi.dev.log``: one section for each thing that was installed or removed, in local time."""

import re

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.blocks import BlockFormat, Lines

_STATUS = re.compile(r"\[Exit status: (.+?)\]")


def describe(lines: Lines) -> Detail:
    text = "\n".join(lines)
    status = _STATUS.search(text)
    said = f"{lines[0].lstrip('> ').strip('[]')}{f': {status[1]}' if status else ''}"
    return Detail(said, Level.ERROR if status and "SUCCESS" not in status[1] else None, "deploy.package")


plugin = BlockFormat(
    "windows.setupapi",
    "Windows setup log",
    re.compile(r">>>  "),
    re.compile(r"Section start (?P<when>\d{4}/.+)"),
    describe,
    score=0.95,
    joined=True,
)

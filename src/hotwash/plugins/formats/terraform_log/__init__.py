"""TF_LOG traces. Versions before 1.0 mix Go stamps without a zone and hclog stamps with one: the second gives the first."""

import re

from hotwash.ports.formats import Detail
from hotwash.ports.reading.levels import level_of
from hotwash.ports.reading.lines import LineFormat
from hotwash.ports.stamps import Found

_LEVEL = re.compile(r"\[(TRACE|DEBUG|INFO|WARN|ERROR)\]\s*(.*)", re.DOTALL)


def describe(text: str, found: Found) -> Detail:
    match = _LEVEL.search(text, found.end)
    return (
        Detail(match[2], level_of(match[1]), "terraform.log")
        if match
        else Detail(text[found.end :].strip(), None, "terraform.log")
    )


plugin = LineFormat(
    "terraform.tf_log",
    "Terraform debug log (TF_LOG)",
    re.compile(r"^\d{4}[/-]\d\d[/-]\d\d[ T]\d\d:\d\d:\d\d\S* \[(?:TRACE|DEBUG|INFO|WARN|ERROR)\]"),
    score=0.95,
    describe=describe,
    needs=re.compile(r"[Tt]erraform|[Tt]ofu|plugin|provider"),
)

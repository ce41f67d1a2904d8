"""logfmt: ``time=... level=... msg=...``, as Go services write it."""

import re

from hotwash.ports.formats import Detail
from hotwash.ports.reading.levels import level_in, level_of
from hotwash.ports.reading.lines import LineFormat
from hotwash.ports.stamps import Found

_PAIR = re.compile(r"([\w.@/-]+)=(\"(?:[^\"\\]|\\.)*\"|\S*)")


def describe(text: str, found: Found) -> Detail:
    pairs = {match[1]: match[2].strip('"').replace('\\"', '"') for match in _PAIR.finditer(text[:4096])}
    level = level_of(pairs.get("level") or pairs.get("lvl") or pairs.get("severity")) or level_in(text, found.end)
    message = pairs.get("msg") or pairs.get("message") or pairs.get("event") or ""
    error = pairs.get("err") or pairs.get("error") or ""
    said = f"{message}: {error}" if message and error else message or error or text[found.end :].strip(' "')
    kept = {name: pairs[name] for name in ("component", "logger", "caller", "service", "status") if pairs.get(name)}
    return Detail(said, level, "log", kept)


plugin = LineFormat(
    "logfmt",
    "logfmt",
    re.compile(
        r"(?:^|\s)(?:time|ts|t|timestamp)=\"?\d.*\s(?:level|lvl|msg|severity)=|\b(?:level|lvl)=\S+.*\s(?:time|ts|t)=\"?\d"
    ),
    score=0.82,
    describe=describe,
)

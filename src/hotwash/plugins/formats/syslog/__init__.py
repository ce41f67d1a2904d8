"""Syslog: RFC 3164 as daemons write it (no year, no zone) and RFC 5424 (both), with or without priority and framing."""

import re

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.levels import level_in, level_of_number
from hotwash.ports.reading.lines import LineFormat
from hotwash.ports.reading.openers import fixed
from hotwash.ports.stamps import Found

_PRI = r"(?:\d{1,5} )?(?:<(?:[0-9]|[1-9]\d|1[0-8]\d|19[01])>(?:1 )?)?"
_TAG = re.compile(
    r"\s*(?:<[\w.]+>\s*)?(?P<host>\S+)\s+(?P<program>[\w./()@-]+?)(?:\[(?P<pid>\d+)\])?:\s?(?P<text>.*)", re.DOTALL
)
_NEW = re.compile(
    r"\s*(?P<host>\S+) (?P<program>\S+) (?P<pid>\S+) (?P<id>\S+) (?P<data>-|(?:\[(?:[^\]\\]|\\.)*\])+) ?(?P<text>.*)",
    re.DOTALL,
)
_FRAME = re.compile(rb"([1-9]\d{0,4}) (?=<\d{1,3}>)")
_NIL = r"<\d{1,3}>\d{1,3} - (?:\S+ ){3}\S+"
_NUMBER = re.compile(r"<(\d{1,3})>")


def describe(text: str, found: Found) -> Detail:
    rest = text[found.end :]
    match = _NEW.match(rest) if found.style.key == "iso" else None
    match = match or _TAG.match(rest)
    priority = _NUMBER.search(text[: found.start])
    level: Level | None = level_of_number(int(priority[1]) % 8) if priority else level_in(text, found.end)
    if not match:
        return Detail(rest.strip(), level)
    fields = {"host": match["host"], "program": match["program"]}
    return Detail(f"{match['program']}: {match['text'].strip()}", level, "log", fields)


def framed(text: str) -> list[str]:
    """The messages of a line that a connection with octet counting (RFC 6587) was written to: ``16 <1>1 ...17 <4>1 ...``."""
    raw, found = text.encode("utf-8", "surrogatepass"), []
    while match := _FRAME.match(raw):
        end = match.end() + int(match[1])
        found.append(raw[match.end() : end].decode("utf-8", "replace"))
        raw = raw[end:]
    return found if found and not raw.strip() else [text]


plugin = LineFormat(
    "syslog",
    "Syslog",
    re.compile(
        rf"^{_PRI}(?:[^\W\d_]{{3,5}}\.? {{1,2}}\d{{1,2}} {{1,2}}\d\d:\d\d:\d\d(?:\.\d+)?|\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))"
        r" (?:<[\w.]+> )?\S+ [\w./()@-]+(?:\[\d+\])?(?::|\s\S+ \S+ (?:-|\[))"
        rf"|^(?:\d{{1,5}} )?{_NIL}"
    ),
    score=0.85,
    describe=describe,
    openers=(fixed("bsd", _PRI), fixed("iso", _PRI), fixed("named", _PRI), fixed("ctime", _PRI)),
    bare=re.compile(_NIL),
    parts=framed,
)  # fmt: skip

"""Guessing what the fields of a JSON object mean: which is the time, the level, the text."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from hotwash.ports.formats import Detail, Level
from hotwash.ports.reading.documents import loads, parse_documents
from hotwash.ports.reading.levels import level_of
from hotwash.ports.stamps import Stamp, from_counted, from_value, is_time
from hotwash.ports.stamps.stamp import DAY, NS

Item = Mapping[str, object]
DEEPEST = 5
_NESTED = 12  # objects that may stand inside the last of a line

# In order of trust. Matched without case, "_", "-" and "." so that event_time, eventTime and EventTime are one.
TIMES = [
    "timestamp",
    "time",
    "ts",
    "instant",
    "eventtime",
    "eventtimestamp",
    "event_time",
    "t",
    "date",
    "datetime",
    "occurredat",
    "requestreceivedtimestamp",
    "stagetimestamp",
    "timestampms",
    "timeunixnano",
    "asctime",
    "startsat",
    "activeat",
    "triggeredat",
    "triggertime",
    "clock",
    "start_time",
    "starttime",
    "start",
    "begintime",
    "begin",
    "createdat",
    "created",
    "createdon",
    "createtime",
    "createdtime",
    "createddate",
    "createddatetime",
    "startedat",
    "startedon",
    "started",
    "firedatetime",
    "fireddatetime",
    "statechangetime",
    "lasttimestamp",
    "firsttimestamp",
    "timegenerated",
    "updatedat",
    "updated",
    "lastmodified",
    "modified",
    "finishedat",
    "completedat",
    "completedtime",
    "endtime",
    "when",
    "at",
    "epoch",
    "syslogtimestamp",
    "sourcerealtimetimestamp",
    "realtimetimestamp",
    "startlocal",
    "startutc",
    "publishedat",
    "published",
    "displayat",
    "logtime",
    "eventdate",
    "timecreated",
    "systemtime",
    "utc",
    "localtime",
    "timesecs",
    "creationtime",
    "updatedon",
    "occurredon",
    "occurred",
    "creationdate",
    "dateandtime",
    "dateadded",
    "lastseen",
    "publishtime",
    "pubdate",
    "lastping",
    "unixtime",
    "keyasstring",
    "zeit",
    "uhrzeit",
    "heure",
    "hora",
    "zeitstempel",
    "datum",
    "horodatage",
    "fecha",
    "data",
]
_RANK = {name.replace("_", ""): place for place, name in enumerate(TIMES)}
_TEXTS = [
    "message",
    "msg",
    "log",
    "text",
    "MESSAGE",
    "@message",
    "short_message",
    "summary",
    "title",
    "description",
    "event",
    "body",
    "name",
    "reason",
    "operationName",
    "methodName",
]
LEVEL_NAMES = [
    "level",
    "severity",
    "lvl",
    "loglevel",
    "log.level",
    "@level",
    "severityText",
    "severity_text",
    "s",
    "priority",
    "PRIORITY",
    "status",
    "levelname",
    "state",
]
_TELLING = frozenset(name.lower() for name in (*_TEXTS, *LEVEL_NAMES) if len(name) > 1) - {"name", "description"}
_SKIPPED = frozenset({"expires", "expiry", "expiration", "notbefore", "notafter", "birth", "uptime", "format", "stats"})
# Things that an event is about or by: when they were made says nothing about when it happened.
_ASIDE = frozenset(
    {"repository", "repo", "project", "organization", "organisation", "sender", "user", "author", "owner", "account", "team",
     "eventdata", "installation", "enterprise", "page", "generator", "monitor", "service", "workspace", "head_repository", "client", "parent"}
)  # fmt: skip


_GROUPS = frozenset({"fault", "item", "issue", "group", "problem"})  # began long before what is told of them now
_OF_IDS = 160
_OF_AN_END = re.compile(r"end(?!point)|stop|finish|complet|clos")
_AUDIT = re.compile(r"(\d{10}\.\d{3}):\d+")  # the number of an audit event begins with its time

_ENDINGS = (
    "timestamp",
    "datetime",
    "time",
    "date",
    "at",
    "ts",
    "timeunixnano",
    "timemillis",
    "timems",
    "timesec",
    "timemsec",
    "openedon",
    "occurredon",
)
_LATER = (
    "received",
    "receive",
    "observed",
    "ingest",
    "displayreceived",
    "indexed",
    "processed",
    "stored",
)  # than the event
_POOR: tuple[tuple[str | tuple[str, ...], int], ...] = (
    (_LATER, 150),
    ("last", 120),
    ("first", 155),
    (("next", "due", "until", "valid"), 170),
)
_DURATIONS = ("responsetime", "elapsedtime", "runtime", "totaltime", "processingtime", "querytime")
_SPELT = ("utc", "gmt", "unix", "epoch", "millis", "ms", "iso", "local")  # how a time is spelt, behind its name
_SQUEEZED = str.maketrans("", "", "@_-. $#:")


@lru_cache(maxsize=4096)
def squeeze(name: str) -> str:
    return name.lower().translate(_SQUEEZED)


@lru_cache(maxsize=4096)  # a file has few names, each in every line
def rank_of(name: str) -> int | None:
    """How good a name is for a time; None where it is none. Small is good."""
    flat = squeeze(name)
    if flat in _SKIPPED or (flat.endswith(_DURATIONS) and not flat.startswith(("last", "next"))):
        return None
    known = _RANK.get(flat)
    if known is None and flat.startswith("event"):
        known = _RANK.get(flat[5:])
    if known is None:
        known = next((_RANK.get(flat.removesuffix(end)) for end in _SPELT if flat.endswith(end)), None)
    if known is not None:
        return known
    if poor := next((rank for words, rank in _POOR if flat.startswith(words)), None):
        return poor
    if flat.startswith(("date", "time")) or flat.endswith(_ENDINGS):
        return (125 if _OF_AN_END.search(flat) else 100) if len(flat) > 3 else None
    return None


def find_time(item: Item, depth: int = 2) -> tuple[Stamp, tuple[str, ...]] | None:
    """The best time in an object and the path to it. Nested objects count less than direct fields."""
    best: tuple[int, Stamp, tuple[str, ...]] | None = None
    for path, name, value in _walk(item, depth):
        rank = rank_of(name) if squeeze(name) != "id" else _OF_IDS
        if rank is None:
            continue
        rank += 200 * (len(path) - 1) + sum(_detour(part.lower()) for part in path[:-1])
        if best and rank >= best[0]:
            continue
        if stamp := from_field(name, value):
            rank += 5000 if 0 <= stamp.ns < DAY * NS else 0  # 1970 is what an empty field looks like in many programs
            best = (rank, stamp, path) if not best or rank < best[0] else best
    return (best[1], best[2]) if best else None


def _detour(name: str) -> int:
    """How much less a time counts for standing inside an object of this name."""
    return 2000 if name in _ASIDE else 60 if name in _GROUPS else 0


def from_field(name: str, value: object) -> Stamp | None:
    """The time in a field, read as its name wants it. A small number is a time only where the name is certain."""
    flat = squeeze(name)
    if stamp := from_counted(flat, value):
        return stamp
    if flat == "id":
        audit = _AUDIT.fullmatch(value) if isinstance(value, str) else None
        return from_value(audit[1]) if audit else None
    certain = flat in _RANK
    if not certain and isinstance(value, int | float | Decimal) and not isinstance(value, bool) and value < 10**9:
        return None
    return from_value(value)


def _walk(item: Item, depth: int, base: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str, object]]:
    for name, value in item.items():
        path = (*base, name)
        inner = loads(value) if depth > 2 and isinstance(value, str) and value.startswith('{"') else value
        if isinstance(inner, dict) and not is_time(inner):
            if depth > 1:
                yield from _walk(inner, depth - 1, path)
            continue
        yield path, name, value


def get(item: object, path: str) -> object:
    """The value at a dotted path, None where there is none. A field whose own name has dots is found too."""
    if isinstance(item, dict) and path in item:
        return item[path]
    head, _, rest = path.partition(".")
    if isinstance(item, list) and head.isdigit():
        inner = item[int(head)] if int(head) < len(item) else None
    else:
        inner = item.get(head) if isinstance(item, dict) else None
    return get(inner, rest) if rest and inner is not None else inner


def text_at(item: object, path: str) -> str:
    """The value at a path as text, "" where there is none."""
    value = get(item, path)
    return "" if value is None or isinstance(value, dict | list) else str(value)


def first_text(item: object, *paths: str) -> str:
    return next((text for path in paths if (text := text_at(item, path))), "")


def join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def describe(item: Item) -> Detail:
    """The text, level and fields of an object that nobody declared."""
    level: Level | None = None
    for name in LEVEL_NAMES:
        if level := level_of(get(item, name)):
            break
    text = _main_text(item)
    flat = {
        "/".join(path): str(value)[:200]
        for path, _, value in _walk(item, 2)
        if isinstance(value, str | int | float) and not isinstance(value, bool)
    }
    if not text:
        text = " ".join(f"{name}={value}" for name, value in list(flat.items())[:8])
    return Detail(text, level, "log", dict(list(flat.items())[:24]))


def objects_in(text: str) -> list[Item]:
    """The objects of a line: one; several glued together; or the whole one behind one that was cut off."""
    value = loads(text)
    if value is not None:
        return [value] if isinstance(value, dict) else []
    values, problem = parse_documents(text)
    if not problem:
        return [value for value in values if isinstance(value, dict)]
    start = len(text)
    for _ in range(_NESTED):
        start = text.rfind('{"', 1, start)
        last = loads(text[start:]) if start > 0 else None
        if start < 0 or isinstance(last, dict):
            return [last] if isinstance(last, dict) and find_time(last) else []
    return []


def tells(item: Item) -> bool:
    """Whether an object has a field that says what happened, or in what state something is."""
    return any(squeeze(name) in _TELLING for name in item)


def _main_text(item: Item) -> str:
    for name in _TEXTS:
        value = get(item, name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, list) and value and all(isinstance(byte, int) and 0 <= byte < 256 for byte in value):
            return bytes(value).decode("utf-8", "replace")
    for outer in ("fields", "attributes", "data", "event", "alert", "incident"):
        inner = get(item, outer)
        if isinstance(inner, dict) and (found := _main_text(inner)):
            return found
    return ""


def as_strings(value: object) -> tuple[str, ...]:
    return tuple(str(part) for part in value) if isinstance(value, list) else ()


def as_object(value: object) -> Item:
    return value if isinstance(value, dict) else {}

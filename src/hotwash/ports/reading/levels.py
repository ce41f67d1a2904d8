"""Finding the level of a record: in a field, or in the words of a line."""

import re

from hotwash.ports.formats import Level

_WORDS = {
    Level.DEBUG: "trace debug debug1 debug2 debug3 debug4 debug5 fine finer finest verbose v d t dbg silly",
    Level.INFO: "info information informational log i ok success normal default audit statement detail hint inf",
    Level.NOTICE: "notice note config n unspecified",
    Level.WARNING: "warn warning w wrn caution degraded pending",
    Level.ERROR: "error err e severe failed failure fail problem high alerting alarm",
    Level.CRITICAL: "critical crit fatal f emergency emerg alert panic c disaster p1 dpanic",
}
LEVELS: dict[str, Level] = {word: level for level, words in _WORDS.items() for word in words.split()}
_NUMBERS = (
    (60, Level.CRITICAL),
    (50, Level.ERROR),
    (40, Level.WARNING),
    (30, Level.INFO),
    (20, Level.DEBUG),
    (10, Level.DEBUG),
)
_SYSLOG = (
    Level.CRITICAL, Level.CRITICAL, Level.CRITICAL, Level.ERROR, Level.WARNING, Level.NOTICE, Level.INFO, Level.DEBUG,
)  # fmt: skip

_UPPER = re.compile(
    r"(?<![\w./=-])(TRACE|DEBUG|FINE|INFO|NOTICE|NOTE|WARN(?:ING)?|ERR(?:OR)?|SEVERE|CRIT(?:ICAL)?|ALERT|EMERG(?:ENCY)?|FATAL|PANIC)(?![\w./=-])"
)
_MARKED = re.compile(
    r"(?:\blevel=\"?|\blvl=\"?|\bseverity=\"?|[\[<(.])(trace|debug|info|notice|warn(?:ing)?|err(?:or)?|crit(?:ical)?|alert|emerg(?:ency)?|fatal|panic)\b",
    re.IGNORECASE,
)
_LONE = re.compile(
    r"^[\s\[<(:|,-]*(trace|debug|info|notice|warn(?:ing)?|err(?:or)?|crit(?:ical)?|fatal|panic)[\]>):|,\s]",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"\b(?:error|exception|traceback|panic|fatal|failed|failure|fail|refused|denied|timed out|timeout|unreachable|unavailable"
    r"|out of memory|oom|cannot|can't|unable|segfault|crash(?:ed)?|killed|corrupt(?:ed)?|aborted)\b",
    re.IGNORECASE,
)


def level_of(value: object) -> Level | None:
    """The level that a field names: a word, a pino or bunyan number, a syslog severity 0 to 7."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return level_of_number(int(value))
    if isinstance(value, str):
        word = value.strip().lower()
        return level_of_number(int(word)) if word.isdigit() and len(word) < 3 else LEVELS.get(word)
    return None


def level_of_number(number: int) -> Level | None:
    if 0 <= number <= 7:
        return _SYSLOG[number]
    return next((level for limit, level in _NUMBERS if number >= limit), None) if number <= 60 else None


def level_in(text: str, start: int = 0) -> Level | None:
    """The level that a log line states, looked for in the first 120 characters after its time."""
    window = text[start : start + 120]
    for pattern in (_LONE, _UPPER, _MARKED):
        if found := pattern.search(window):
            return LEVELS.get(found[1].lower())
    return None


def sounds_bad(text: str) -> bool:
    """A line without a stated level that speaks of failure. A hint, never a level."""
    return bool(_BAD.search(text[:400]))


def of_status(status: int) -> Level:
    """The level of an HTTP answer."""
    return Level.ERROR if status >= 500 else Level.WARNING if status >= 400 else Level.INFO

"""Finding out where in its lines a log writes the time: sniffed once, then one pattern a line."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hotwash.ports.stamps import BY_KEY, STYLES, Basis, Found, Stamp, Style, find_stamp
from hotwash.ports.stamps.stamp import DAY, NS
from hotwash.ports.stamps.years import in_year

_PUNCTUATION = re.compile(r"[\W_]{0,4}")
_KEYED = re.compile(r"[\W_]{0,2}[\w@.-]{1,24}\"?[=:][\"'\[]{0,2}")
CONTINUES = re.compile(
    r"\s|at |Caused by|Traceback|\.\.\. \d+ more|[})\]#]|\+|File \"|[\w.$]+(?:Exception|Error)\b|--|\[stacktrace\]|</?[a-z!?]|\(['\"]"
    r"|(?:Date|Expires|Last-Modified|Set-Cookie|Received|Retry-After|Cookie|If-Modified-Since): "
)  # how a line looks that goes on with the record before it
ANYTHING = "\x00"  # glue that differs from line to line
_TIMELIKE = re.compile(r"\d:\d|\d{6}|@4|[4-8][0-9a-f]{7}")
LOOKED_AT = 600
_DEEPEST = 14
_EPOCH = (BY_KEY["epoch"],)
_WEAK = tuple(style for style in STYLES if style.weak)


@dataclass(frozen=True, slots=True)
class Opener:
    """A way in which records of one file begin: ``words`` before the time, then ``glue`` that touches it."""

    style: Style
    words: int
    glue: str
    pattern: re.Pattern[str]

    def match(self, text: str) -> Found | None:
        match = self.pattern.match(text)
        if match is None:
            return None
        stamp = self.style.make(match)
        return Found(stamp, self.style, match.start("stamp"), match.end("stamp")) if stamp else None


@lru_cache(maxsize=512)
def opener(key: str, words: int, glue: str) -> Opener:
    lead = r"[ \t]{0,8}" + (rf"(?:\S+[ \t]+){{{words}}}" if words else "")
    touch = (
        re.escape(glue)
        if glue != ANYTHING and (not glue or _PUNCTUATION.fullmatch(glue) or _KEYED.fullmatch(glue))
        else r"\S{1,60}?"
    )
    style = BY_KEY[key]
    return Opener(style, words, glue, re.compile(f"{lead}{touch}(?P<stamp>{style.pattern.pattern})"))


def place_of(text: str, found: Found) -> tuple[str, int, str]:
    """The shape of a line up to its time: style, words before it, what touches it."""
    lead = text[: found.start]
    words = lead.split()
    glue = words.pop() if words and not lead[-1].isspace() else ""
    if glue and not _PUNCTUATION.fullmatch(glue) and not _KEYED.fullmatch(glue):
        glue = ANYTHING
    return found.style.key, len(words), glue


@lru_cache(maxsize=8)
def margin(lines: tuple[str, ...]) -> int:
    """How many lines do not look as if they went on with the record before."""
    return sum(not CONTINUES.match(text) for text in lines)


def sniff(lines: Sequence[str]) -> tuple[Opener, ...]:
    """The openers that explain the sample, the most frequent first. A time deep inside few lines opens nothing."""
    return _sniff(tuple(lines[:LOOKED_AT]))


@lru_cache(maxsize=8)
def _sniff(lines: tuple[str, ...]) -> tuple[Opener, ...]:
    if ways := _epochs_first(lines):
        return ways
    counts = _counted(text for text in lines if not CONTINUES.match(text))
    if not counts or counts.total() * 3 < len(lines):
        every = _counted(lines)
        counts = every if every.total() > counts.total() * 3 else counts
    top = counts.most_common(12)
    leads = top and top[0][0].words == 0 and top[0][1] * 10 >= counts.total() * 6
    least = counts.total() / 20 if leads else 0
    heads = max(1, margin(lines), counts.total())  # what a weak time has to be found in: continuations show none
    found = [
        way
        for way, count in top
        if _opens(way, count / (heads if way.style.weak else max(1, len(lines)))) and (not way.words or count > least)
    ]
    return tuple(_settled(way, lines) for way in found)


def _epochs_first(lines: Sequence[str]) -> tuple[Opener, ...]:
    """Openers by an epoch that stands before a wall clock and agrees with it up to a zone: it needs no guess."""
    firsts = [(text, first) for text in lines if (first := find_stamp(text, _EPOCH, end=60))]
    agreed: Counter[Opener] = Counter()
    for text, first in firsts:
        later = find_stamp(text, weak=False)
        if later and first.start < later.start and _agree(first.stamp, later.stamp):
            agreed[opener(*place_of(text, first))] += 1
    if not agreed:
        return ()
    clocked = sum(find_stamp(text, weak=False) is not None for text in lines)
    return tuple(way for way, _ in agreed.most_common(4)) if agreed.total() * 10 >= clocked * 9 else ()


def _agree(certain: Stamp, wall: Stamp) -> bool:
    """Whether a wall clock shows a known instant in some zone. Zones are whole quarters of an hour."""
    year = 1970 + certain.ns // (DAY * NS) * 400 // 146097
    placed = [in_year(wall, near, Basis.RECORD) for near in (year - 1, year, year + 1)] if wall.yearless else [wall]
    ahead = [(certain.ns - one.ns) // NS for one in placed if one]
    if wall.offset is not None:
        return any(abs(off) <= 1 for off in ahead)
    return any(abs(off) <= 14 * 3600 and min(off % 900, -off % 900) <= 2 for off in ahead)


def _counted(lines: Iterable[str]) -> Counter[Opener]:
    counts: Counter[Opener] = Counter()
    for text in lines:
        if not _TIMELIKE.search(text, 0, 240):
            continue
        known = next((way for way in counts if not way.style.weak and way.match(text)), None)
        if known:
            counts[known] += 1
        elif found := find_stamp(text, weak=False) or find_stamp(text, _WEAK):
            counts[opener(*place_of(text, found))] += 1
    return counts


def _opens(way: Opener, share: float) -> bool:
    if way.words > _DEEPEST or (way.style.weak and share < 0.2):
        return False
    if way.words > 3 and share < 0.2 and way.style.key != "clf":
        return False
    return way.words == 0 or way.glue != ANYTHING or share >= 0.05


def _settled(way: Opener, lines: Sequence[str]) -> Opener:
    """An opener that reads 03/04/2026 or 26/03/04 as the other lines of the file show it has to be read."""
    if way.style.key != "either":
        return way
    parts = [(found["one"], found["sep"], found["year"]) for text in lines if (found := way.pattern.match(text))]
    firsts, lasts = {first for first, _, _ in parts}, {last for _, _, last in parts}
    short = len(firsts) == 1 and all(len(last) == 2 and mark != "." for _, mark, last in parts)
    if short and (len(lasts) > 1 or sum(bool(_LOG4J.search(text, 0, 60)) for text in lines) * 2 > len(parts)):
        return opener("twodigit", way.words, way.glue)  # what never changes is the year
    european = opener("european", way.words, way.glue)
    high = any(mark != "." and int(first) > 12 for first, mark, _ in parts)
    return european if high or _span(european, lines) * 5 < _span(way, lines) else way


def _span(way: Opener, lines: Sequence[str]) -> int:
    """How long a file lasts by one reading of its days: days taken for months make it many times as long."""
    times = [found.stamp.ns for text in lines if (found := way.match(text))]
    return max(times) - min(times) if len(times) > 1 else 0


_DOUBTFUL = {"either", "twodigit", "packed", "short"}  # what is left of a longer time looks like these
_LOG4J = re.compile(r"\d\d/\d\d/\d\d \d\d:\d\d:\d\d (?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL) ")  # writes the year first
_BANNER = re.compile(r"(?:\*{3,}|={3,}) ?[A-Za-z]")  # **** BEGIN LOGGING AT ..., ==== Start of dump at ...
_DIGIT_HEAD = re.compile(r"[\[(<\"' ]{0,3}(?:\d|[A-Z][a-z]{2}[ ,])")


def rescue(text: str) -> Found | None:
    """A time at the very start of a line that no opener of the file explains: the file has changed its style."""
    if _BANNER.match(text):
        found = find_stamp(text, end=160, weak=False)
        return found if found and not found.stamp.yearless else None
    if not _DIGIT_HEAD.match(text):
        return None
    found = find_stamp(text, end=48, weak=False)
    certain = found is not None and found.start <= 3 and found.style.key not in _DOUBTFUL
    return found if certain else None


def time_in(text: str) -> Stamp | None:
    """The first time anywhere in a line of prose."""
    found = find_stamp(text, end=400, weak=False)
    return found.stamp if found else None


def fixed(key: str, lead: str) -> Opener:
    """An opener that a declaration knows: ``lead`` is a pattern for what stands before the time."""
    style = BY_KEY[key]
    return Opener(style, 0, lead, re.compile(f"{lead}(?P<stamp>{style.pattern.pattern})"))

"""What a source says that another one may say too: request ids, run ids, names of alerts, messages full of numbers.

Each landmark has the time at which the source first speaks of it. Two sources that share landmarks can be laid over
each other, see ``clocks``. A landmark has to belong to one short stretch of time: names of hosts, threads, classes and
packages are none, for they return, and a rolling restart says them on each host anew.

Memory is bounded by a sample that is the same for every source: the landmarks with the smallest checksums are kept, so
what two sources share is shared by their samples as well.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from zlib import crc32

from hotwash.ports.formats import Record
from hotwash.ports.stamps.stamp import NS

KEPT = 1_000
OFTEN = 25  # what a source repeats more often is no landmark of one time
LASTS = 900 * NS
LONGEST = 64
_WORD = re.compile(r"[A-Za-z0-9_-]{10,}")
_CONTENT = re.compile(r"sha(?:1|256|512):[0-9a-f]+")  # names a content, which is the same on every host
_HEX = re.compile(r"[0-9a-fA-F-]{12,}$")
_PART = re.compile(r"[-_]")
_DIGIT = re.compile(r"\d")
_HUMPS = re.compile(r"(?:[A-Z][a-z]+){2,6}$")
_DATE = re.compile(r"(?:19|20)\d\d-?[01]\d-?[0-3]\d")
_COUNT = re.compile(r"[\d_-]+$")
LOOKED_AT, MESSAGE = 600, 160  # characters of a text, of a message that is a landmark itself
_MESSAGE, _DIGITS = 40, 8  # characters and digits from which an equal message is hardly chance
_NAMES = frozenset(
    """trace trace_id traceId trace.id request_id requestId req_id x_request_id correlation_id correlationId run_id uuid
    transaction_id order_id deployment_id build_id""".split()  # noqa: SIM905 - a list of words
)
_NAMING = ("alert.", "chat.", "note")  # where the name of an alert is said


@dataclass(slots=True)
class _Seen:
    first: int
    last: int
    count: int = 1


@dataclass(slots=True)
class Landmarks:
    """Feed it the records of one source. ``kept`` must be the same for sources that are compared."""

    kept: int = KEPT
    _seen: dict[str, _Seen] = field(default_factory=dict)
    _limit: int = 1 << 32

    def feed(self, record: Record) -> None:
        stamp = record.stamp
        if stamp is None or stamp.yearless or record.aside or record.kind == "metric.sample":
            return
        text = record.text[:LOOKED_AT]
        words = _words(text)
        named = [word for word in words if not word.isalpha() and is_id(word)]
        if record.kind.startswith(_NAMING):
            named += filter(_HUMPS.match, words)
        if record.fields:
            named += [record.fields[name][:80] for name in record.fields.keys() & _NAMES]
        if not named and len(text) >= _MESSAGE and len(_DIGIT.findall(text)) >= _DIGITS:
            named = [text[:MESSAGE]]
        for token in named:
            self._add(token, stamp.ns)

    def feed_marked(self, text: str, marks: "Marks", ns: int) -> None:
        """The text of a log line at a time; ``marks`` are those of any text that differs from it in digits alone."""
        words = _words(text[:LOOKED_AT]) if marks.every else [text[begin:end] for begin, end in marks.words]
        named = [word for word in words if not word.isalpha() and is_id(word)]
        if not named and marks.message:
            named = [text[:MESSAGE]]
        for token in named:
            self._add(token, ns)

    def beyond(self, texts: Iterable[str]) -> list[bool]:
        """Which of these messages will not be kept in any case."""
        return [crc32(text[:MESSAGE].encode("utf-8", "replace")) >= self._limit for text in texts]

    def _add(self, token: str, ns: int) -> None:
        if _sum(token) >= self._limit:
            return
        seen = self._seen.get(token)
        if seen is None:
            self._seen[token] = _Seen(ns, ns)
            if len(self._seen) > 2 * self.kept:
                self._thin()
            return
        seen.count += 1
        seen.first, seen.last = min(seen.first, ns), max(seen.last, ns)

    def _thin(self) -> None:
        sums = {token: _sum(token) for token in self._seen}
        self._limit = sorted(sums.values())[self.kept]
        self._seen = {token: seen for token, seen in self._seen.items() if sums[token] < self._limit}

    def found(self) -> Mapping[str, int]:
        """The first time (ns) of each landmark."""
        short = {
            token: seen.first
            for token, seen in self._seen.items()
            if seen.count <= OFTEN and seen.last - seen.first <= LASTS
        }
        return dict(sorted(short.items(), key=lambda item: _sum(item[0]))[: self.kept])


@dataclass(frozen=True, slots=True)
class Marks:
    """Where landmarks may stand in a text: words, or ``every`` word; whether the message itself may be one."""

    words: tuple[tuple[int, int], ...] = ()
    message: bool = False
    every: bool = False

    @property
    def words_too(self) -> bool:
        return bool(self.words) or self.every


def marks_in(text: str) -> Marks:
    """The same for texts that differ in digits alone."""
    text = text[:LOOKED_AT]
    words = [found.span() for found in _WORD.finditer(text) if like_id(found[0])]
    message = len(text) >= _MESSAGE and len(_DIGIT.findall(text)) >= _DIGITS
    return Marks(tuple(words), message, every="sha" in text)


def _words(text: str) -> list[str]:
    return _WORD.findall(_CONTENT.sub("", text) if "sha" in text else text)


def _sum(token: str) -> int:
    return crc32(token.encode("utf-8", "replace"))


@lru_cache(maxsize=8192)
def is_id(word: str) -> bool:
    """A name made by a machine for one thing: a UUID, twelve hexadecimal digits, ``run-CZcmD7eagj``, ``INC0012345``."""
    return like_id(word) and not _DATE.match(word)


def like_id(word: str) -> bool:
    """The same for words that differ in digits alone; a date may be among them."""
    digits = len(_DIGIT.findall(word))
    if digits < 2 or len(word) > LONGEST or _COUNT.match(word):
        return False
    if _HEX.match(word):
        return digits < len(word.replace("-", ""))
    last = _PART.split(word)[-1]
    own = len(_DIGIT.findall(last))
    return len(last) >= 6 and (own >= 7 or (own >= 2 and own < len(last)))

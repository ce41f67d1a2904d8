"""What a source says that another one may say too: request ids, run ids, names of alerts, messages full of numbers.

Each landmark has the time at which the source first speaks of it. Two sources that share landmarks can be laid over
each other, see ``clocks``. A landmark has to belong to one short stretch of time: names of hosts, threads, classes and
packages are none, for they return, and a rolling restart says them on each host anew.

Memory is bounded by a sample that is the same for every source: the landmarks with the smallest checksums are kept, so
what two sources share is shared by their samples as well.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from zlib import crc32

from hotwash.ports.formats import Record
from hotwash.ports.stamps import Stamp
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
_TIME = re.compile(r"(?:19|20)\d\d-?[01]\d-?[0-3]\d|[\d_-]+$")
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
        text = record.text[:600]
        words = _WORD.findall(_CONTENT.sub("", text) if "sha" in text else text)
        named = [word for word in words if not word.isalpha() and is_id(word)]
        if record.kind.startswith(_NAMING):
            named += filter(_HUMPS.match, words)
        named += [record.fields[name][:80] for name in record.fields.keys() & _NAMES]
        if not named and len(text) >= _MESSAGE and len(_DIGIT.findall(text)) >= _DIGITS:
            named = [text[:160]]
        for token in named:
            self._add(token, stamp)

    def _add(self, token: str, stamp: Stamp) -> None:
        if _sum(token) >= self._limit:
            return
        seen = self._seen.get(token)
        if seen is None:
            self._seen[token] = _Seen(stamp.ns, stamp.ns)
            if len(self._seen) > 2 * self.kept:
                self._thin()
            return
        seen.count += 1
        seen.first, seen.last = min(seen.first, stamp.ns), max(seen.last, stamp.ns)

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


def _sum(token: str) -> int:
    return crc32(token.encode("utf-8", "replace"))


@lru_cache(maxsize=8192)
def is_id(word: str) -> bool:
    """A name made by a machine for one thing: a UUID, twelve hexadecimal digits, ``run-CZcmD7eagj``, ``INC0012345``."""
    digits = len(_DIGIT.findall(word))
    if digits < 2 or len(word) > LONGEST or _TIME.match(word):
        return False
    if _HEX.match(word):
        return digits < len(word.replace("-", ""))
    last = _PART.split(word)[-1]
    own = len(_DIGIT.findall(last))
    return len(last) >= 6 and (own >= 7 or (own >= 2 and own < len(last)))

"""Kinds of messages: the fixed words of a log line with everything that varies taken out.

Two steps. ``template_of`` masks what varies by its look: numbers, ids, paths, quoted words. ``Miner`` then puts masked
lines together that differ in a few words only, such as a name, after Drain (He, Zhu, Zheng, Lyu: "Drain: An Online Log
Parsing Approach with Fixed Depth Tree", ICWS 2017): lines of the same length and the same first words are compared word
by word. Only the first of equal masked lines takes the second step, so it costs next to nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

VARIES = "<*>"
LIKE = 0.6  # share of equal words from which two masked lines are one kind
MOST_CHILDREN = 100  # branches of a node of the tree; further ones share one
MASKED = 20_000  # distinct masked lines remembered
KINDS = 4_000
CROWD = 300  # kinds of one branch that a line is compared with
_DEPTH = 1  # words that a kind is looked up by, after their number
_FEW_WORDS = 4  # shorter lines are one kind only if equal: one word is a quarter of what they say

_QUOTED = re.compile(r"\"[^\"]{0,200}\"|'[^']{0,200}'")
_VARYING = re.compile(
    r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b|\b0x[0-9a-fA-F]+\b|\b[0-9a-f]{12,}\b|/[\w./-]{6,}|\b[\w-]*\d[\w.:-]*"
)
# Words that say how something went: lines that differ in one of them are never one kind.
_TELLING = re.compile(
    r"aborted|accepted|active|added|allowed|available|blocked|closed|completed|connected|created|deleted|denied|disabled|"
    r"disconnected|done|down|enabled|ended|error|expired|fail(?:ed|ing|ure)|finished|fixed|healthy|inactive|lost|offline|"
    r"ok|online|opened|passed|ready|recovered|refused|rejected|removed|resolved|restarted|start(?:ed|ing)|stopp(?:ed|ing)|"
    r"succe(?:eded|ss|ssful)|timeout|unavailable|unhealthy|unreachable|up"
)
_RUNS = re.compile(r"(?:<\*>[\s,;:=/.-]*){2,}")


def template_of(text: str) -> str:
    """At most 160 characters; equal for messages that differ in numbers, ids, paths and quoted words only."""
    first = text.split("\n", 1)[0][:400]
    if '"' in first or "'" in first:
        first = _QUOTED.sub(VARIES, first)
    masked = _VARYING.sub(VARIES, first)
    if masked.count(VARIES) > 1:
        masked = _RUNS.sub("<*> ", masked)
    return masked[:160].strip()


@dataclass(slots=True)
class Group:
    """Lines that are one kind of message. ``words`` loses what turns out to vary."""

    number: int
    words: list[str]

    @property
    def text(self) -> str:
        return " ".join(self.words)


@dataclass(slots=True)
class _Node:
    children: dict[str, "_Node"] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)


@dataclass(slots=True)
class Miner:
    """``kind_of`` gives the number of a line's kind, from 0 in the order of their first sight; ``None`` when there are
    too many kinds to tell a new one. Kinds do not depend on how often a line came, only on the order of first sights.
    """

    kinds: list[Group] = field(default_factory=list)
    _known: dict[str, int | None] = field(default_factory=dict)
    _root: _Node = field(default_factory=_Node)

    def kind_of(self, text: str) -> int | None:
        return self.told(text)[0]

    def told(self, text: str) -> tuple[int | None, bool]:
        """The kind of a line, and whether a line of the same look is of this kind for good."""
        masked = template_of(text)
        if masked in self._known:
            return self._known[masked], True
        found, lasting = self._place(masked), len(self._known) < MASKED
        if lasting:
            self._known[masked] = found
        return found, lasting

    def _place(self, masked: str) -> int | None:
        words = masked.split()
        leaf = self._leaf(words)
        found = _nearest(leaf.groups[:CROWD], words) if len(words) > _FEW_WORDS else None
        if found is not None:
            found.words = [one if one == two else VARIES for one, two in zip(found.words, words, strict=True)]
            return found.number
        if len(self.kinds) >= KINDS:
            return None
        group = Group(len(self.kinds), words)
        self.kinds.append(group)
        leaf.groups.append(group)
        return group.number

    def _leaf(self, words: Sequence[str]) -> _Node:
        """By the number of words, then by the first ones. A word that varies goes down a branch of its own."""
        node = self._child(self._root, str(len(words)))
        for word in words[:_DEPTH]:
            node = self._child(node, word)
        return node

    @staticmethod
    def _child(node: _Node, word: str) -> _Node:
        found = node.children.get(word)
        if found is None:
            key = word if len(node.children) < MOST_CHILDREN else VARIES
            found = node.children.setdefault(key, _Node())
        return found


def _nearest(groups: Sequence[Group], words: Sequence[str]) -> Group | None:
    """The group that a masked line belongs to."""
    best, likeness = None, 0.0
    for group in groups:
        share = _likeness(group.words, words)
        if share > likeness:
            best, likeness = group, share
    return best if likeness >= LIKE else None


def _likeness(one: Sequence[str], two: Sequence[str]) -> float:
    """Share of words that are the same. What is known to vary counts as half of one."""
    same = most = 0.0
    for a, b in zip(one, two, strict=True):
        most += 0.5 if a == VARIES else 1.0
        if a == b != VARIES:
            same += 1.0
        elif VARIES in (a, b):
            same += 0.5
        elif _outcome(a) or _outcome(b):
            return 0.0
    return same / most if most else 1.0


def _outcome(word: str) -> bool:
    return _TELLING.fullmatch(word.strip(".,:;!()[]'\"").lower()) is not None

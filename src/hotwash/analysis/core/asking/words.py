"""What is asked about the words: the same thing said twice. The language check of statements, kept."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import combinations

from hotwash.analysis.core import language
from hotwash.analysis.core.asking.values import Gap, Known
from hotwash.analysis.core.graph import CAUSAL, Graph

_WORDS = re.compile(r"\w+")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "it",
        "of",
        "on",
        "or",
        "that",
        "the",
        "to",
        "was",
        "were",
        "with",
    ]
)


def same_text(graph: Graph, _known: Known) -> Iterator[Gap]:
    causal = {node.id: _words(node.statement) for node in graph.nodes if node.kind in CAUSAL}
    for pair in _neighbours(causal):
        left, right = (graph.by_id[number] for number in pair)
        if _alike(causal[left.id], causal[right.id]):
            yield Gap(
                "same-text",
                f"Are {left.reference} and {right.reference} the same?",
                "They say nearly the same. One factor with two effects shows the structure better than two.",
                (left.id, right.id),
            )


@lru_cache(maxsize=4096)
def findings_of(statement: str, people: tuple[str, ...]) -> tuple[language.Finding, ...]:
    """Statements change seldom and pages ask often."""
    return tuple(language.check(statement, people=people))


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORDS.findall(text.lower()) if word not in _SMALL)


def _neighbours(words: Mapping[int, frozenset[str]]) -> list[tuple[int, int]]:
    """Pairs that may be alike: they share one of their rarest words, as texts that are mostly the same always do."""
    common = Counter(word for found in words.values() for word in found)
    by_word: dict[str, list[int]] = defaultdict(list)
    for number, found in words.items():
        rare = sorted(found, key=lambda word: (common[word], word))
        for word in rare[: len(rare) // 5 + 1]:
            by_word[word].append(number)
    return sorted({pair for numbers in by_word.values() for pair in combinations(sorted(numbers), 2)})


def _alike(left: frozenset[str], right: frozenset[str]) -> bool:
    return len(left & right) / max(1, len(left | right)) >= 0.8

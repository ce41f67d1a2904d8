"""TF-IDF cosine over words, word pairs and character 4-grams, plus a small share for what the words are about.

Weights were chosen on one hand-labelled set of 24 incidents (see ``tests/bench/similar.py``); differences of a few
points between settings there are noise, so they are round numbers. Nothing is learnt, nothing is random.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import pairwise
from operator import mul

from hotwash.improve.core.similarity.concepts import CONCEPTS, CONCEPTS_OF
from hotwash.improve.core.similarity.words import character_grams, without_shared_lines, written_words

TITLE_WEIGHT = 2.0
PAIR_WEIGHT = 0.25
GRAM_WEIGHT = 0.5
CONCEPT_SHARE = 0.1  # of the score; the rest is the cosine of the terms
MAX_CHARACTERS = 40_000  # of one text; longer reports repeat themselves
SMALL = 12  # documents; fewer are judged as if so many had been read, or two alone would share nothing but the common
EXACT_BELOW = 400  # documents; beyond, candidates come from the strongest terms
PROBES = 40  # strongest terms asked for candidates
CANDIDATES = 60  # compared in full for each document
LONGEST_POSTING = 200  # a term in more documents than this does not nominate candidates

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Document:
    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """``score`` is 0 to 1; ``why`` names what they share, strongest first, as people would say it."""

    id: str
    score: float
    why: tuple[str, ...]


@dataclass(slots=True)
class _Reader:
    """Turns documents into bags of terms and remembers how each word was written first."""

    written: dict[str, str] = field(default_factory=dict)

    def bag(self, title: str, text: str) -> Vector:
        bag: defaultdict[str, float] = defaultdict(float)
        for part, weight in ((title, TITLE_WEIGHT), (text[:MAX_CHARACTERS], 1.0)):
            words = self._stems(part)
            for word, times in Counter(words).items():
                bag[f"w:{word}"] += weight * times
                for gram in character_grams(word):
                    bag[f"c:{gram}"] += GRAM_WEIGHT * weight * times
            for first, second in pairwise(words):
                if first != second:
                    bag[f"p:{first} {second}"] += PAIR_WEIGHT * weight
        return dict(bag)

    def _stems(self, text: str) -> list[str]:
        found = written_words(text)
        for word, written in found:
            self.written.setdefault(word, written)
        return [word for word, _ in found]


def _concept_shares(bag: Vector) -> list[float]:
    """How much of the words is about each concept; they need not sum to one."""
    words = {term[2:]: amount for term, amount in bag.items() if term.startswith("w:")}
    total = sum(words.values()) or 1.0
    shares = dict.fromkeys(CONCEPTS, 0.0)
    for word, amount in words.items():
        for concept in CONCEPTS_OF.get(word, ()):
            shares[concept] += amount / total
    return list(shares.values())


def _unit(values: list[float]) -> list[float]:
    length = math.sqrt(sum(value * value for value in values))
    return [value / length for value in values] if length else values


def _centred(rows: list[list[float]], unseen: int) -> list[list[float]]:
    """Each row less the mean row, at length one: what a document is about more than its neighbours."""
    means = [sum(column) / (len(rows) + unseen) for column in zip(*rows, strict=True)]
    return [_unit([value - mean for value, mean in zip(row, means, strict=True)]) for row in rows]


def _weighted(bag: Vector, seen: Mapping[str, int], documents: int) -> Vector:
    """TF-IDF at length one. Terms of one document alone count in the length, so that little in common scores low."""
    weights = {
        term: math.log1p(amount) * math.log((1 + documents) / (0.5 + seen[term])) for term, amount in bag.items()
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items() if seen[term] > 1}


@dataclass(frozen=True, slots=True)
class Index:
    ids: tuple[str, ...]
    _vectors: tuple[Vector, ...]
    _concepts: tuple[list[float], ...]
    _postings: Mapping[str, Sequence[tuple[int, float]]]
    _written: Mapping[str, str]

    def nearest(self, at: int, limit: int = 10) -> list[Neighbour]:
        """The most alike to the document at this place in ``ids``, best first, equals in the order of ``ids``."""
        scored = ((self.score(at, other), -other) for other in self._candidates(at))
        best = nlargest(limit, (found for found in scored if found[0] > 0))
        return [Neighbour(self.ids[-other], round(score, 4), self._why(at, -other)) for score, other in best]

    def score(self, first: int, second: int) -> float:
        one, two = self._vectors[first], self._vectors[second]
        if len(one) > len(two):
            one, two = two, one
        terms = sum([weight * two[term] for term, weight in one.items() if term in two])
        concepts: float = sum(map(mul, self._concepts[first], self._concepts[second]))
        return min(1.0, max(0.0, (1 - CONCEPT_SHARE) * terms + CONCEPT_SHARE * concepts))

    def _candidates(self, at: int) -> Iterable[int]:
        if len(self.ids) <= EXACT_BELOW:
            return (other for other in range(len(self.ids)) if other != at)
        votes: defaultdict[int, float] = defaultdict(float)
        usable = [
            (weight, term) for term, weight in self._vectors[at].items() if len(self._postings[term]) <= LONGEST_POSTING
        ]
        for weight, term in nlargest(PROBES, usable):
            for other, theirs in self._postings[term]:
                votes[other] += weight * theirs
        votes.pop(at, None)
        return nlargest(CANDIDATES, votes, key=votes.__getitem__)

    def _why(self, first: int, second: int) -> tuple[str, ...]:
        one, two = self._vectors[first], self._vectors[second]
        shared = nlargest(8, ((one[term] * two[term], term) for term in one if term in two and term[0] != "c"))
        phrases: list[str] = []
        for _, term in shared:
            phrase = " ".join(self._written.get(word, word) for word in term[2:].split())
            if not any(phrase in known or known in phrase for known in phrases):
                phrases.append(phrase)
        about = nlargest(
            2,
            (
                (a * b, name)
                for name, a, b in zip(CONCEPTS, self._concepts[first], self._concepts[second], strict=True)
                if a > 0 and b > 0
            ),
        )
        topics = [name for product, name in about if product > 0.05]
        said = ", ".join(f'"{phrase}"' for phrase in phrases[:4])
        why = [f"both say {said}"] if said else []
        return tuple([*why, f"both about {', '.join(topics)}"] if topics else why)


def without_template(documents: Sequence[Document]) -> list[Document]:
    """Reports without the lines that their template gave them all. Not for statements: equal ones are the point."""
    texts = without_shared_lines([document.text for document in documents])
    return [Document(one.id, one.title, text) for one, text in zip(documents, texts, strict=True)]


def build_index(documents: Sequence[Document], unseen: int | None = None) -> Index:
    """Reads all documents once; about 2 ms for a report of 3,000 characters.

    ``unseen`` further documents are imagined that share nothing with these: with a fixed number, scores of a small and
    of a large collection can be held against one threshold. Without it, only very small collections are filled up.
    """
    unseen = max(0, SMALL - len(documents)) if unseen is None else unseen
    reader = _Reader()
    bags = [reader.bag(document.title, document.text) for document in documents]
    seen: Counter[str] = Counter()
    for bag in bags:
        seen.update(bag.keys())
    vectors = tuple(_weighted(bag, seen, len(bags) + unseen) for bag in bags)
    postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for at, vector in enumerate(vectors):
        for term, weight in vector.items():
            postings[term].append((at, weight))
    return Index(
        ids=tuple(document.id for document in documents),
        _vectors=vectors,
        _concepts=tuple(_centred([_concept_shares(bag) for bag in bags], unseen)) if bags else (),
        _postings=postings,
        _written=reader.written,
    )

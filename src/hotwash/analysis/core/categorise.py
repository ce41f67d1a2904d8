"""A category for the statement of a contributing factor, with its reason. Advice: the person decides."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from hotwash.analysis.core.category_rules import RULES, Category, CategoryRule

_NOTHING = "no word of it points to a category; most such factors are technical"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`confidence` from 0 to 1 is the share of the evidence that speaks for the category, less when there
    is little of it.

    `alternative` is the next best, as `category` or `category:subcategory`, empty when nothing else came near.
    """

    statement: str
    category: Category
    subcategory: str
    alternative: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class _Hit:
    rule: CategoryRule
    words: str


@lru_cache(maxsize=1024)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r" (?=[^?*]|$)", r"\\s+", pattern).replace(" ?", r"\s*"), re.IGNORECASE)


def _hits(statement: str, rules: Sequence[CategoryRule]) -> list[_Hit]:
    text = statement.replace("\u2019", "'")
    found = ((rule, _pattern(rule.pattern).search(text)) for rule in rules)
    return [_Hit(rule, match.group().strip()) for rule, match in found if match]


def categorise(statement: str, rules: Sequence[CategoryRule] = RULES) -> Suggestion:
    hits = _hits(statement, rules)
    if not hits:
        return Suggestion(statement, Category.TECHNICAL, "", "", 0.2, _NOTHING)
    by_category: dict[Category, int] = defaultdict(int)
    by_place: dict[tuple[Category, str], int] = defaultdict(int)
    for hit in hits:
        by_place[hit.rule.category, hit.rule.subcategory] += hit.rule.weight
    for (category, _), weight in by_place.items():
        by_category[category] = max(by_category[category], weight)
    for category in by_category:
        by_category[category] = _score(category, by_place)
    best = max(by_category, key=lambda category: by_category[category])
    places = sorted(by_place, key=lambda place: -by_place[place])
    subcategory = next(name for category, name in places if category is best)
    total = sum(by_category.values())
    return Suggestion(
        statement=statement,
        category=best,
        subcategory=subcategory,
        alternative=_alternative(best, subcategory, places, by_category),
        confidence=round(by_category[best] / total * min(1.0, 0.3 + by_category[best] / 15), 2),
        why=_why([hit for hit in hits if hit.rule.category is best], subcategory),
    )


def _score(category: Category, by_place: dict[tuple[Category, str], int]) -> int:
    """The strongest subcategory counts in full, the others a third: many weak words do not outweigh a clear one."""
    weights = sorted((weight for (one, _), weight in by_place.items() if one is category), reverse=True)
    return 3 * weights[0] + sum(weights[1:])


def _alternative(
    best: Category, subcategory: str, places: list[tuple[Category, str]], scores: dict[Category, int]
) -> str:
    for category, name in places:
        if category is not best and scores[category] * 2 >= scores[best]:
            return f"{category}:{name}"
    return next((f"{category}:{name}" for category, name in places if category is best and name != subcategory), "")


def _why(hits: list[_Hit], subcategory: str) -> str:
    first = max(hits, key=lambda hit: (hit.rule.subcategory == subcategory, hit.rule.weight))
    return f'{first.rule.why} ("{first.words}")'

"""Has this happened before? A factor of a new incident that matches one of an earlier incident.

A match is a question to a person, never a conclusion: it carries its score and its reasons, and somebody confirms
or dismisses it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hotwash.improve.core.similarity import Document, build_index

SAME_CATEGORY = 0.26  # least score where the category agrees; found on invented pairs, see the tests
OTHER_CATEGORY = 0.4  # people sort the same cause differently, so near-identical words are enough
SUBCATEGORY_BONUS = 0.06
UNSEEN = 20  # see `build_index`: the thresholds hold for two factors and for thousands
MOST = 3  # earlier factors shown for one new one


@dataclass(frozen=True, slots=True)
class FactorValue:
    """What the comparison needs of a factor; ``id`` is unique over all incidents."""

    id: int
    incident_id: int
    statement: str
    category: str = ""
    subcategory: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    factor: FactorValue
    earlier: FactorValue
    score: float
    why: tuple[str, ...]


def find_recurrences(
    new: Sequence[FactorValue],
    earlier: Sequence[FactorValue],
    linked: Collection[tuple[int, int]] = (),
) -> list[Match]:
    """Matches of each new factor with factors of other incidents, best first.

    ``linked`` holds (new factor id, earlier factor id) that a person has joined: these always match, with score 1.
    """
    values = [*new, *(other for other in earlier if other.statement.strip())]
    index = build_index([Document(str(at), "", value.statement) for at, value in enumerate(values)], UNSEEN)
    matches: list[Match] = []
    for at, factor in enumerate(new):
        found = [_linked(factor, other) for other in earlier if (factor.id, other.id) in linked]
        known = {match.earlier.id for match in found}
        for near in index.nearest(at, limit=40):
            match = _judge(factor, values[int(near.id)], near.score, near.why)
            if match and int(near.id) >= len(new) and match.earlier.id not in known:
                found.append(match)
        matches += sorted(found, key=lambda match: -match.score)[:MOST]
    return matches


def _linked(factor: FactorValue, other: FactorValue) -> Match:
    return Match(factor, other, 1.0, ("somebody linked the two",))


def _judge(factor: FactorValue, other: FactorValue, score: float, why: tuple[str, ...]) -> Match | None:
    if other.incident_id == factor.incident_id or not factor.statement.strip():
        return None
    same = bool(factor.category) and factor.category == other.category
    closer = same and bool(factor.subcategory) and factor.subcategory == other.subcategory
    total = min(1.0, score + (SUBCATEGORY_BONUS if closer else 0.0))
    if total < (SAME_CATEGORY if same else OTHER_CATEGORY):
        return None
    reasons = [f"same category: {factor.category}{f', {factor.subcategory}' if closer else ''}"] if same else []
    return Match(factor, other, round(total, 4), (*reasons, *why))

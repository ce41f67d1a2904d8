"""Themes: factors of several incidents that belong together. The groups are proposed; people name and correct them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hotwash.improve.core.recurrence import SAME_CATEGORY, UNSEEN, FactorValue
from hotwash.improve.core.similarity import Document, Index, build_index
from hotwash.improve.core.similarity.words import written_words


@dataclass(frozen=True, slots=True)
class ThemeProposal:
    """``words`` are the commonest ones of the group: a start for its name."""

    factors: tuple[FactorValue, ...]
    words: tuple[str, ...]

    @property
    def incidents(self) -> int:
        return len({factor.incident_id for factor in self.factors})


def propose_themes(factors: Sequence[FactorValue], least: float = SAME_CATEGORY) -> list[ThemeProposal]:
    """Groups over at least two incidents, the widest first.

    A factor joins the group to whose members it is closest on average, when that average reaches ``least``; so a
    chain of small likenesses does not pull everything into one group. Every factor is in at most one group.
    """
    index = build_index([Document(str(factor.id), "", factor.statement) for factor in factors], UNSEEN)
    groups: list[list[int]] = []
    for at in range(len(factors)):
        best = max(groups, key=lambda members: _closeness(index, at, members), default=None)
        if best is not None and _closeness(index, at, best) >= least:
            best.append(at)
        else:
            groups.append([at])
    proposals = [_proposal([factors[at] for at in members]) for members in groups]
    wide = [proposal for proposal in proposals if proposal.incidents > 1]
    return sorted(wide, key=lambda proposal: (-proposal.incidents, -len(proposal.factors), proposal.words))


def _closeness(index: Index, at: int, members: list[int]) -> float:
    return sum(index.score(at, member) for member in members) / len(members)


def _proposal(members: list[FactorValue]) -> ThemeProposal:
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for member in members:
        for word, surface in dict(written_words(member.statement)).items():
            counts[word] += 1
            written.setdefault(word, surface)
    common = sorted((word for word in counts if counts[word] > 1), key=lambda word: (-counts[word], word))
    return ThemeProposal(tuple(members), tuple(written[word] for word in common[:4]))

"""What the tool asks back about an analysis: advice with its reason, never a lock.

Each check is a function from the graph and what else is known to gaps.
"""

from collections.abc import Sequence

from hotwash.analysis.core.asking.chains import (
    circular,
    ends_at_a_person,
    five_in_a_row,
    later_than_effect,
    short_chain,
    unlinked,
)
from hotwash.analysis.core.asking.factors import (
    open_question,
    without_action,
    without_category,
    without_evidence,
    without_sense,
    wording,
)
from hotwash.analysis.core.asking.values import Check, Gap, Known
from hotwash.analysis.core.asking.whole import (
    category_never_considered,
    lone_cause,
    no_outcome,
    nothing_helped,
    one_category,
)
from hotwash.analysis.core.asking.words import same_text
from hotwash.analysis.core.graph import Graph

CHECKS: Sequence[Check] = (
    no_outcome,
    circular,
    lone_cause,
    one_category,
    category_never_considered,
    nothing_helped,
    ends_at_a_person,
    without_evidence,
    later_than_effect,
    same_text,
    short_chain,
    five_in_a_row,
    unlinked,
    without_category,
    without_sense,
    without_action,
    open_question,
    wording,
)


def ask(graph: Graph, known: Known) -> list[Gap]:
    """Every gap, those about the whole first."""
    gaps = [gap for check in CHECKS for gap in check(graph, known)]
    return sorted(gaps, key=lambda gap: bool(gap.nodes))


__all__ = ["CHECKS", "Check", "Gap", "Known", "ask"]

"""What the tool asks back about an analysis: advice with its reason, never a lock.

Each check is a function from the graph and what else is known to gaps. The numbers in the comments are those of the
list of checks in the guide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from hotwash.analysis.core import language
from hotwash.analysis.core.graph import CAUSAL, Graph, Kind, Node, State

_PERSONAL = frozenset({language.Kind.BLAME, language.Kind.HUMAN_ERROR, language.Kind.PERSON, language.Kind.JUDGEMENT})
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


@dataclass(frozen=True, slots=True)
class Known:
    """What the incident and its process say besides the graph. Minutes are None where a key time is not marked."""

    categories: tuple[tuple[str, str], ...] = ()  # key, name
    detection_minutes: float | None = None
    found_by_customer: bool = False
    least_depth: int = 2  # links from what happened to the end of a chain
    slow_detection_minutes: float = 15
    people: tuple[str, ...] = ()
    actions_begun: bool = False  # before anybody writes actions, a factor without one is no gap


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that the tool asks: `message` is the question, `why` the reason for it, `nodes` what it is about."""

    code: str
    message: str
    why: str
    nodes: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """Stable as long as it is about the same factors; a person's reason for leaving it is kept under it."""
        return ":".join([self.code, *map(str, sorted(self.nodes))])


Check = Callable[[Graph, Known], Iterator[Gap]]


def ask(graph: Graph, known: Known) -> list[Gap]:
    """Every gap, those about the whole first."""
    gaps = [gap for check in CHECKS for gap in check(graph, known)]
    return sorted(gaps, key=lambda gap: bool(gap.nodes))


def no_outcome(graph: Graph, _known: Known) -> Iterator[Gap]:
    if graph.nodes and not graph.outcomes:
        yield Gap(
            "no-outcome",
            "What happened, in one sentence? The chains need something to explain.",
            "Without an outcome everyone explains something else.",
        )


def lone_cause(graph: Graph, _known: Known) -> Iterator[Gap]:  # check 4
    if len(graph.explaining) == 1:
        yield Gap(
            "lone-cause",
            "What else had to come together? There is only one factor.",
            "Systems with defences fail only when several conditions meet. Look for what let it through, what made it "
            "worse and what delayed its end.",
            (graph.explaining[0].id,),
        )


def one_category(graph: Graph, _known: Known) -> Iterator[Gap]:  # check 4
    categories = {node.category for node in graph.explaining}
    if len(graph.explaining) > 1 and len(categories) == 1 and categories != {""}:
        yield Gap(
            "one-category",
            "Is everything of one kind? All factors are in one category.",
            "Most incidents have a technical, a procedural and a monitoring side.",
        )


def category_never_considered(graph: Graph, known: Known) -> Iterator[Gap]:  # check 4
    if not graph.explaining:
        return
    used = {node.category for node in graph.explaining}
    for key, name in known.categories:
        if key not in used:
            yield Gap(f"category-{key}", f"Is there nothing under “{name}”?", _why_consider(key, known))


def _why_consider(key: str, known: Known) -> str:
    minutes = known.detection_minutes
    if key == "monitoring" and known.found_by_customer:
        return "A customer noticed before any alert did, so something was not watched."
    if key == "monitoring" and minutes is not None and minutes > known.slow_detection_minutes:
        return f"It took {minutes:.0f} minutes to detect it."
    return "No factor stands in this category. If that is right, say so once and it is not asked again."


def without_evidence(graph: Graph, _known: Known) -> Iterator[Gap]:  # check 5
    for node in graph.explaining:
        if not node.citations:
            yield Gap(
                "no-evidence",
                f"What shows {node.reference}? It cites no entry and no evidence.",
                "What cannot be followed to a line of evidence is a guess that sounds like a finding.",
                (node.id,),
            )


def without_sense(graph: Graph, _known: Known) -> Iterator[Gap]:  # check 5
    for node in graph.explaining:
        if not node.made_sense.strip():
            yield Gap(
                "no-sense",
                f"Why did {node.reference} make sense at the time? What was normal about it?",
                "People do what seems right with what they can see. That view is what can be improved.",
                (node.id,),
            )


def without_category(graph: Graph, _known: Known) -> Iterator[Gap]:
    for node in graph.explaining:
        if not node.category:
            yield Gap(
                "no-category",
                f"Is {node.reference} technical, a gap in a process, or about monitoring?",
                "The fishbone and the review of many incidents group factors by category.",
                (node.id,),
            )


def ends_at_a_person(graph: Graph, known: Known) -> Iterator[Gap]:  # check 6
    for node in graph.ends:
        findings = language.check(node.statement, people=known.people)
        if any(finding.kind in _PERSONAL for finding in findings):
            yield Gap(
                "ends-at-person",
                f"What made that the sensible thing to do? A chain ends at a person with {node.reference}.",
                "Ask one more why: which signal, tool, rule or pressure stood behind it? A person cannot be the end.",
                (node.id,),
            )


def short_chain(graph: Graph, known: Known) -> Iterator[Gap]:  # check 6
    for node in graph.ends:
        if graph.depths[node.id] < known.least_depth and graph.outcomes:
            yield Gap(
                "short-chain",
                f"Why {node.reference}? The chain stops after {_times(graph.depths[node.id])}.",
                f"The process asks for at least {_times(known.least_depth)} before a chain may end.",
                (node.id,),
            )


def five_in_a_row(graph: Graph, _known: Known) -> Iterator[Gap]:  # check 6
    for end in graph.ends:
        chain = _only_chain(graph, end)
        if len(chain) == 6:
            yield Gap(
                "five-in-a-row",
                "Are there no branches? A chain has exactly five answers, each with a single cause.",
                "Five is a habit, not a law. Most answers have more than one cause: ask what else had to be true.",
                tuple(node.id for node in chain[1:]),
            )


def circular(graph: Graph, _known: Known) -> Iterator[Gap]:
    for group in graph.circles:
        names = ", ".join(node.reference for node in group)
        yield Gap(
            "circular",
            f"Which came first? {names} explain one another.",
            "A circle explains nothing. If it is a real feedback loop, add what started it and unlink one side.",
            tuple(node.id for node in group),
        )


def later_than_effect(graph: Graph, _known: Known) -> Iterator[Gap]:
    for link in graph.whole_links:
        cause, effect = graph.by_id[link.cause], graph.by_id[link.effect]
        if effect.kind is Kind.OUTCOME:
            continue  # it lasts, and what led to it is often seen while it does
        if cause.at is not None and effect.at is not None and cause.at > (effect.until or effect.at):
            yield Gap(
                "later-than-effect",
                f"Can {cause.reference} be a cause of {effect.reference}? Its evidence is later.",
                "The first entry cited for the cause lies after the last of its effect: a wrong link, a wrong time, or "
                "evidence of the consequence instead of the cause.",
                (cause.id, effect.id),
            )


def same_text(graph: Graph, _known: Known) -> Iterator[Gap]:
    causal = [(node, _words(node.statement)) for node in graph.nodes if node.kind in CAUSAL]
    for (left, left_words), (right, right_words) in combinations(causal, 2):
        if left_words and _alike(left_words, right_words):
            yield Gap(
                "same-text",
                f"Are {left.reference} and {right.reference} the same?",
                "They say nearly the same. One factor with two effects shows the structure better than two.",
                (left.id, right.id),
            )


def without_action(graph: Graph, known: Known) -> Iterator[Gap]:
    if not known.actions_begun:
        return
    for node in graph.explaining:
        if not node.actions and not node.no_action_reason.strip():
            yield Gap(
                "no-action",
                f"What follows from {node.reference}? It has no action, and no reason for none.",
                "Leaving a factor as it is can be right; then the reason is worth keeping.",
                (node.id,),
            )


def unlinked(graph: Graph, _known: Known) -> Iterator[Gap]:
    if not graph.outcomes:
        return
    for node in graph.explaining:
        if not graph.effects(node.id) and not graph.causes(node.id):
            yield Gap(
                "unlinked",
                f"What did {node.reference} lead to? It is linked to nothing.",
                "A factor that leads to nothing explains nothing.",
                (node.id,),
            )


def nothing_helped(graph: Graph, _known: Known) -> Iterator[Gap]:  # check 9
    kinds = Counter(node.kind for node in graph.nodes)
    if graph.explaining and not kinds[Kind.HELPED]:
        yield Gap(
            "nothing-helped",
            "What helped? Somebody or something kept it from being worse.",
            "What works is worth as much attention as what did not: it may be missing next time.",
        )
    if graph.explaining and not kinds[Kind.LUCK]:
        yield Gap(
            "no-luck",
            "Where did luck help? If nowhere, say so.",
            "Luck that is written down becomes an action; luck that is not becomes the next incident.",
        )


def wording(graph: Graph, known: Known) -> Iterator[Gap]:  # checks 7 and 8
    for node in graph.nodes:
        if node.state is State.REFUTED:
            continue
        for finding in language.check(node.statement, people=known.people):
            yield Gap(
                f"wording-{finding.rule}",
                f"{node.reference}: “{finding.text}”. {finding.suggestion}",
                finding.message,
                (node.id,),
            )


def open_question(graph: Graph, _known: Known) -> Iterator[Gap]:
    for node in graph.nodes:
        if node.kind is Kind.QUESTION and node.state is State.OPEN:
            yield Gap(
                "open-question", f"{node.reference} is still open.", "Who could answer it, and by when?", (node.id,)
            )


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


def _times(count: int) -> str:
    return f"{count} why{'' if count == 1 else 's'}"


def _only_chain(graph: Graph, end: Node) -> list[Node]:
    """From the top down to `end` while each node has one cause and one effect; empty when it branches."""
    chain = [end]
    while effects := graph.effects(chain[-1].id):
        if len(effects) > 1 or len(graph.causes(effects[0].id)) > 1 or effects[0] in chain:
            return []
        chain.append(effects[0])
    return chain[::-1]


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORDS.findall(text.lower()) if word not in _SMALL)


def _alike(left: frozenset[str], right: frozenset[str]) -> bool:
    return len(left & right) / max(1, len(left | right)) >= 0.8

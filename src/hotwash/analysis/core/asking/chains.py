"""What is asked about chains of "because"."""

from __future__ import annotations

from collections.abc import Iterator

from hotwash.analysis.core import language
from hotwash.analysis.core.asking.values import Gap, Known
from hotwash.analysis.core.asking.words import findings_of
from hotwash.analysis.core.graph import Graph, Kind, Node

_PERSONAL = frozenset({language.Kind.BLAME, language.Kind.HUMAN_ERROR, language.Kind.PERSON, language.Kind.JUDGEMENT})


def circular(graph: Graph, _known: Known) -> Iterator[Gap]:
    for group in graph.circles:
        names = ", ".join(node.reference for node in group)
        yield Gap(
            "circular",
            f"Which came first? {names} explain one another.",
            "A circle explains nothing. If it is a real feedback loop, add what started it and unlink one side.",
            tuple(node.id for node in group),
        )


def ends_at_a_person(graph: Graph, known: Known) -> Iterator[Gap]:
    for node in graph.ends:
        findings = findings_of(node.statement, known.people)
        if any(finding.kind in _PERSONAL for finding in findings):
            yield Gap(
                "ends-at-person",
                f"What made that the sensible thing to do? A chain ends at a person with {node.reference}.",
                "Ask one more why: which signal, tool, rule or pressure stood behind it? A person cannot be the end.",
                (node.id,),
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


def short_chain(graph: Graph, known: Known) -> Iterator[Gap]:
    for node in graph.ends:
        if graph.depths[node.id] < known.least_depth and graph.outcomes:
            yield Gap(
                "short-chain",
                f"Why {node.reference}? The chain stops after {_times(graph.depths[node.id])}.",
                f"The process asks for at least {_times(known.least_depth)} before a chain may end.",
                (node.id,),
            )


def five_in_a_row(graph: Graph, _known: Known) -> Iterator[Gap]:
    for end in graph.ends:
        chain = _only_chain(graph, end)
        if len(chain) == 6:
            yield Gap(
                "five-in-a-row",
                "Are there no branches? A chain has exactly five answers, each with a single cause.",
                "Five is a habit, not a law. Most answers have more than one cause: ask what else had to be true.",
                tuple(node.id for node in chain[1:]),
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

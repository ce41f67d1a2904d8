"""What is asked about single factors."""

from __future__ import annotations

from collections.abc import Iterator

from hotwash.analysis.core.asking.values import Gap, Known
from hotwash.analysis.core.asking.words import findings_of
from hotwash.analysis.core.graph import Graph, Kind, State


def without_evidence(graph: Graph, _known: Known) -> Iterator[Gap]:
    for node in graph.explaining:
        if not node.citations:
            yield Gap(
                "no-evidence",
                f"What shows {node.reference}? It cites no entry and no evidence.",
                "What cannot be followed to a line of evidence is a guess that sounds like a finding.",
                (node.id,),
            )


def without_sense(graph: Graph, _known: Known) -> Iterator[Gap]:
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


def open_question(graph: Graph, _known: Known) -> Iterator[Gap]:
    for node in graph.nodes:
        if node.kind is Kind.QUESTION and node.state is State.OPEN:
            yield Gap(
                "open-question", f"{node.reference} is still open.", "Who could answer it, and by when?", (node.id,)
            )


def wording(graph: Graph, known: Known) -> Iterator[Gap]:
    for node in graph.nodes:
        if node.state is State.REFUTED:
            continue
        for finding in findings_of(node.statement, known.people):
            yield Gap(
                f"wording-{finding.rule}",
                f"{node.reference}: “{finding.text}”. {finding.suggestion}",
                finding.message,
                (node.id,),
            )

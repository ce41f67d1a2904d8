"""What is asked about the analysis as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hotwash.analysis.core.asking.values import Gap, Known
from hotwash.analysis.core.graph import Graph, Kind


def no_outcome(graph: Graph, _known: Known) -> Iterator[Gap]:
    if graph.nodes and not graph.outcomes:
        yield Gap(
            "no-outcome",
            "What happened, in one sentence? The chains need something to explain.",
            "Without an outcome everyone explains something else.",
        )


def lone_cause(graph: Graph, _known: Known) -> Iterator[Gap]:
    if len(graph.explaining) == 1:
        yield Gap(
            "lone-cause",
            "What else had to come together? There is only one factor.",
            "Systems with defences fail only when several conditions meet. Look for what let it through, what made it "
            "worse and what delayed its end.",
            (graph.explaining[0].id,),
        )


def one_category(graph: Graph, _known: Known) -> Iterator[Gap]:
    categories = {node.category for node in graph.explaining}
    if len(graph.explaining) > 1 and len(categories) == 1 and categories != {""}:
        yield Gap(
            "one-category",
            "Is everything of one kind? All factors are in one category.",
            "Most incidents have a technical, a procedural and a monitoring side.",
        )


def category_never_considered(graph: Graph, known: Known) -> Iterator[Gap]:
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


def nothing_helped(graph: Graph, _known: Known) -> Iterator[Gap]:
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

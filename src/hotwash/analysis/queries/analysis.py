"""All that a page of the causes needs, read once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from hotwash.analysis.core.asking import Gap, ask
from hotwash.analysis.core.exports import to_graphviz, to_json, to_mermaid
from hotwash.analysis.core.fishbone import Bone, Options, fishbone
from hotwash.analysis.core.graph import Graph, Kind, Node
from hotwash.analysis.core.whys import Branch, WhysOptions, whys
from hotwash.analysis.core.whys import drawing as whys_drawing
from hotwash.analysis.models import Factor, GapReview
from hotwash.analysis.queries.graph import factors_of, graph_of, known_of
from hotwash.process.queries import document_for
from hotwash.respond.models import Incident

EXPORTS = {
    "json": ("application/json", "json"),
    "mermaid": ("text/plain; charset=utf-8", "mmd"),
    "graphviz": ("text/vnd.graphviz; charset=utf-8", "dot"),
    "fishbone": ("image/svg+xml", "svg"),
    "whys": ("image/svg+xml", "svg"),
}
"""Media type and file ending of each form."""


@dataclass(frozen=True)
class Row:
    """A factor as pages show it."""

    factor: Factor
    node: Node
    gaps: tuple[Gap, ...]
    causes: tuple[Node, ...]
    effects: tuple[Node, ...]

    @property
    def reasons(self) -> str:
        """What is asked about it, in one text, for the sign in the margin."""
        return " ".join(gap.message for gap in self.gaps)


@dataclass(frozen=True)
class Analysis:
    """All that a page of the causes needs, read once."""

    incident: Incident
    graph: Graph
    factors: Mapping[int, Factor]
    gaps: tuple[Gap, ...]  # still open
    reviews: tuple[GapReview, ...]
    names: Mapping[str, str]  # of categories and, as "category:subcategory", of sub-categories

    @cached_property
    def rows(self) -> Mapping[int, Row]:
        by_node: dict[int, list[Gap]] = defaultdict(list)
        for gap in self.gaps:
            for node in gap.nodes:
                by_node[node].append(gap)
        return {node.id: self._row(node, by_node[node.id]) for node in self.graph.nodes}

    def _row(self, node: Node, gaps: list[Gap]) -> Row:
        causes, effects = self.graph.causes(node.id), self.graph.effects(node.id)
        return Row(self.factors[node.id], node, tuple(gaps), tuple(causes), tuple(effects))

    @cached_property
    def trees(self) -> tuple[Branch, ...]:
        return whys(self.graph)

    @cached_property
    def general_gaps(self) -> tuple[Gap, ...]:
        return tuple(gap for gap in self.gaps if not gap.nodes)

    @property
    def beside(self) -> int:
        """How many questions stand beside the factors."""
        return len(self.gaps) - len(self.general_gaps)

    @cached_property
    def bones(self) -> tuple[Bone, ...]:
        return tuple(Bone(key, name) for key, name in self.names.items() if ":" not in key)

    def of_kind(self, *kinds: Kind) -> list[Row]:
        return [self.rows[node.id] for node in self.graph.nodes if node.kind in kinds]

    @property
    def signs(self) -> dict[int, str]:
        """The reasons behind the signs in the drawings."""
        return {number: row.reasons for number, row in self.rows.items() if row.gaps}


def analysis_of(incident: Incident) -> Analysis:
    graph = graph_of(incident)
    reviews = tuple(GapReview.objects.select_related("by").filter(incident=incident))
    left = {review.key for review in reviews}
    asked = ask(graph, known_of(incident, graph))
    names: dict[str, str] = {}
    for category in document_for(incident).categories:
        names[category.key] = category.name
        names |= {f"{category.key}:{sub.key}": sub.name for sub in category.subcategories}
    return Analysis(
        incident=incident,
        graph=graph,
        factors={factor.pk: factor for factor in factors_of(incident)},
        gaps=tuple(gap for gap in asked if gap.key not in left),
        reviews=reviews,
        names=names,
    )


def exported(analysis: Analysis, form: str) -> str:
    """The graph in one of the forms of `EXPORTS`."""
    title = f"{analysis.incident.reference} {analysis.incident.title}"
    if form == "fishbone":
        return fishbone(analysis.graph, analysis.bones, Options(title=f"Fishbone of {title}"))
    if form == "whys":
        return whys_drawing(analysis.graph, WhysOptions(title=f"5 Whys of {title}"))
    return {"json": to_json, "mermaid": to_mermaid, "graphviz": to_graphviz}[form](analysis.graph)

"""The 5 Whys: the graph unfolded from what happened down to the last why, as trees and as one drawing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from hotwash.analysis.core.drawing import Sheet, TextStyle, colour, marker, tag, text_block, wrap
from hotwash.analysis.core.graph import CAUSAL, Graph, Kind, Node, State

WIDTH, ACROSS, DOWN, SIZE, LINE = 220.0, 28.0, 46.0, 12.5, 16.5


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of the 5 Whys as a tree. One with several effects is unfolded once; later it is only named (`again`)."""

    node: Node
    depth: int
    again: bool
    why: tuple[Branch, ...]


def whys(graph: Graph) -> tuple[Branch, ...]:
    """The graph as trees from what happened down to the last why; every causal node stands somewhere."""
    unfolded: set[int] = set()
    trees = [_branch(graph, node, 0, unfolded) for node in graph.tops]
    for node in graph.nodes:  # only circles that nothing leads to are left
        if node.kind in CAUSAL and node.id not in unfolded:
            trees += [_branch(graph, node, 0, unfolded)]
    return tuple(trees)


def _branch(graph: Graph, node: Node, depth: int, unfolded: set[int]) -> Branch:
    if node.id in unfolded or depth > 200:
        return Branch(node, depth, again=True, why=())
    unfolded.add(node.id)
    causes = [cause for cause in graph.causes(node.id) if cause.kind in CAUSAL]
    return Branch(node, depth, again=False, why=tuple(_branch(graph, cause, depth + 1, unfolded) for cause in causes))


@dataclass(frozen=True, slots=True)
class WhysOptions:
    """`gaps` has the reasons of what is asked about a factor, by its id; `href` goes before a reference in links."""

    gaps: Mapping[int, str] = field(default_factory=dict)
    href: str = ""
    title: str = "5 Whys"


@dataclass(frozen=True, slots=True)
class _Box:
    node: Node
    lines: tuple[str, ...]
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + WIDTH / 2


NOTHING = WhysOptions()


def drawing(graph: Graph, options: WhysOptions = NOTHING) -> str:
    """The whole graph as SVG: what happened on top, each why beneath, several causes side by side."""
    rows = _rows(graph)
    boxes, width, height = _placed(rows)
    sheet = Sheet(options.title, _description(graph))
    for link in graph.whole_links:
        if link.cause in boxes and link.effect in boxes:
            sheet.add(_because(boxes[link.effect], boxes[link.cause]))
    for box in boxes.values():
        sheet.add(_box(box, options))
    return sheet.svg(width, height, "whys", linked=bool(options.href))


def _rows(graph: Graph) -> list[list[Node]]:
    """Nodes by the length of the longest chain down to them; in a row, each as near as possible to its effects."""
    linked = [n for n in graph.nodes if n.kind in CAUSAL]
    by_depth: dict[int, list[Node]] = defaultdict(list)
    for node in linked:
        by_depth[graph.depths[node.id]].append(node)
    rows = [by_depth[depth] for depth in sorted(by_depth)]
    place: dict[int, float] = {}
    for row in rows:
        row.sort(key=lambda node: (_mean_place(graph, node, place), node.id))
        for index, node in enumerate(row):
            place[node.id] = (index + 0.5) / len(row)
    return rows


def _mean_place(graph: Graph, node: Node, place: Mapping[int, float]) -> float:
    effects = [place[effect.id] for effect in graph.effects(node.id) if effect.id in place]
    return sum(effects) / len(effects) if effects else 0.5


def _placed(rows: list[list[Node]]) -> tuple[dict[int, _Box], float, float]:
    widest = max((len(row) for row in rows), default=1)
    width = widest * (WIDTH + ACROSS) + ACROSS
    boxes: dict[int, _Box] = {}
    y = 16.0
    for row in rows:
        texts = [tuple(wrap(node.statement, WIDTH - 28, SIZE, 6)) for node in row]
        height = max(len(lines) for lines in texts) * LINE + 34
        left = (width - len(row) * (WIDTH + ACROSS) + ACROSS) / 2
        for index, (node, lines) in enumerate(zip(row, texts, strict=True)):
            own = len(lines) * LINE + 34
            boxes[node.id] = _Box(node, lines, left + index * (WIDTH + ACROSS), y, own)
        y += height + DOWN
    return boxes, width, max(y - DOWN + 16, 60)


def _because(effect: _Box, cause: _Box) -> str:
    top, bottom = effect.y + effect.height, cause.y
    bend = (top + bottom) / 2
    start, end = f"{effect.middle:.0f}", f"{cause.middle:.0f}"
    path = f"M{start} {top:.0f} C{start} {bend:.0f} {end} {bend:.0f} {end} {bottom - 2:.0f}"
    line = tag(
        "path", d=path, class_="drawing-line", fill="none", stroke="currentColor", stroke_width=1.2, opacity=0.65
    )
    tip = f"M{cause.middle - 4:.0f} {bottom - 7:.0f} L{end} {bottom:.0f} L{cause.middle + 4:.0f} {bottom - 7:.0f}"
    arrow = tag("path", d=tip, fill="none", stroke="currentColor", stroke_width=1.2, opacity=0.65)
    return line + arrow


def _box(box: _Box, options: WhysOptions) -> str:
    node = box.node
    hue = "currentColor" if node.kind is Kind.OUTCOME else colour(node.category)
    frame = tag(
        "rect",
        x=box.x,
        y=box.y,
        width=WIDTH,
        height=box.height,
        rx=4,
        class_="drawing-box",
        fill="none",
        stroke=hue,
        stroke_width=2 if node.kind is Kind.OUTCOME else 1.3,
        **({"stroke_dasharray": "5 4"} if node.state is State.REFUTED or node.kind is Kind.HYPOTHESIS else {}),
    )
    label = "What happened" if node.kind is Kind.OUTCOME else f"{node.reference} {_kind(node)}"
    head = text_block([label.strip()], box.x + 12, box.y + 17, TextStyle(10.5, klass="drawing-label", fill=hue))
    words = text_block(
        box.lines, box.x + 12, box.y + 36, TextStyle(SIZE, weight="600" if node.kind is Kind.OUTCOME else "400")
    )
    reasons = options.gaps.get(node.id, "")
    sign = marker(box.x + WIDTH - 14, box.y + 14, 1, reasons) if reasons else ""
    content = frame + head + words + sign
    if options.href:
        content = tag("a", content, href=f"{options.href}{node.reference}")
    group = f"drawing-factor category-{node.category or 'none'}"
    return tag("g", content, class_=group, data_factor=str(node.id))


def _kind(node: Node) -> str:
    words = [] if node.kind is Kind.FACTOR else [node.kind.value]
    return ", ".join([*words, *(["refuted"] if node.state is State.REFUTED else [])])


def _description(graph: Graph) -> str:
    return ". ".join(
        f"{graph.by_id[link.effect].statement}, because {graph.by_id[link.cause].statement}"
        for link in graph.whole_links
    )

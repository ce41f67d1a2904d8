"""The fishbone: a bone for each category, the factors as its twigs, what happened as the head. One drawing function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hotwash.analysis.core.drawing import Sheet, TextStyle, colour, marker, tag, text_block, wrap
from hotwash.analysis.core.graph import Graph, Kind, Node, State
from hotwash.analysis.core.whys import Branch, whys

TWIG, HEAD, INDENT = 205.0, 195.0, 18.0  # widths
LINE, GAP, LABEL = 17.5, 20.0, 34.0  # heights
SIZE = 13.5
COLUMN = 68.0  # between the twigs of one bone and the next bone


@dataclass(frozen=True, slots=True)
class Bone:
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Twig:
    node: Node
    level: int  # how many of the effects above it stand on the same bone
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        return len(self.lines) * LINE + GAP


@dataclass(frozen=True)
class Rib:
    """A bone with its place."""

    bone: Bone
    twigs: tuple[Twig, ...]
    x: float  # where it meets the spine
    lean: float  # how far its far end lies to the left
    above: bool


@dataclass(frozen=True, slots=True)
class Options:
    """`gaps` has the reasons of what is asked about a factor, by its id; `href` goes before a reference in links."""

    gaps: Mapping[int, str] = field(default_factory=dict)
    href: str = ""
    title: str = "Fishbone"


NOTHING = Options()


def fishbone(graph: Graph, bones: Sequence[Bone], options: Options = NOTHING) -> str:
    """The picture as SVG. Factors of no known category get a bone of their own."""
    by_bone = _twigs(graph, bones)
    all_bones = [*bones, *([Bone("", "No category yet")] if by_bone.get("") else [])]
    above, below = all_bones[::2], all_bones[1::2]
    height = {side: _side_height(side_bones, by_bone) for side, side_bones in ((True, above), (False, below))}
    spine = height[True] + 10
    columns = max(len(above), len(below))
    sheet = Sheet(options.title, _description(graph, all_bones, by_bone))
    first = TWIG + 40
    head = first + columns * (TWIG + COLUMN) - 40
    for side, side_bones in ((True, above), (False, below)):
        for index, bone in enumerate(side_bones):
            x = first + 80 + index * (TWIG + COLUMN) + (0 if side else 20)
            rib = Rib(bone, by_bone.get(bone.key, ()), x, 70, side)
            sheet.add(_rib(rib, spine, height[side], options))
    sheet.add(_spine(spine, head), _head(graph, head, spine))
    return sheet.svg(head + HEAD + 16, spine + height[False] + 10, "fishbone", linked=bool(options.href))


def _twigs(graph: Graph, bones: Sequence[Bone]) -> dict[str, tuple[Twig, ...]]:
    """Factors by bone, an effect before its causes, so that a chain reads downwards."""
    known = {bone.key for bone in bones}
    placed: dict[str, list[Twig]] = {}
    waiting: list[tuple[Branch, tuple[str, ...]]] = [(branch, ()) for branch in reversed(whys(graph))]
    while waiting:
        branch, path = waiting.pop()
        key = branch.node.category if branch.node.category in known else ""
        if branch.node.kind is not Kind.OUTCOME and not branch.again:
            level = min(2, path.count(key))
            lines = wrap(f"{branch.node.reference} {branch.node.statement}", TWIG - level * INDENT - 20, SIZE, 5)
            placed.setdefault(key, []).append(Twig(branch.node, level, tuple(lines)))
            path = (*path, key)
        waiting.extend((inner, path) for inner in reversed(branch.why))
    return {key: tuple(twigs) for key, twigs in placed.items()}


def _side_height(bones: Sequence[Bone], by_bone: Mapping[str, Sequence[Twig]]) -> float:
    """Never so low that what stands at an empty rib touches the spine."""
    return max(LABEL + 70, *(LABEL + 14 + sum(twig.height for twig in by_bone.get(bone.key, ())) for bone in bones), 0)


def _rib(rib: Rib, spine: float, height: float, options: Options) -> str:
    far = spine - height if rib.above else spine + height
    start = far + LABEL if rib.above else far - LABEL
    line = tag(
        "line",
        x1=rib.x - rib.lean,
        y1=start,
        x2=rib.x,
        y2=spine,
        class_="drawing-bone",
        stroke=colour(rib.bone.key),
        stroke_width=2.2,
        stroke_linecap="round",
    )
    label = text_block(
        [rib.bone.name],
        rib.x - rib.lean,
        far + LABEL - 10 if rib.above else far - 12,
        TextStyle(14, "middle", "600", "drawing-category", colour(rib.bone.key)),
    )
    y = start + 6 if rib.above else spine + 14
    twigs = []
    for twig in rib.twigs:
        y += twig.height
        share = (y - start) / (spine - start)
        twigs.append(_twig(twig, rib.x - rib.lean * (1 - share), y, options))
    if not rib.twigs:
        nothing = TextStyle(SIZE, "end", klass="drawing-none", fill="#6b6f76")
        twigs.append(text_block(["nothing yet"], rib.x - rib.lean - 4, (start + spine) / 2, nothing))
    return tag(
        "g",
        line + label + "".join(twigs),
        class_=f"drawing-rib category-{rib.bone.key or 'none'}",
        data_bone=rib.bone.key,
    )


def _twig(twig: Twig, x: float, y: float, options: Options) -> str:
    left = x - TWIG + twig.level * INDENT
    line = tag(
        "line", x1=left, y1=y, x2=x, y2=y, class_="drawing-line", stroke="currentColor", stroke_width=1, **_dashed(twig)
    )
    words = text_block(twig.lines, left, y - 5 - (len(twig.lines) - 1) * SIZE * 1.3, TextStyle(SIZE))
    reasons = options.gaps.get(twig.node.id, "")
    sign = marker(left - 11, y - 5, 1, reasons) if reasons else ""
    content = line + words + sign
    if options.href:
        content = tag("a", content, href=f"{options.href}{twig.node.reference}")
    return tag("g", content, class_="drawing-factor", data_factor=str(twig.node.id))


def _dashed(twig: Twig) -> dict[str, str]:
    unsure = twig.node.state is State.REFUTED or twig.node.kind is Kind.HYPOTHESIS
    return {"stroke_dasharray": "4 4"} if unsure else {}


def _spine(y: float, head: float) -> str:
    spine = tag("line", x1=16, y1=y, x2=head, y2=y, class_="drawing-spine", stroke="currentColor", stroke_width=3)
    tail = tag(
        "path", d=f"M16 {y - 9:.0f} L30 {y:.0f} L16 {y + 9:.0f}", fill="none", stroke="currentColor", stroke_width=2
    )
    return spine + tail


def _head(graph: Graph, x: float, y: float) -> str:
    statement = " / ".join(node.statement for node in graph.outcomes) or "What happened?"
    lines = wrap(statement, HEAD - 40, 14, 7)
    half = max(34.0, len(lines) * 9.2 + 16)
    corners = ((x, y - half), (x + HEAD - 24, y - half), (x + HEAD, y), (x + HEAD - 24, y + half), (x, y + half))
    shape = "M" + " L".join(f"{across:.0f} {down:.0f}" for across, down in corners) + " Z"
    outline = tag(
        "path",
        d=shape,
        class_="drawing-head",
        fill="none",
        stroke="currentColor",
        stroke_width=2,
        stroke_linejoin="round",
    )
    words = text_block(lines, x + 14, y - (len(lines) - 1) * 9.1 + 5, TextStyle(14, weight="600"))
    return outline + words


def _description(graph: Graph, bones: Sequence[Bone], by_bone: Mapping[str, Sequence[Twig]]) -> str:
    what = "; ".join(node.statement for node in graph.outcomes)
    parts = (
        f"{bone.name}: {', '.join(twig.node.statement for twig in by_bone.get(bone.key, ())) or 'nothing'}"
        for bone in bones
    )
    return f"{what}. {'. '.join(parts)}."

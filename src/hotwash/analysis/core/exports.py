"""The graph for other tools: Mermaid, Graphviz, JSON; and back from JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from hotwash.analysis.core.drawing import visible
from hotwash.analysis.core.graph import Graph, Kind, Link, Node, State
from hotwash.kernel.core.refusal import Refusal, refuse

FORMAT = "hotwash-factors"


def to_mermaid(graph: Graph) -> str:
    """A flow chart that wikis and code hosts draw. Arrows point from effect to cause: "because"."""
    lines = ["flowchart TD"]
    lines += [f'  {_name(node)}["{_mermaid(node)}"]' for node in graph.nodes]
    lines += [f"  F{link.effect} -->|because| F{link.cause}" for link in graph.whole_links]
    return "\n".join(lines) + "\n"


def to_graphviz(graph: Graph) -> str:
    lines = ["digraph factors {", "  rankdir=TB;", "  node [shape=box];"]
    lines += [f"  {_name(node)} [label={_quoted(_label(node))}];" for node in graph.nodes]
    lines += [f"  F{link.effect} -> F{link.cause};" for link in graph.whole_links]
    return "\n".join([*lines, "}"]) + "\n"


def to_json(graph: Graph) -> str:
    """Everything that people wrote; citations stay with the incident."""
    document = {
        "format": FORMAT,
        "version": 1,
        "factors": [
            {
                "reference": node.reference,
                "statement": node.statement,
                "kind": node.kind.value,
                "state": node.state.value,
                "category": node.category,
                "subcategory": node.subcategory,
                "made_sense": node.made_sense,
                "no_action_reason": node.no_action_reason,
            }
            for node in graph.nodes
        ],
        "because": [
            {"effect": graph.by_id[link.effect].reference, "cause": graph.by_id[link.cause].reference}
            for link in graph.whole_links
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class _Reading:
    nodes: tuple[Node, ...]
    ids: Mapping[str, int]


def from_json(text: str) -> Graph | Refusal:
    """The graph of an export. Ids are its places in the file, from 1."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return refuse("not-json", "This is not JSON. Export a graph to see the form.", "file")
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return refuse(
            "not-factors", "This is JSON, but not an export of factors. Export a graph to see the form.", "file"
        )
    factors, because = document.get("factors"), document.get("because", [])
    if not isinstance(factors, list) or not isinstance(because, list):
        return refuse("not-factors", "The lists “factors” and “because” are missing.", "file")
    nodes = [_node(number, entry) for number, entry in enumerate(factors, start=1)]
    if any(node is None for node in nodes):
        return refuse("bad-factor", "Every factor needs a statement and one of the known kinds.", "file")
    whole = tuple(node for node in nodes if node is not None)
    ids = {node.reference: node.id for node in whole}
    links = (_link(entry, ids) for entry in because)
    return Graph(whole, tuple(link for link in links if link is not None))


def _node(number: int, entry: object) -> Node | None:
    if not isinstance(entry, dict):
        return None
    texts = {key: value for key, value in entry.items() if isinstance(key, str) and isinstance(value, str)}
    statement, kind, state = texts.get("statement", ""), texts.get("kind", "factor"), texts.get("state", "open")
    if not statement.strip() or kind not in set(Kind) or state not in set(State):
        return None
    return Node(
        id=number,
        reference=texts.get("reference", f"F-{number}"),
        statement=statement,
        kind=Kind(kind),
        state=State(state),
        category=texts.get("category", ""),
        subcategory=texts.get("subcategory", ""),
        made_sense=texts.get("made_sense", ""),
    )


def _link(entry: object, ids: Mapping[str, int]) -> Link | None:
    if not isinstance(entry, dict):
        return None
    cause, effect = ids.get(str(entry.get("cause"))), ids.get(str(entry.get("effect")))
    return Link(cause, effect) if cause is not None and effect is not None else None


def _name(node: Node) -> str:
    return f"F{node.id}"


def _label(node: Node) -> str:
    return f"{node.reference} {visible(node.statement)}"


def _mermaid(node: Node) -> str:
    """Mermaid reads entity codes in labels; quotes, hashes and angle brackets would end or change them."""
    codes = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;"}
    return "".join(codes.get(one, one) for one in _label(node))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

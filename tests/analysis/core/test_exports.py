import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.analysis.core.exports import from_json, to_graphviz, to_json, to_mermaid
from hotwash.analysis.core.graph import Graph, Link, Node
from hotwash.kernel.core.refusal import Refusal
from tests.analysis.core.graphs import graph, node, whole


def test_mermaid():
    assert to_mermaid(graph(node(1, 'It "broke" <b>', "outcome"), node(2, "Disk #1"), because="1<2")) == (
        'flowchart TD\n  F1["F-1 It #quot;broke#quot; #lt;b#gt;"]\n  F2["F-2 Disk #35;1"]\n  F1 -->|because| F2\n'
    )


def test_graphviz():
    assert to_graphviz(graph(node(1, 'It "broke" \\', "outcome"), node(2), because="1<2")).splitlines()[3:] == [
        '  F1 [label="F-1 It \\"broke\\" \\\\"];',
        '  F2 [label="F-2 Something"];',
        "  F1 -> F2;",
        "}",
    ]


@given(
    st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6))),
)
def test_json_comes_back_as_it_went(statements, pairs):
    nodes = tuple(Node(number, f"F-{number}", text) for number, text in enumerate(statements, start=1))
    found = Graph(nodes, tuple(Link(*pair) for pair in pairs))
    back = from_json(to_json(found))
    assert isinstance(back, Graph)
    assert (back.nodes, back.links) == (found.nodes, found.whole_links)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"format": "hotwash-factors"}',
        '{"format": "hotwash-factors", "factors": [1]}',
        '{"format": "hotwash-factors", "factors": [{"statement": " "}]}',
        '{"format": "hotwash-factors", "factors": [{"statement": "x", "kind": "sin"}]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_export_is_refused_with_a_word(text):
    refusal = from_json(text)
    assert isinstance(refusal, Refusal)
    assert refusal.reasons[0].message


def test_links_to_unknown_references_are_left_out():
    document = json.loads(to_json(whole(2, "1<2")))
    document["because"] += [{"effect": "F-1", "cause": "F-9"}, 7, {}]
    back = from_json(json.dumps(document))
    assert isinstance(back, Graph)
    assert len(back.links) == 1

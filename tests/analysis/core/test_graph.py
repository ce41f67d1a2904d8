import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.analysis.core.graph import Graph, Link
from hotwash.analysis.core.whys import whys
from tests.analysis.core.graphs import graph, node, whole


def ids(nodes):
    return [one.id for one in nodes]


def test_causes_effects_ends():
    found = whole(5, "1<2 1<3 2<4 3<4 4<5")
    assert ids(found.causes(1)) == [2, 3]
    assert ids(found.effects(4)) == [2, 3]
    assert ids(found.ends) == [5]
    assert found.all_causes(1) == {2, 3, 4, 5}
    assert found.all_effects(5) == {1, 2, 3, 4}
    assert dict(found.depths) == {1: 0, 2: 1, 3: 1, 4: 2, 5: 3}


def test_links_to_what_is_gone_are_left_out():
    found = whole(2, "1<2 1<9 8<2")
    assert [(link.effect, link.cause) for link in found.whole_links] == [(1, 2)]


@pytest.mark.parametrize(
    ("because", "circles"),
    [
        ("1<2 2<3", []),
        ("1<2 2<3 3<2", [[2, 3]]),
        ("1<2 2<2", [[2]]),
        ("1<2 2<3 3<4 4<2 1<5 5<6 6<5", [[2, 3, 4], [5, 6]]),
    ],
)
def test_circles(because, circles):
    assert sorted(ids(group) for group in whole(6, because).circles) == circles


@pytest.mark.parametrize(
    ("cause", "effect", "closes"), [(1, 3, True), (2, 3, True), (3, 3, True), (3, 1, False), (4, 1, False)]
)
def test_a_link_that_would_close_a_circle_is_seen_before(cause, effect, closes):
    assert whole(4, "1<2 2<3").would_circle(Link(cause=cause, effect=effect)) is closes


def shape(branches):
    return [(branch.node.id, branch.again, shape(branch.why)) for branch in branches]


def test_the_whys_unfold_a_shared_cause_once():
    assert shape(whys(whole(4, "1<2 1<3 2<4 3<4"))) == [
        (1, False, [(2, False, [(4, False, [])]), (3, False, [(4, True, [])])])
    ]


def test_unlinked_factors_and_circles_still_stand_somewhere():
    assert shape(whys(whole(4, "2<3 3<2"))) == [
        (1, False, []),
        (4, False, []),
        (2, False, [(3, False, [(2, True, [])])]),
    ]


def test_what_helped_is_no_why():
    assert shape(whys(graph(node(1, kind="outcome"), node(2, kind="helped")))) == [(1, False, [])]


@given(st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=30))
def test_every_causal_node_is_unfolded_exactly_once(pairs):
    found = Graph(tuple(node(number) for number in range(1, 9)), tuple(Link(cause, effect) for cause, effect in pairs))
    unfolded, waiting = [], list(whys(found))
    while waiting:
        branch = waiting.pop()
        waiting.extend(branch.why)
        if not branch.again:
            unfolded.append(branch.node.id)
    assert sorted(unfolded) == list(range(1, 9))
    in_circles = {one.id for group in found.circles for one in group}
    assert in_circles == {number for number in range(1, 9) if found.reaches(number, number)}

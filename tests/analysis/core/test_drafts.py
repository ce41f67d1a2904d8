import pytest

from hotwash.analysis.core.drafts import MOST_FACTORS, drafts_of, problem_of_import, problem_of_link
from hotwash.analysis.core.graph import Graph, Kind, Link, Node

KNOWN = {"technical": {"capacity"}, "process": set()}


def node(number: int, **values: object) -> Node:
    return Node(number, f"F-{number}", f"Statement {number}", **values)


def graph(*pairs: tuple[int, int], helped: int = 0) -> Graph:
    nodes = (node(number, kind=Kind.HELPED if number == helped else Kind.FACTOR) for number in range(1, 5))
    return Graph(tuple(nodes), tuple(Link(cause, effect) for cause, effect in pairs))


@pytest.mark.parametrize(
    ("found", "link", "code"),
    [
        (graph(), Link(2, 1), None),
        (graph((2, 1)), Link(3, 2), None),
        (graph(), Link(1, 1), "circle"),
        (graph((2, 1)), Link(1, 2), "circle"),
        (graph((2, 1), (3, 2)), Link(1, 3), "circle"),
        (graph(), Link(9, 1), "removed"),
        (graph(helped=2), Link(2, 1), "not-causal"),
    ],
)
def test_what_can_be_a_cause_of_what(found: Graph, link: Link, code: str | None):
    refusal = problem_of_link(found, link)
    assert (refusal.reasons[0].code if refusal else None) == code


@pytest.mark.parametrize(
    ("category", "subcategory", "kept"),
    [
        ("technical", "capacity", ("technical", "capacity")),
        ("technical", "magic", ("technical", "")),
        ("magic", "capacity", ("", "")),
        ("", "", ("", "")),
    ],
)
def test_categories_that_are_not_known_here_are_left_open(category: str, subcategory: str, kept: tuple[str, str]):
    (draft,) = drafts_of(Graph((node(1, category=category, subcategory=subcategory),), ()), KNOWN)
    assert (draft.category, draft.subcategory) == kept


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (graph((2, 1)), None),
        (graph((2, 1), (1, 2)), "circle"),
        (Graph(tuple(node(number) for number in range(MOST_FACTORS + 1)), ()), "too-many"),
        (Graph((Node(1, "F-1", ""),), ()), "empty"),
    ],
)
def test_what_cannot_be_taken_in(found: Graph, code: str | None):
    refusal = problem_of_import(found, drafts_of(found, KNOWN), KNOWN)
    assert (refusal.reasons[0].code if refusal else None) == code

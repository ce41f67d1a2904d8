"""Every check that asks back: a graph that calls for it, and one that does not."""

from datetime import UTC, datetime, timedelta

import pytest

from hotwash.analysis.core.asking import CHECKS, Known, ask
from hotwash.analysis.core.graph import Graph, State
from tests.analysis.core.graphs import graph, node, whole

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
CATEGORIES = (("technical", "Technical failure"), ("process", "Process gap"), ("monitoring", "Monitoring"))


KNOWN = Known()


def asked(found, code, known=KNOWN):
    return [gap.nodes for gap in ask(found, known) if gap.code == code]


OUTCOME = node(1, "It broke", "outcome")
TABLE = [
    ("no-outcome", graph(node(2)), [()], whole(2, "1<2"), Known()),
    ("no-outcome", graph(node(2)), [()], graph(), Known()),
    ("lone-cause", whole(2, "1<2"), [(2,)], whole(3, "1<2 2<3"), Known()),
    (
        "one-category",
        whole(3, "1<2", category="technical"),
        [()],
        graph(OUTCOME, node(2, category="technical"), node(3, category="process")),
        Known(),
    ),
    (
        "category-process",
        whole(3, "1<2", category="technical"),
        [()],
        whole(3, "", category="process"),
        Known(CATEGORIES),
    ),
    ("no-evidence", whole(2, "1<2"), [(2,)], whole(2, "1<2", citations=1), Known()),
    ("no-sense", whole(2, "1<2"), [(2,)], whole(2, "1<2", made_sense="It was the usual way."), Known()),
    ("no-category", whole(2, "1<2"), [(2,)], whole(2, "1<2", category="technical"), Known()),
    (
        "ends-at-person",
        graph(OUTCOME, node(2, "The operator forgot the flag"), because="1<2"),
        [(2,)],
        graph(OUTCOME, node(2, "The operator forgot the flag"), node(3, "The form has no default"), because="1<2 2<3"),
        Known(),
    ),
    (
        "ends-at-person",
        graph(OUTCOME, node(2, "Human error"), because="1<2"),
        [(2,)],
        graph(OUTCOME, node(2, "The alert failed to fire"), because="1<2"),
        Known(),
    ),
    (
        "ends-at-person",
        graph(OUTCOME, node(2, "Alex Example"), because="1<2"),
        [(2,)],
        graph(),
        Known(people=("Alex Example",)),
    ),
    ("short-chain", whole(2, "1<2"), [(2,)], whole(3, "1<2 2<3"), Known()),
    ("five-in-a-row", whole(6, "1<2 2<3 3<4 4<5 5<6"), [(2, 3, 4, 5, 6)], whole(7, "1<2 2<3 3<4 4<5 5<6 2<7"), Known()),
    ("circular", whole(3, "1<2 2<3 3<2"), [(2, 3)], whole(3, "1<2 2<3 1<3"), Known()),
    (
        "later-than-effect",
        graph(node(1, "A", at=NOON), node(2, "B", at=NOON + timedelta(minutes=1)), because="1<2"),
        [(2, 1)],
        graph(
            node(1, "A", at=NOON, until=NOON + timedelta(minutes=9)),
            node(2, "B", at=NOON + timedelta(minutes=1)),
            node(3, "C"),
            because="1<2 1<3",
        ),
        Known(),
    ),
    (
        "same-text",
        graph(node(2, "The disk was full"), node(3, "the disk is FULL!")),
        [(2, 3)],
        graph(node(2, "The disk was full"), node(3, "The cache was full")),
        Known(),
    ),
    ("no-action", whole(2, "1<2"), [(2,)], whole(2, "1<2", actions=1), Known(actions_begun=True)),
    (
        "no-action",
        whole(2, "1<2"),
        [(2,)],
        whole(2, "1<2", no_action_reason="Gone with the old site"),
        Known(actions_begun=True),
    ),
    ("unlinked", whole(3, "1<2"), [(3,)], whole(3, "1<2 2<3"), Known()),
    ("nothing-helped", whole(2, "1<2"), [()], graph(OUTCOME, node(2), node(3, kind="helped")), Known()),
    ("no-luck", whole(2, "1<2"), [()], graph(OUTCOME, node(2), node(3, kind="luck")), Known()),
    (
        "open-question",
        graph(node(2, kind="question")),
        [(2,)],
        graph(node(2, kind="question", state=State.CONFIRMED)),
        Known(),
    ),
    (
        "wording-in-hindsight",
        graph(node(2, "In hindsight the limit was low")),
        [(2,)],
        graph(node(2, "The limit was 5 s")),
        Known(),
    ),
]


@pytest.mark.parametrize(("code", "calls", "nodes", "_silent", "known"), TABLE)
def test_asks(code, calls, nodes, _silent, known):
    assert asked(calls, code, known) == nodes


@pytest.mark.parametrize(("code", "_calls", "_nodes", "silent", "known"), TABLE)
def test_stays_silent(code, _calls, _nodes, silent, known):
    assert asked(silent, code, known) == []


def test_every_check_has_its_case():
    asking = {gap.code for _, calls, _, _, known in TABLE for gap in ask(calls, known)}
    for check in CHECKS:
        assert any(gap.code in asking for _, calls, _, _, known in TABLE for gap in check(calls, known)), (
            f"{check.__name__} has no case"
        )


def test_refuted_factors_are_not_asked_about():
    assert asked(whole(2, "1<2", state=State.REFUTED), "no-evidence") == []


@pytest.mark.parametrize(
    ("known", "why"),
    [
        (Known(CATEGORIES, detection_minutes=40), "It took 40 minutes to detect it."),
        (
            Known(CATEGORIES, found_by_customer=True),
            "A customer noticed before any alert did, so something was not watched.",
        ),
    ],
)
def test_monitoring_is_asked_for_with_what_the_incident_says(known, why):
    gaps = ask(whole(3, "1<2", category="technical"), known)
    assert [gap.why for gap in gaps if gap.code == "category-monitoring"] == [why]


def test_keys_stay_the_same_whatever_the_order():
    left = ask(whole(3, "1<2 2<3 3<2"), Known())
    right = ask(Graph(tuple(reversed(whole(3, "").nodes)), whole(3, "3<2 2<3 1<2").links), Known())
    assert {gap.key for gap in left} == {gap.key for gap in right}
    assert "circular:2:3" in {gap.key for gap in left}


def test_every_question_says_why_it_is_asked():
    for _, calls, _, _, known in TABLE:
        assert all(gap.message and gap.why for gap in ask(calls, known))

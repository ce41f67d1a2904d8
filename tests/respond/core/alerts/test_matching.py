import pytest

from hotwash.kernel.core.refusal import Reason
from hotwash.ports.sources import Signal
from hotwash.respond.core.alerts.matching import Matcher, Operator, Rule, labels_of, parse_matcher, route, simulate
from hotwash.respond.core.states import RuleAction

IGNORE_TEST = Rule(id=1, name="No tests", action=RuleAction.IGNORE, matchers=(Matcher("env", Operator.IS, "test"),))
CRITICAL = Rule(
    id=2,
    name="Critical",
    action=RuleAction.DECLARE,
    matchers=(Matcher("severity", Operator.FITS, "critical|page"), Matcher("team", Operator.IS_NOT, "lab")),
    group_by=("service",),
)
OTHER_SOURCE = Rule(id=3, name="Only Grafana", action=RuleAction.INBOX, source=7)
REST = Rule(id=4, name="Rest", action=RuleAction.INBOX)


@pytest.mark.parametrize(
    ("matcher", "labels", "expected"),
    [
        (Matcher("a", Operator.IS, "x"), {"a": "x"}, True),
        (Matcher("a", Operator.IS, "x"), {"a": "X"}, False),
        (Matcher("a", Operator.IS, ""), {}, True),
        (Matcher("a", Operator.IS_NOT, "x"), {}, True),
        (Matcher("a", Operator.IS_NOT, "x"), {"a": "x"}, False),
        (Matcher("a", Operator.FITS, "web.*"), {"a": "web-1"}, True),
        (Matcher("a", Operator.FITS, "web"), {"a": "web-1"}, False),
        (Matcher("a", Operator.FITS_NOT, "web.*"), {"a": "db-1"}, True),
        (Matcher("a", Operator.FITS_NOT, ".*"), {}, False),
    ],
)
def test_matcher(matcher: Matcher, labels: dict[str, str], expected: bool) -> None:
    assert matcher.holds(labels) is expected


@pytest.mark.parametrize(
    ("labels", "source", "expected"),
    [
        ({"env": "test", "severity": "critical"}, 1, IGNORE_TEST),
        ({"severity": "critical"}, 1, CRITICAL),
        ({"severity": "critical", "team": "lab"}, 1, REST),
        ({"severity": "info"}, 7, OTHER_SOURCE),
        ({}, None, REST),
    ],
)
def test_the_first_rule_that_fits_decides(labels: dict[str, str], source: int | None, expected: Rule) -> None:
    assert route(labels, source, (IGNORE_TEST, CRITICAL, OTHER_SOURCE, REST)) == expected


def test_no_rule() -> None:
    assert route({"env": "live"}, 1, (IGNORE_TEST,)) is None


def test_the_simulator_says_why_each_rule_did_not_decide() -> None:
    trials = simulate({"severity": "info"}, 1, (IGNORE_TEST, CRITICAL, OTHER_SOURCE, REST))
    assert [(trial.rule.name, trial.matched, trial.why) for trial in trials] == [
        ("No tests", False, "env = test does not hold: there is no label env"),
        ("Critical", False, "severity =~ critical|page does not hold: severity is “info”"),
        ("Only Grafana", False, "it is for another source"),
        ("Rest", True, "it takes every alert"),
    ]


def test_group_keys_are_equal_where_the_labels_are() -> None:
    first, same, other = (
        CRITICAL.group_key({"service": s, "host": h}) for s, h in [("a", "1"), ("a", "2"), ("b", "1")]
    )
    assert first == same != other


def test_title_and_severity_can_be_matched_but_never_hide_a_label() -> None:
    signal = Signal(fingerprint="1", title="Disk", severity="P1", labels={"severity": "critical"})
    assert labels_of(signal) == {"title": "Disk", "severity": "critical"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("severity=critical", Matcher("severity", Operator.IS, "critical")),
        (' service =~ "web|api" ', Matcher("service", Operator.FITS, "web|api")),
        ("a!=", Matcher("a", Operator.IS_NOT, "")),
        ("a !~ b=c", Matcher("a", Operator.FITS_NOT, "b=c")),
    ],
)
def test_parse_matcher(text: str, expected: Matcher) -> None:
    assert parse_matcher(text) == expected


@pytest.mark.parametrize(
    ("text", "code"), [("severity", "matcher"), ("=x", "matcher"), ("a=~(", "pattern"), ("a=~" + "x" * 600, "pattern")]
)
def test_what_is_no_matcher_is_refused_in_words(text: str, code: str) -> None:
    found = parse_matcher(text)
    assert isinstance(found, Reason)
    assert (found.code, found.field) == (code, "matchers")

from datetime import UTC, datetime, timedelta

import pytest

from hotwash.ports.sources import Signal, SignalState
from hotwash.respond.core.alerts.deciding import (
    Circumstances,
    Decision,
    OpenAlert,
    OpenGroup,
    believed,
    decide,
    problem_of_time,
    severity_of,
)
from hotwash.respond.core.alerts.matching import Rule
from hotwash.respond.core.states import Outcome, RuleAction

AT = datetime(2026, 3, 2, 4, 11, tzinfo=UTC)
FIRING = Signal(fingerprint="f", title="Disk full")
OVER = Signal(fingerprint="f", title="Disk full", state=SignalState.RESOLVED)
OPEN = OpenAlert(5, 42, AT - timedelta(hours=1))
OPEN_IN_INBOX = OpenAlert(5, None, AT - timedelta(hours=1))
RECENT, OLD = OpenGroup(42, AT - timedelta(minutes=59)), OpenGroup(42, AT - timedelta(minutes=61))


def rule(action: RuleAction) -> Rule:
    return Rule(id=1, name="R", action=action)


@pytest.mark.parametrize(
    ("signal", "known", "outcome", "incident"),
    [
        (FIRING, Circumstances(at=AT), Outcome.INBOX, None),
        (FIRING, Circumstances(at=AT, alert=OPEN), Outcome.DUPLICATE, 42),
        (FIRING, Circumstances(at=AT, alert=OPEN_IN_INBOX, rule=rule(RuleAction.DECLARE)), Outcome.DUPLICATE, None),
        (OVER, Circumstances(at=AT, alert=OPEN), Outcome.RESOLVED, 42),
        (OVER, Circumstances(at=AT), Outcome.IGNORE, None),
        (OVER, Circumstances(at=AT, rule=rule(RuleAction.DECLARE)), Outcome.IGNORE, None),
        (FIRING, Circumstances(at=AT, rule=rule(RuleAction.DECLARE)), Outcome.DECLARE, None),
        (FIRING, Circumstances(at=AT, rule=rule(RuleAction.DECLARE), group=RECENT), Outcome.ATTACH, 42),
        (FIRING, Circumstances(at=AT, rule=rule(RuleAction.DECLARE), group=OLD), Outcome.DECLARE, None),
        (FIRING, Circumstances(at=AT, rule=rule(RuleAction.ATTACH), group=RECENT), Outcome.ATTACH, 42),
        (FIRING, Circumstances(at=AT, rule=rule(RuleAction.ATTACH)), Outcome.INBOX, None),
        (FIRING, Circumstances(at=AT, rule=rule(RuleAction.INBOX), group=RECENT), Outcome.INBOX, None),
        (FIRING, Circumstances(at=AT, rule=rule(RuleAction.IGNORE)), Outcome.IGNORE, None),
        (FIRING, Circumstances(at=AT, rule=rule(RuleAction.DECLARE), test=True), Outcome.INBOX, None),
    ],
)
def test_decide(signal: Signal, known: Circumstances, outcome: Outcome, incident: int | None) -> None:
    found = decide(signal, known)
    assert (found.outcome, found.incident) == (outcome, incident)


def test_every_decision_says_why() -> None:
    assert decide(FIRING, Circumstances(at=AT, rule=rule(RuleAction.DECLARE), group=RECENT)) == Decision(
        Outcome.ATTACH, "Rule “R”: the same group as INC-42.", 42
    )


@pytest.mark.parametrize(
    ("at", "is_believed"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), False),
        (datetime(2400, 1, 1, tzinfo=UTC), False),
        (AT + timedelta(hours=23), True),
        (AT + timedelta(hours=25), False),
        (AT - timedelta(days=900), True),
        (None, False),
    ],
)
def test_times_that_cannot_be_are_not_believed(at: datetime | None, is_believed: bool) -> None:
    assert (believed(at, AT) == at) is (is_believed or at is None)
    assert bool(problem_of_time(at, AT)) is (at is not None and not is_believed)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("critical", "sev1"),
        ("P1", "sev1"),
        ("High", "sev2"),
        ("warning", "sev3"),
        ("info", "sev4"),
        ("sev3", "sev3"),
        ("", "sev2"),
        ("purple", "sev2"),
    ],
)
def test_severity_of(word: str, expected: str) -> None:
    assert severity_of(word, ("sev1", "sev2", "sev3", "sev4")) == expected


def test_severity_of_with_two_severities() -> None:
    assert [severity_of(word, ("bad", "mild")) for word in ("critical", "error", "info", "?")] == [
        "bad",
        "mild",
        "mild",
        "bad",
    ]

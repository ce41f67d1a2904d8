from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hotwash.ports.sources import Signal, SignalState
from hotwash.respond.core.alerts.deciding import (
    Circumstances,
    Decision,
    Group,
    OldAlert,
    OpenAlert,
    believed,
    decide,
    problem_of_time,
    severity_of,
    worse,
)
from hotwash.respond.core.alerts.matching import Rule
from hotwash.respond.core.states import Again, Outcome, RuleAction

AT = datetime(2026, 3, 2, 4, 11, tzinfo=UTC)
FIRING = Signal(fingerprint="f", title="Disk full")
OVER = Signal(fingerprint="f", title="Disk full", state=SignalState.RESOLVED)
OPEN = OpenAlert(5, 42, AT - timedelta(hours=1))
OPEN_IN_INBOX = OpenAlert(5, None, AT - timedelta(hours=1))
RECENT, OLD = Group(42, AT - timedelta(minutes=59)), Group(42, AT - timedelta(minutes=61))


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


def ago(minutes: int) -> datetime:
    return AT - timedelta(minutes=minutes)


REOPENS = Rule(id=1, name="R", action=RuleAction.DECLARE, again=Again.REOPEN, again_minutes=30)
ATTACHES = Rule(id=1, name="R", action=RuleAction.DECLARE, again=Again.ATTACH, again_minutes=30)
LIMITED = Rule(id=1, name="R", action=RuleAction.DECLARE, storm_limit=3)
DAMPS = Rule(id=1, name="R", action=RuleAction.DECLARE, flap_times=2, flap_minutes=30)
OVER_A_MOMENT = Group(42, ago(50), resolved_at=ago(12))
OVER_LONG = Group(42, ago(50), resolved_at=ago(31))
QUIET = OpenAlert(5, None, ago(9), silenced=True)


@pytest.mark.parametrize(
    ("known", "outcome", "incident", "reason"),
    [
        (
            Circumstances(at=AT, rule=REOPENS, group=OVER_A_MOMENT),
            Outcome.REOPEN, 42, "Rule “R”: INC-42 was resolved 12 minutes ago, so it is reopened.",
        ),
        (
            Circumstances(at=AT, rule=ATTACHES, group=OVER_A_MOMENT), Outcome.ATTACH, 42,
            "Rule “R”: INC-42 was resolved 12 minutes ago, so it belongs to it; the incident stays resolved.",
        ),
        (
            Circumstances(at=AT, rule=REOPENS, old=OldAlert((), OVER_A_MOMENT)),
            Outcome.REOPEN, 42, "Rule “R”: INC-42 was resolved 12 minutes ago, so it is reopened.",
        ),
        (Circumstances(at=AT, rule=REOPENS, group=OVER_LONG), Outcome.DECLARE, None, "Rule “R” declares an incident."),
        (
            Circumstances(at=AT, rule=rule(RuleAction.DECLARE), group=OVER_A_MOMENT),
            Outcome.DECLARE, None, "Rule “R” declares an incident.",
        ),
        (
            Circumstances(at=AT, old=OldAlert((), RECENT)),
            Outcome.ATTACH, 42, "It fired before and belongs to INC-42, which is still open.",
        ),
        (Circumstances(at=AT, old=OldAlert((), OVER_A_MOMENT)), Outcome.INBOX, None, "No routing rule fits it."),
        (
            Circumstances(at=AT, rule=DAMPS, old=OldAlert((ago(9), ago(3)), OVER_A_MOMENT)), Outcome.DAMP, 42,
            "It is flapping: it began 3 times in 30 minutes. It is counted, and pages nobody until calm.",
        ),
        (
            Circumstances(at=AT, rule=DAMPS, old=OldAlert((ago(40), ago(3)))),
            Outcome.DECLARE, None, "Rule “R” declares an incident.",
        ),
        (
            Circumstances(at=AT, old=OldAlert(tuple(map(ago, (9, 8, 7, 6, 5))))), Outcome.DAMP, None,
            "It is flapping: it began 6 times in 30 minutes. It is counted, and pages nobody until calm.",
        ),
        (
            Circumstances(at=AT, rule=LIMITED, declared=(ago(9), ago(5), ago(1))), Outcome.DECLARE, None,
            "Rule “R” declared 3 incidents in 10 minutes: a storm. This one is for all.",
        ),
        (
            Circumstances(at=AT, rule=LIMITED, declared=(ago(11), ago(5), ago(1))),
            Outcome.DECLARE, None, "Rule “R” declares an incident.",
        ),
        (
            Circumstances(at=AT, rule=LIMITED, declared=(), storm=RECENT),
            Outcome.ATTACH, 42, "Rule “R”: part of the storm that INC-42 stands for.",
        ),
        (Circumstances(at=AT, rule=LIMITED, storm=OLD), Outcome.DECLARE, None, "Rule “R” declares an incident."),
        (Circumstances(at=AT, rule=REOPENS, silence="Silence."), Outcome.SILENCE, None, "Silence."),
        (Circumstances(at=AT, alert=QUIET, silence="Silence."), Outcome.DUPLICATE, None, "It is open since"),
        (Circumstances(at=AT, alert=QUIET), Outcome.INBOX, None, "No routing rule fits it."),
        (
            Circumstances(at=AT, rule=rule(RuleAction.IGNORE), silence="Silence."),
            Outcome.IGNORE, None, "Rule “R” ignores it.",
        ),
    ],
)  # fmt: skip
def test_again_flapping_storms_and_silences(
    known: Circumstances, outcome: Outcome, incident: int | None, reason: str
) -> None:
    found = decide(FIRING, known)
    assert (found.outcome, found.incident, found.reason[: len(reason)]) == (outcome, incident, reason)


def test_a_storm_is_a_group_of_its_own() -> None:
    known = Circumstances(at=AT, rule=LIMITED, declared=(ago(9), ago(5), ago(1)))
    assert decide(FIRING, known).storm
    assert not decide(FIRING, replace(known, group=RECENT)).storm


@pytest.mark.parametrize(
    ("alert", "incident", "expected"),
    [
        ("sev1", "sev2", True),
        ("sev2", "sev2", False),
        ("sev3", "sev2", False),
        ("?", "sev3", False),
        ("sev1", "?", False),
    ],
)
def test_worse(alert: str, incident: str, expected: bool) -> None:
    assert worse(alert, incident, ("sev1", "sev2", "sev3")) is expected


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

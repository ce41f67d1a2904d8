from datetime import timedelta

import pytest

from hotwash.ports.sources import Signal, SignalState
from hotwash.respond.core.alerts.deciding import Decision
from hotwash.respond.core.alerts.matching import Rule
from hotwash.respond.core.alerts.taking import Ordered, began, declaration_for, kept, refused, went
from hotwash.respond.core.states import AlertState, FoundBy, Outcome, RuleAction, Triage
from tests.cast import NOON

RULE = Rule(id=1, name="Critical", action=RuleAction.DECLARE, group_by=("service",))
LONG_AGO = NOON.replace(year=1970)


def signal(**values: object) -> Signal:
    return Signal(**({"fingerprint": "f", "title": "Disk full", "labels": {"service": "web"}} | values))


@pytest.mark.parametrize(
    ("outcome", "rule", "triage"),
    [
        (Outcome.DECLARE, RULE, Triage.ATTACHED),
        (Outcome.ATTACH, RULE, Triage.ATTACHED),
        (Outcome.IGNORE, RULE, Triage.IGNORED),
        (Outcome.INBOX, None, Triage.INBOX),
        (Outcome.DUPLICATE, None, Triage.INBOX),
    ],
)
def test_where_a_new_alert_goes(outcome: Outcome, rule: Rule | None, triage: Triage):
    new = began(signal(), NOON, Decision(outcome, "Why."), rule)
    assert (new.triage, bool(new.group_key), new.starts_at, new.reason) == (triage, rule is not None, NOON, "Why.")


def test_a_time_that_cannot_be_is_told_and_not_used():
    new = began(signal(starts_at=LONG_AGO), NOON, Decision(Outcome.INBOX, "Why."), None)
    assert (new.starts_at, "1970" in new.reason) == (NOON, True)


@pytest.mark.parametrize(
    ("values", "state", "ends_at"),
    [
        ({}, AlertState.FIRING, None),
        ({"ends_at": NOON}, AlertState.FIRING, None),
        ({"state": SignalState.RESOLVED}, AlertState.RESOLVED, NOON),
        ({"state": SignalState.RESOLVED, "ends_at": LONG_AGO}, AlertState.RESOLVED, NOON),
        (
            {"state": SignalState.RESOLVED, "ends_at": NOON - timedelta(minutes=3)},
            AlertState.RESOLVED,
            NOON - timedelta(minutes=3),
        ),
    ],
)
def test_a_repeat_counts_and_a_resolution_ends(values: dict, state: AlertState, ends_at: object):
    after = went(signal(**values), NOON)
    assert (after.state, after.ends_at) == (state, ends_at)


@pytest.mark.parametrize(
    ("word", "of_rule", "severity"), [("critical", "", "sev1"), ("P3", "", "sev3"), ("critical", "sev2", "sev2")]
)
def test_the_incident_that_a_rule_asks_for(word: str, of_rule: str, severity: str):
    rule = Rule(id=1, name="R", action=RuleAction.DECLARE, severity=of_rule)
    made = declaration_for(
        signal(title="x" * 300, text="df -h", severity=word),
        rule,
        Ordered(private=True, service=7, policy=8),
        ["sev1", "sev2", "sev3"],
        FoundBy.MONITORING,
    )
    assert (made.severity, len(made.title), made.summary) == (severity, 200, "df -h")
    assert (made.private, made.service_ids, made.policy_id, made.found_by) == (True, (7,), 8, FoundBy.MONITORING)


def test_what_stands_with_the_delivery():
    assert kept(signal(), Decision(Outcome.ATTACH, "The same group.", 4), NOON) == {
        "fingerprint": "f",
        "title": "Disk full",
        "outcome": "attach",
        "reason": "The same group.",
        "incident": 4,
    }


def test_a_refused_declaration_waits_in_the_inbox():
    found = refused(Decision(Outcome.DECLARE, "Rule “R” declares an incident."), "no such severity")
    assert (found.outcome, found.incident) == (Outcome.INBOX, None)
    assert found.reason == "Rule “R” declares an incident. That was refused: no such severity"

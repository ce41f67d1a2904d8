"""What becomes of a signal: decided from values alone, always with the reason in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotwash.ports.sources import Signal, SignalState
from hotwash.respond.core.alerts.matching import Rule, labels_of
from hotwash.respond.core.states import Outcome, RuleAction

#: A sender's time outside of these is not believed: 1970 and 2400 are clocks that were never set.
EARLIEST_YEAR = 2000
CLOCK_AHEAD = timedelta(days=1)

#: Words that senders use, from the worst to the mildest.
SEVERITY_WORDS: tuple[frozenset[str], ...] = (
    frozenset(
        {"critical", "crit", "fatal", "emergency", "emerg", "disaster", "down", "page", "p1", "sev1", "sev0", "s1", "1"}
    ),
    frozenset({"error", "err", "high", "major", "average", "p2", "sev2", "s2", "2", "alert"}),
    frozenset({"warning", "warn", "medium", "minor", "moderate", "p3", "sev3", "s3", "3"}),
    frozenset(
        {"info", "information", "informational", "low", "notice", "ok", "none", "p4", "p5", "sev4", "s4", "4", "5"}
    ),
)


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """An alert from the same source with the same fingerprint that has not been resolved."""

    id: int
    incident: int | None
    first_at: datetime


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """The newest open incident of a group, and when the group's last new alert came."""

    incident: int
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known when a signal is decided about. ``test``: somebody pressed "send test"."""

    at: datetime
    alert: OpenAlert | None = None
    rule: Rule | None = None
    group: OpenGroup | None = None
    test: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: Outcome
    reason: str
    incident: int | None = None  # the one that the alert belongs to from now on; None for DECLARE, it is yet to be made


def decide(signal: Signal, known: Circumstances) -> Decision:
    if signal.state is SignalState.RESOLVED:
        return _over(known)
    if known.alert is not None:
        return Decision(Outcome.DUPLICATE, f"It is open since {known.alert.first_at:%F %T} UTC.", known.alert.incident)
    if known.test:
        return Decision(Outcome.INBOX, "It is a test, so no rule was asked.")
    if known.rule is None:
        return Decision(Outcome.INBOX, "No routing rule fits it.")
    return _by_rule(known.rule, known)


def _over(known: Circumstances) -> Decision:
    if known.alert is None:
        return Decision(Outcome.IGNORE, "Its sender says that it is over, and no alert is open for it.")
    return Decision(Outcome.RESOLVED, "Its sender says that it is over.", known.alert.incident)


def _by_rule(rule: Rule, known: Circumstances) -> Decision:
    said = f"Rule “{rule.name}”"
    if rule.action is RuleAction.IGNORE:
        return Decision(Outcome.IGNORE, f"{said} ignores it.")
    if rule.action is RuleAction.INBOX:
        return Decision(Outcome.INBOX, f"{said} leaves it for triage.")
    group = known.group
    if group is not None and known.at - group.last_at <= timedelta(minutes=rule.group_minutes):
        return Decision(Outcome.ATTACH, f"{said}: the same group as INC-{group.incident}.", group.incident)
    if rule.action is RuleAction.ATTACH:
        return Decision(Outcome.INBOX, f"{said} attaches it, but no incident of its group is open.")
    return Decision(Outcome.DECLARE, f"{said} declares an incident.")


def group_key(signal: Signal, rule: Rule | None) -> str:
    return rule.group_key(labels_of(signal)) if rule else ""


def believed(at: datetime | None, received_at: datetime) -> datetime | None:
    """A sender's time, or None where it can't be: before this century, or after tomorrow."""
    if at is None or at.year < EARLIEST_YEAR or at > received_at + CLOCK_AHEAD:
        return None
    return at


def problem_of_time(at: datetime | None, received_at: datetime) -> str:
    """A word about a time that is not believed; empty where it is, or where there is none."""
    if at is None or believed(at, received_at) is not None:
        return ""
    return f"The sender says {at:%F %T} UTC, which can't be right; the time of receipt is used."


def severity_of(word: str, keys: Sequence[str]) -> str:
    """The process's severity for a sender's word. ``keys`` from the worst to the mildest, at least one.

    A word that is a key stands for itself; an unknown word is taken as the middle, rather too bad than too mild.
    """
    said = word.strip().casefold()
    if said in keys:
        return said
    for place, words in enumerate(SEVERITY_WORDS):
        if said in words:
            return keys[min(place, len(keys) - 1)]
    return keys[(len(keys) - 1) // 2]

"""What becomes of a signal: decided from values alone, always with the reason in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotwash.ports.sources import Signal, SignalState
from hotwash.respond.core.alerts.flapping import beginnings, flaps, recent
from hotwash.respond.core.alerts.matching import Rule
from hotwash.respond.core.states import Again, Outcome, RuleAction

#: A sender's time outside of these is not believed: 1970 and 2400 are clocks that were never set.
EARLIEST_YEAR = 2000
CLOCK_AHEAD = timedelta(days=1)

STORM_MINUTES = 10

#: What is damped where no rule says it.
FLAP_TIMES, FLAP_MINUTES = 5, 30

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
    silenced: bool = False


@dataclass(frozen=True, slots=True)
class OldAlert:
    """The last alert with the same fingerprint, which is over. ``begun``: when it began, as far as is remembered;
    ``group`` its incident, where it has one.
    """

    begun: tuple[datetime, ...] = ()
    group: "Group | None" = None


@dataclass(frozen=True, slots=True)
class Group:
    """The newest incident of a group, and when the group's last new alert came."""

    incident: int
    last_at: datetime
    resolved_at: datetime | None = None  # None while it is open


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known when a signal is decided about. ``test``: somebody pressed "send test". ``silence``: in words, the
    one that is in force over it. ``storm``: the incident of a storm of this rule; ``declared``: when the rule declared.
    """

    at: datetime
    alert: OpenAlert | None = None
    old: OldAlert | None = None
    rule: Rule | None = None
    silence: str = ""
    group: Group | None = None
    storm: Group | None = None
    declared: Sequence[datetime] = ()
    test: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """``storm``: it belongs to the one incident that stands for a storm."""

    outcome: Outcome
    reason: str
    incident: int | None = None  # the one that the alert belongs to from now on; None for DECLARE, it is yet to be made
    storm: bool = False


def decide(signal: Signal, known: Circumstances) -> Decision:
    if signal.state is SignalState.RESOLVED:
        return _over(known)
    if known.alert is not None and (known.silence or not known.alert.silenced):
        return Decision(Outcome.DUPLICATE, f"It is open since {known.alert.first_at:%F %T} UTC.", known.alert.incident)
    if known.test:
        return Decision(Outcome.INBOX, "It is a test, so no rule was asked.")
    rule = known.rule
    if rule is not None and rule.action is RuleAction.IGNORE:
        return Decision(Outcome.IGNORE, f"Rule “{rule.name}” ignores it.")
    if known.silence:
        return Decision(Outcome.SILENCE, known.silence)
    return _damped(known) or _by_rule(rule, known)


def _over(known: Circumstances) -> Decision:
    if known.alert is None:
        return Decision(Outcome.IGNORE, "Its sender says that it is over, and no alert is open for it.")
    return Decision(Outcome.RESOLVED, "Its sender says that it is over.", known.alert.incident)


def _damped(known: Circumstances) -> Decision | None:
    """An alert that goes on and off stays where it was: in its incident, even if that is resolved, or in the inbox."""
    times, minutes = (known.rule.flap_times, known.rule.flap_minutes) if known.rule else (FLAP_TIMES, FLAP_MINUTES)
    if known.old is None or not flaps(known.old.begun, known.at, times, minutes):
        return None
    count = recent(beginnings(known.old.begun, known.at), known.at, minutes)
    reason = f"It is flapping: it began {count} times in {minutes} minutes. It is counted, and pages nobody until calm."
    return Decision(Outcome.DAMP, reason, known.old.group.incident if known.old.group else None)


def _by_rule(rule: Rule | None, known: Circumstances) -> Decision:
    before = known.old.group if known.old else None
    if rule is not None and rule.action is RuleAction.INBOX:
        return Decision(Outcome.INBOX, f"Rule “{rule.name}” leaves it for triage.")
    group = known.group
    if rule is not None and group is not None and _together(rule, group, known.at):
        reason = f"Rule “{rule.name}”: the same group as INC-{group.incident}."
        return Decision(Outcome.ATTACH, reason, group.incident)
    if before is not None and before.resolved_at is None:
        reason = f"It fired before and belongs to INC-{before.incident}, which is still open."
        return Decision(Outcome.ATTACH, reason, before.incident)
    if rule is None:
        return Decision(Outcome.INBOX, "No routing rule fits it.")
    return _again(rule, group or before, known.at) or _anew(rule, known)


def _together(rule: Rule, group: Group, at: datetime) -> bool:
    return group.resolved_at is None and at - group.last_at <= timedelta(minutes=rule.group_minutes)


def _again(rule: Rule, group: Group | None, at: datetime) -> Decision | None:
    """Soon after the incident of its group, or its own, was resolved."""
    if group is None or group.resolved_at is None or rule.again is Again.DECLARE:
        return None
    since = at - group.resolved_at
    if since > timedelta(minutes=rule.again_minutes):
        return None
    minutes = max(int(since.total_seconds() // 60), 0)
    said = f"Rule “{rule.name}”: INC-{group.incident} was resolved {minutes} minutes ago"
    if rule.again is Again.REOPEN:
        return Decision(Outcome.REOPEN, f"{said}, so it is reopened.", group.incident)
    return Decision(Outcome.ATTACH, f"{said}, so it belongs to it; the incident stays resolved.", group.incident)


def _anew(rule: Rule, known: Circumstances) -> Decision:
    said = f"Rule “{rule.name}”"
    if rule.action is RuleAction.ATTACH:
        return Decision(Outcome.INBOX, f"{said} attaches it, but no incident of its group is open.")
    storm = known.storm
    if storm is not None and _together(rule, storm, known.at):
        return Decision(Outcome.ATTACH, f"{said}: part of the storm that INC-{storm.incident} stands for.",
                        storm.incident, storm=True)  # fmt: skip
    count = recent(known.declared, known.at, STORM_MINUTES)
    if 0 < rule.storm_limit <= count:
        reason = f"{said} declared {count} incidents in {STORM_MINUTES} minutes: a storm. This one is for all."
        return Decision(Outcome.DECLARE, reason, storm=True)
    return Decision(Outcome.DECLARE, f"{said} declares an incident.")


def worse(alert: str, incident: str, severities: Sequence[str]) -> bool:
    """Whether an alert is worse than its incident. ``severities`` from the worst to the mildest."""
    known = {key: place for place, key in enumerate(severities)}
    return known.get(alert, len(known)) < known.get(incident, -1)


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

"""What a signal makes of an alert: a new one, a repeat or an end; what is declared for it; what is kept about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hotwash.ports.sources import Sample, Signal, SignalState
from hotwash.respond.core.alerts.deciding import Decision, believed, problem_of_time, severity_of
from hotwash.respond.core.alerts.matching import Rule, labels_of
from hotwash.respond.core.declaring import MAX_TITLE, Declaration
from hotwash.respond.core.states import AlertState, FoundBy, Outcome, Triage

TRIAGE: Mapping[Outcome, Triage] = {
    Outcome.ATTACH: Triage.ATTACHED,
    Outcome.DECLARE: Triage.ATTACHED,
    Outcome.INBOX: Triage.INBOX,
    Outcome.IGNORE: Triage.IGNORED,
    Outcome.REOPEN: Triage.ATTACHED,
    Outcome.SILENCE: Triage.SILENCED,
}


@dataclass(frozen=True, slots=True)
class Began:
    """A new alert. ``group_key`` is empty without a rule; ``reason`` says in words why it is where it is."""

    triage: Triage
    group_key: str
    starts_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Went:
    """What a later signal does to an open alert: a repeat only counts, a resolution ends it."""

    state: AlertState
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Ordered:
    """What a rule says about the incidents that it declares, beyond its severity."""

    private: bool = False
    service: int | None = None
    policy: int | None = None


def as_test(signal: Signal) -> Signal:
    """A plugin's own sample as it is sent by the test button: it says so, and is never about a real problem."""
    return replace(signal, title=f"Test: {signal.title}", fingerprint=f"test:{signal.fingerprint}", test=True)


def tried_sample(samples: Iterable[tuple[Sample, Sequence[Signal]]]) -> Sample | None:
    """The sample that a test sends: the first that tells of a problem and of nothing else, else the first that does."""
    firing = [(sample, found) for sample, found in samples if any(s.state is SignalState.FIRING for s in found)]
    clean = (sample for sample, found in firing if len(found) == 1 and not found[0].test)
    return next(clean, firing[0][0] if firing else None)


def began(signal: Signal, received_at: datetime, decision: Decision, rule: Rule | None) -> Began:
    return Began(
        triage=triage_after(decision.outcome),
        group_key=group_key(signal, decision, rule),
        starts_at=believed(signal.starts_at, received_at) or received_at,
        reason=reason_of(decision, signal, received_at),
    )


def triage_after(outcome: Outcome) -> Triage:
    return TRIAGE.get(outcome, Triage.INBOX)


def group_key(signal: Signal, decision: Decision, rule: Rule | None) -> str:
    """What later alerts are compared with; those of a storm are one group."""
    if rule is None:
        return ""
    return rule.storm_key if decision.storm else rule.group_key(labels_of(signal))


def went(signal: Signal, received_at: datetime) -> Went:
    if signal.state is SignalState.RESOLVED:
        return Went(AlertState.RESOLVED, believed(signal.ends_at, received_at) or received_at)
    return Went(AlertState.FIRING, None)


def reason_of(decision: Decision, signal: Signal, received_at: datetime) -> str:
    """Why, and what was not believed."""
    return f"{decision.reason} {problem_of_time(signal.starts_at, received_at)}".strip()


def kept(signal: Signal, decision: Decision, received_at: datetime) -> dict[str, object]:
    """What stands with the delivery about one of its signals."""
    return {
        "fingerprint": signal.fingerprint,
        "title": signal.title,
        "outcome": decision.outcome.value,
        "reason": reason_of(decision, signal, received_at),
        "incident": decision.incident,
    }


def declaration_for(
    signal: Signal, rule: Rule, ordered: Ordered, severities: Sequence[str], found_by: FoundBy
) -> Declaration:
    """The incident that a rule asks for. ``severities`` are those of the process, from the worst to the mildest. The
    times are added by who knows them.
    """
    return Declaration(
        title=signal.title[:MAX_TITLE],
        summary=signal.text,
        severity=severity_by(rule, signal, severities),
        found_by=found_by,
        private=ordered.private,
        service_ids=(ordered.service,) if ordered.service is not None else (),
        policy_id=ordered.policy,
    )


def severity_by(rule: Rule, signal: Signal, severities: Sequence[str]) -> str:
    return rule.severity or severity_of(signal.severity, severities)


def title_of_storm(rule: Rule, source: str) -> str:
    return f"Storm of alerts from {source} (rule {rule.name})"[:MAX_TITLE]


def refused(decision: Decision, why: object) -> Decision:
    """A declaration that was refused: the alert waits in the inbox, with why."""
    return Decision(Outcome.INBOX, f"{decision.reason} That was refused: {why}")

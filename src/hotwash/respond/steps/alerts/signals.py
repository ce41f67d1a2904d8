"""One signal decided about, within a batch."""

from dataclasses import dataclass, replace
from datetime import datetime

from hotwash.ports.sources import Signal, SignalState
from hotwash.respond.core.alerts.deciding import Circumstances, Decision, Group, OpenAlert, decide, worse
from hotwash.respond.core.alerts.flapping import beginnings
from hotwash.respond.core.alerts.matching import Rule, labels_of, route
from hotwash.respond.core.alerts.silences import Silence, silenced
from hotwash.respond.core.alerts.taking import (
    began,
    group_key,
    reason_of,
    severity_by,
    triage_after,
    went,
)
from hotwash.respond.core.states import AlertState, Outcome, Triage
from hotwash.respond.models import Alert
from hotwash.respond.queries.deciding import old_alert, severity_set_by_hand
from hotwash.respond.steps.alerts.batch import Batch, be_alone, group, incident_by_key, incident_of
from hotwash.respond.steps.alerts.consequences import declare_for, reopen_for

TEST_HEADER = "x-hotwash-test"


@dataclass(frozen=True, slots=True)
class Case:
    """A signal and what it meets. ``last`` is the newest alert of its fingerprint, open or over."""

    signal: Signal
    at: datetime
    last: Alert | None
    rule: Rule | None
    silence: Silence | None
    heard: bool = True  # not so where a silence has ended and nobody sent anything

    @property
    def open(self) -> Alert | None:
        return self.last if self.last is not None and self.last.state == AlertState.FIRING else None


def take(signal: Signal, at: datetime, batch: Batch) -> Decision:
    """Decide about one signal and note in the batch what follows from it."""
    return take_case(case_of(signal, at, batch), batch)


def take_case(case: Case, batch: Batch) -> Decision:
    signal = case.signal
    decision = decide(signal, known_of(case, batch))
    if decision.outcome in {Outcome.DECLARE, Outcome.REOPEN} and not batch.alone:
        be_alone(batch)
        decision = decide(signal, known_of(case, batch))
    if decision.outcome in {Outcome.DUPLICATE, Outcome.RESOLVED}:
        _change(case, batch)
    elif signal.state is SignalState.FIRING:
        decision = _settle(case, decision, batch)
    return decision


def case_of(signal: Signal, at: datetime, batch: Batch, *, heard: bool = True) -> Case:
    """Rules and silences are asked only about what is not open yet, or was kept quiet until now."""
    last = batch.last.get(signal.fingerprint)
    quiet = last is None or last.state != AlertState.FIRING or last.triage == Triage.SILENCED
    if signal.test or not quiet or signal.state is not SignalState.FIRING:
        return Case(signal, at, last, None, None, heard)
    labels = labels_of(signal)
    rule = route(labels, batch.source.pk, batch.rules)
    service = rule.service if rule else None
    now = [silence for silence in batch.silences if silence.window_at(at)]
    return Case(signal, at, last, rule, silenced(labels, batch.source.pk, service, now), heard)


def known_of(case: Case, batch: Batch) -> Circumstances:
    rule, alert = case.rule, case.open
    return Circumstances(
        at=case.at,
        alert=_open(alert) if alert is not None else None,
        old=old_alert(case.last, incident_of(case.last, batch)) if case.last is not None and alert is None else None,
        rule=rule,
        silence=case.silence.in_words(case.at) if case.silence else "",
        group=group(rule.group_key(labels_of(case.signal)), batch) if rule else None,
        storm=group(rule.storm_key, batch) if rule and rule.storm_limit else None,
        declared=batch.declared.get(rule.id, ()) if rule else (),
        test=case.signal.test,
    )


def _open(alert: Alert) -> OpenAlert:
    return OpenAlert(alert.pk or 0, alert.incident_id, alert.first_at, silenced=alert.triage == Triage.SILENCED)


def _change(case: Case, batch: Batch) -> None:
    """A repeat only counts; a resolution ends the alert, and a later signal begins another one."""
    alert = case.open
    if alert is None:
        return
    alert.last_at = case.at
    alert.count += 1
    after = went(case.signal, case.at)
    if after.state is AlertState.RESOLVED:
        alert.state, alert.ends_at = after.state, after.ends_at
        if alert.incident_id is not None and alert.flapping_since is None:
            batch.resolved[alert.incident_id] = batch.resolved.get(alert.incident_id, 0) + 1
            rule = batch.rows.get(alert.rule_id or 0)
            if rule is not None and rule.resolves:
                batch.ending[alert.incident_id] = rule.name
    if alert.pk is not None:
        batch.touched[alert.pk] = alert


def _settle(case: Case, decision: Decision, batch: Batch) -> Decision:
    """A new alert, or one that was damped or silenced, goes where it was decided."""
    if decision.outcome is Outcome.DECLARE and case.rule is not None:
        decision = declare_for(case.signal, case.at, decision, case.rule, batch)
    elif decision.outcome is Outcome.REOPEN and case.rule is not None:
        decision = reopen_for(decision, case.rule, case.at, batch)
    if decision.outcome in {Outcome.ATTACH, Outcome.REOPEN}:
        decision = _raised(case, decision, batch)
    if decision.outcome is Outcome.DAMP and case.last is not None:
        _damp(case.last, case.at, decision, batch)
        return decision
    alert = case.open
    if alert is None:
        alert = _make(case, decision, batch)
    else:
        _anew(alert, case, decision, batch)
    _note(alert, case, decision, batch)
    return decision


def _make(case: Case, decision: Decision, batch: Batch) -> Alert:
    signal, rule, new = case.signal, case.rule, began(case.signal, case.at, decision, case.rule)
    earlier = [datetime.fromisoformat(at) for at in case.last.begun] if case.last is not None else []
    alert = Alert(
        source=batch.source,
        fingerprint=signal.fingerprint,
        title=signal.title,
        text=signal.text,
        labels=dict(signal.labels),
        severity=signal.severity,
        url=signal.url,
        raw=dict(signal.raw),
        triage=new.triage,
        group_key=new.group_key,
        starts_at=new.starts_at,
        first_at=case.at,
        last_at=case.at,
        incident_id=decision.incident,
        rule_id=rule.id if rule else None,
        silence_id=case.silence.id if case.silence and decision.outcome is Outcome.SILENCE else None,
        reason=new.reason,
        begun=[at.isoformat() for at in beginnings(earlier, case.at)],
    )
    batch.made.append(alert)
    batch.last[signal.fingerprint] = alert
    return alert


def _anew(alert: Alert, case: Case, decision: Decision, batch: Batch) -> None:
    """The silence over an open alert has ended."""
    if case.heard:
        alert.last_at = case.at
        alert.count += 1
    alert.triage, alert.incident_id = triage_after(decision.outcome), decision.incident
    alert.rule_id = case.rule.id if case.rule else None
    alert.group_key = group_key(case.signal, decision, case.rule)
    alert.reason = f"Its silence is over. {reason_of(decision, case.signal, case.at)}"
    _keep(alert, batch)


def _damp(alert: Alert, at: datetime, decision: Decision, batch: Batch) -> None:
    """Taken up again where it was; said once."""
    first = alert.flapping_since is None
    alert.state, alert.ends_at, alert.last_at = AlertState.FIRING, None, at
    alert.count += 1
    alert.begun = [
        began.isoformat() for began in beginnings([datetime.fromisoformat(kept) for kept in alert.begun], at)
    ]
    alert.flapping_since = alert.flapping_since or at
    alert.reason = decision.reason
    if alert.triage == Triage.SILENCED:
        alert.triage = Triage.INBOX
    if first:
        batch.flapping.append(alert)
    _keep(alert, batch)


def _keep(alert: Alert, batch: Batch) -> None:
    if alert.pk is not None:
        batch.touched.pop(alert.pk, None)
        batch.settled[alert.pk] = alert


def _note(alert: Alert, case: Case, decision: Decision, batch: Batch) -> None:
    if decision.incident is not None:
        batch.attached.setdefault(decision.incident, []).append(case.signal.title)
        if alert.group_key and decision.outcome is not Outcome.SILENCE:
            ended = batch.groups.get(alert.group_key)
            resolved_at = ended.resolved_at if ended is not None and decision.outcome is Outcome.ATTACH else None
            batch.groups[alert.group_key] = Group(decision.incident, case.at, resolved_at)
    batch.waiting += alert.triage == Triage.INBOX


def _raised(case: Case, decision: Decision, batch: Batch) -> Decision:
    """A worse alert makes its incident worse, unless a person has set how bad it is."""
    rule, incident = case.rule, decision.incident
    if rule is None or incident is None or not rule.raises or not (rule.severity or case.signal.severity):
        return decision
    row = incident_by_key(incident, batch)
    severity = severity_by(rule, case.signal, batch.severities)
    present = batch.raised.get(incident) or (row.severity if row is not None else "")
    if row is None or not row.is_open or not worse(severity, present, batch.severities) or incident in batch.by_hand:
        return decision
    if severity_set_by_hand(incident):
        batch.by_hand.add(incident)
        return decision
    batch.raised[incident] = severity
    return replace(decision, reason=f"{decision.reason} It is worse than {present}: the incident becomes {severity}.")

"""One signal decided about, within a batch."""

from dataclasses import replace

from hotwash.kernel.core.refusal import Refusal
from hotwash.ports.sources import Signal, SignalState
from hotwash.respond.core.alerts.deciding import (
    Circumstances,
    Decision,
    OpenAlert,
    OpenGroup,
    believed,
    decide,
)
from hotwash.respond.core.alerts.matching import Rule, labels_of, route
from hotwash.respond.core.alerts.taking import Ordered, began, declaration_for, kept, refused, went
from hotwash.respond.core.states import AlertState, FoundBy, Outcome, Triage
from hotwash.respond.models import Alert, Delivery
from hotwash.respond.queries.plugins import sources
from hotwash.respond.steps.alerts.batch import Batch, be_alone, open_group
from hotwash.respond.steps.incidents import declare_incident

TEST_HEADER = "x-hotwash-test"


def take(signal: Signal, row: Delivery, batch: Batch) -> dict[str, object]:
    """Decide about one signal and note what follows; what is kept about it with the delivery."""
    alert = batch.open.get(signal.fingerprint)
    labels = labels_of(signal)
    rule = None if alert is not None or signal.test else route(labels, batch.source.pk, batch.rules)
    key = rule.group_key(labels) if rule else ""
    known = Circumstances(
        at=row.received_at,
        alert=OpenAlert(alert.pk or 0, alert.incident_id, alert.first_at) if alert is not None else None,
        rule=rule,
        group=open_group(key, batch) if key else None,
        test=signal.test,
    )
    decision = decide(signal, known)
    if decision.outcome is Outcome.DECLARE and not batch.alone:
        be_alone(batch)
        decision = decide(signal, replace(known, group=open_group(key, batch)))
    if alert is not None:
        _change(alert, signal, row, batch)
    elif signal.state is SignalState.FIRING:
        decision = _make(signal, row, decision, rule, batch)
    return kept(signal, decision, row.received_at)


def _change(alert: Alert, signal: Signal, row: Delivery, batch: Batch) -> None:
    """A repeat only counts; a resolution ends the alert, and a later signal begins another one."""
    alert.last_at = row.received_at
    alert.count += 1
    after = went(signal, row.received_at)
    if after.state is AlertState.RESOLVED:
        alert.state, alert.ends_at = after.state, after.ends_at
        del batch.open[alert.fingerprint]
        if alert.incident_id is not None:
            batch.resolved[alert.incident_id] = batch.resolved.get(alert.incident_id, 0) + 1
    if alert.pk is not None:
        batch.touched[alert.pk] = alert


def _make(signal: Signal, row: Delivery, decision: Decision, rule: Rule | None, batch: Batch) -> Decision:
    if decision.outcome is Outcome.DECLARE and rule is not None:
        decision = _declare(signal, row, decision, rule, batch)
    new = began(signal, row.received_at, decision, rule)
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
        first_at=row.received_at,
        last_at=row.received_at,
        incident_id=decision.incident,
        rule_id=rule.id if rule else None,
        reason=new.reason,
    )
    batch.made.append(alert)
    batch.open[signal.fingerprint] = alert
    if decision.incident is not None:
        batch.attached.setdefault(decision.incident, []).append(signal.title)
        if alert.group_key:
            batch.groups[alert.group_key] = OpenGroup(decision.incident, row.received_at)
    batch.waiting += alert.triage == Triage.INBOX
    return decision


def _declare(signal: Signal, row: Delivery, decision: Decision, rule: Rule, batch: Batch) -> Decision:
    """Declare the incident that a rule asks for. Where that is refused the alert waits in the inbox, with why."""
    row_of_rule = batch.rows[rule.id]
    ordered = Ordered(row_of_rule.private, row_of_rule.service_id, row_of_rule.policy_id)
    found_by = FoundBy(sources()[batch.source.plugin].found_by)
    declaration = replace(
        declaration_for(signal, rule, ordered, batch.severities, found_by),
        started_at=believed(signal.starts_at, batch.now),
        detected_at=min(row.received_at, batch.now),
    )
    incident = declare_incident(actor=batch.actor, declaration=declaration, now=batch.now)
    if isinstance(incident, Refusal):
        return refused(decision, incident)
    return Decision(decision.outcome, decision.reason, incident.pk)

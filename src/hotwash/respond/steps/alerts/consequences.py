"""What decisions about alerts do to incidents: declared, reopened, made worse, ended."""

from dataclasses import replace
from datetime import datetime, timedelta

from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import step
from hotwash.ports.sources import Signal
from hotwash.respond.core.alerts.deciding import STORM_MINUTES, Decision, believed
from hotwash.respond.core.alerts.matching import Rule
from hotwash.respond.core.alerts.taking import Ordered, declaration_for, refused, title_of_storm
from hotwash.respond.core.lifecycle import Change
from hotwash.respond.core.states import FoundBy
from hotwash.respond.events import AllAlertsOver, IncidentReopened
from hotwash.respond.models import Incident, RoutingRule
from hotwash.respond.queries.plugins import sources
from hotwash.respond.steps.alerts.batch import Batch
from hotwash.respond.steps.incidents import change_severity, change_state, declare_incident


def declare_for(signal: Signal, at: datetime, decision: Decision, rule: Rule, batch: Batch) -> Decision:
    """Declare the incident that a rule asks for. Where that is refused the alert waits in the inbox, with why."""
    row = batch.rows[rule.id]
    ordered = Ordered(row.private, row.service_id, row.policy_id)
    found_by = FoundBy(sources()[batch.source.plugin].found_by)
    declaration = replace(
        declaration_for(signal, rule, ordered, batch.severities, found_by),
        started_at=believed(signal.starts_at, batch.now),
        detected_at=min(at, batch.now),
    )
    if decision.storm:
        declaration = replace(declaration, title=title_of_storm(rule, batch.source.name), summary=decision.reason)
    incident = declare_incident(actor=batch.actor, declaration=declaration, now=batch.now)
    if isinstance(incident, Refusal):
        return refused(decision, incident)
    batch.incidents[incident.pk] = incident
    _remember(rule, at, batch)
    return replace(decision, incident=incident.pk)


def reopen_for(decision: Decision, rule: Rule, at: datetime, batch: Batch) -> Decision:
    """Reopen the incident that was resolved a moment ago, and page for it anew."""
    incident = Incident.objects.get(pk=decision.incident or 0)
    with step(actor=SYSTEM, permission=Permission.RESPOND, scope=incident) as record:
        done = change_state(actor=SYSTEM, incident=incident, change=Change.REOPEN, now=batch.now)
        if isinstance(done, Refusal):
            return refused(decision, done)
        policy = batch.rows[rule.id].policy_id
        record(IncidentReopened(incident_id=incident.pk, reason=decision.reason, at=at, policy=policy))
    batch.incidents[incident.pk] = done
    return decision


def end_with_last_alert(incident_id: int, rule: str, now: datetime) -> None:
    """All alerts of an incident are over, and its rule says that it is then resolved."""
    incident = Incident.objects.get(pk=incident_id)
    if not incident.is_open:
        return
    with step(actor=SYSTEM, permission=Permission.RESPOND, scope=incident) as record:
        record(AllAlertsOver(incident_id=incident.pk, rule=rule))
        change_state(actor=SYSTEM, incident=incident, change=Change.RESOLVE, now=now)


def raise_severity(incident_id: int, severity: str, now: datetime) -> None:
    incident = Incident.objects.get(pk=incident_id)
    change_severity(actor=SYSTEM, incident=incident, severity=severity, now=now)


def _remember(rule: Rule, at: datetime, batch: Batch) -> None:
    """When the rule declared: more than its limit within some minutes is a storm."""
    times = [one for one in batch.declared.get(rule.id, []) if one > at - timedelta(minutes=STORM_MINUTES)]
    batch.declared[rule.id] = [*times, at]
    kept = [one.isoformat() for one in batch.declared[rule.id]]
    RoutingRule.objects.filter(pk=rule.id).update(declared=kept)

"""Deciding by hand about alerts that wait in the inbox."""

from datetime import datetime

from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, conflict
from hotwash.kernel.steps import Recorder, step
from hotwash.respond.core.declaring import Declaration
from hotwash.respond.core.states import Triage
from hotwash.respond.events import AlertsAttached, AlertTriaged
from hotwash.respond.models import Alert, Incident
from hotwash.respond.steps.incidents import declare_incident


def declare_from_alert(
    *, actor: Actor, alert: Alert, declaration: Declaration, version: int, now: datetime
) -> Incident | Refusal:
    """Declare an incident for an alert, which then belongs to it."""
    with step(actor=actor, permission=Permission.RESPOND) as record:
        row = alert.at_version(version)
        if row is None:
            return conflict("this alert")
        incident = declare_incident(actor=actor, declaration=declaration, now=now)
        if isinstance(incident, Refusal):
            return incident
        _settle(row, Triage.ATTACHED, incident, f"{actor.name} declared an incident for it.")
        _record_attached(record, row, incident)
    return incident


def attach_alert(*, actor: Actor, alert: Alert, incident: Incident, version: int, now: datetime) -> Alert | Refusal:
    """Attach an alert to an incident; it may move from another one."""
    del now  # an alert keeps its own times
    with step(actor=actor, permission=Permission.RESPOND, scope=incident) as record:
        row = alert.at_version(version)
        if row is None:
            return conflict("this alert")
        _settle(row, Triage.ATTACHED, incident, f"{actor.name} attached it to {incident.reference}.")
        _record_attached(record, row, incident)
    return row


def dismiss_alert(*, actor: Actor, alert: Alert, why: str, version: int) -> Alert | Refusal:
    """Nothing needs to be done about an alert. Its repeats only count; when it fires anew it is decided about anew."""
    with step(actor=actor, permission=Permission.RESPOND, why=why) as record:
        row = alert.at_version(version)
        if row is None:
            return conflict("this alert")
        said = f": {why.strip()}" if why.strip() else "."
        _settle(row, Triage.DISMISSED, None, f"{actor.name} dismissed it{said}")
        record(AlertTriaged(alert=row.pk, title=row.title, outcome="dismissed"))
    return row


def return_to_inbox(*, actor: Actor, alert: Alert) -> Alert:
    """Undo: an alert waits for triage again."""
    with step(actor=actor, permission=Permission.RESPOND) as record:
        row = Alert.objects.select_for_update(no_key=True).get(pk=alert.pk)
        if row.triage != Triage.INBOX:
            _settle(row, Triage.INBOX, None, f"{actor.name} put it back into the inbox.")
            record(AlertTriaged(alert=row.pk, title=row.title, outcome="put back into the inbox"))
    return row


def _settle(row: Alert, triage: Triage, incident: Incident | None, reason: str) -> None:
    row.triage, row.incident, row.reason = triage, incident, reason
    row.version += 1
    row.save(update_fields=["triage", "incident", "reason", "version"])


def _record_attached(record: Recorder, row: Alert, incident: Incident) -> None:
    record(AlertsAttached(incident_id=incident.pk, source=row.source.name, count=1, titles=(row.title,)))

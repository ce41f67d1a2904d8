"""What stage 1 shows elsewhere: its card on an incident's overview, pages and open incidents on the start page."""

from datetime import datetime, timedelta

from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.panel import Card, CardRow, Panel
from hotwash.respond.core.oncall.rotations import Shift
from hotwash.respond.core.states import COMMANDER, AlertState, Triage
from hotwash.respond.models import Alert, Incident, StakeholderUpdate
from hotwash.respond.queries import (
    Filters,
    incident_list,
    open_pages_of,
    participants_of,
    running_escalation,
    shifts_of,
    visible_alerts,
)

SHOWN = 6
SHIFTS_AHEAD = timedelta(days=14)


def panel(incident: Incident, actor: Actor) -> Panel:
    """``actor`` may see the incident already: whoever shows panels has checked it."""
    del actor
    people = participants_of(incident)
    alerts = Alert.objects.filter(incident=incident)
    context = {
        "incident": incident,
        "commander": next((one for one in people if one.role == COMMANDER), None),
        "others": max(len({one.person_id for one in people}) - 1, 0),
        "escalation": running_escalation(incident),
        "alert_count": alerts.count(),
        "firing_count": alerts.filter(state=AlertState.FIRING).count(),
        "updates": StakeholderUpdate.objects.filter(incident=incident).count(),
    }
    return Panel(title="Response", template="respond/panel.html", order=10, context=context)


def cards(actor: Actor, *, now: datetime) -> list[Card]:
    """Pages that wait for this person first, then what is open, then alerts that wait for a decision."""
    found = []
    pages = list(open_pages_of(actor.person_id)[:SHOWN]) if actor.person_id is not None else []
    if pages:
        rows = [_row(page.incident, f"You are paged: {page.reason}", page.sent_at) for page in pages]
        found.append(Card("paged", "You are paged", 1, rows, len(rows)))
    open_ones = incident_list(actor, Filters(state="open"))
    rows = [_row(row, _due(row, now), row.declared_at) for row in open_ones.order_by("-pk")[:SHOWN]]
    if rows:
        found.append(Card("open", "Open incidents", 10, rows, open_ones.count(), "/incidents/?state=open"))
    inbox = visible_alerts(actor).filter(triage=Triage.INBOX, state=AlertState.FIRING)
    waiting = [
        CardRow("alert", alert.title, f"/alerts/{alert.pk}/", alert.source.name, at=alert.last_at)
        for alert in inbox.order_by("-pk")[:SHOWN]
    ]
    if waiting:
        found.append(Card("inbox", "Alerts that wait for a decision", 15, waiting, inbox.count(), "/alerts/"))
    if actor.person_id is not None:
        shifts = shifts_of(actor.person_id, now, now + SHIFTS_AHEAD)
        rows = [
            CardRow("on call", schedule.name, f"/alerts/on-call/{schedule.pk}/", _shift(shift, now), at=shift.starts_at)
            for schedule, shift in shifts[:SHOWN]
        ]
        if rows:
            found.append(Card("on-call", "My next shifts", 16, rows, len(shifts), "/alerts/on-call/"))
    return found


def _shift(shift: Shift, now: datetime) -> str:
    return "you are on call now" if shift.starts_at <= now else ""


def _row(incident: Incident, detail: str, at: datetime) -> CardRow:
    url = f"/incidents/{incident.reference}/respond/"
    return CardRow(incident.reference, incident.title, url, detail, incident.state, incident.severity, at)


def _due(incident: Incident, now: datetime) -> str:
    if incident.acknowledged_at is None:
        return "nobody has acknowledged"
    if incident.next_update_at is not None and incident.next_update_at <= now:
        return "the next update is overdue"
    return ""

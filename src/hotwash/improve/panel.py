"""The card of stage 7 on the incident's overview; first of all when something has come back."""

from datetime import datetime

from hotwash.improve.core.states import FollowUpState, RecurrenceState
from hotwash.improve.models import FollowUp
from hotwash.improve.queries import agenda, recurrences_of, review_due
from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.panel import Card, CardRow, Panel
from hotwash.respond.models import Incident
from hotwash.respond.queries import visible_incidents


def panel(incident: Incident, actor: Actor) -> Panel:
    now = clock.now()
    proposed = list(recurrences_of(actor, incident).filter(state=RecurrenceState.PROPOSED)[:3])
    looks = agenda(incident, now.date())
    planned = FollowUp.objects.filter(incident=incident, state=FollowUpState.PLANNED).order_by("at").first()
    context = {
        "proposed": proposed,
        "planned": planned,
        "held": FollowUp.objects.filter(incident=incident, state=FollowUpState.HELD).count(),
        "judged": sum(1 for look in looks if look.action.last_verdict),
        "count": len(looks),
        "due": sum(1 for look in looks if look.due),
    }
    title = "This has happened before" if proposed else "Follow-up"
    return Panel(title=title, template="improve/panel.html", order=1 if proposed else 70, context=context)


def cards(actor: Actor, *, now: datetime) -> list[Card]:
    """Follow-up meetings one is invited to, and the periodic review when it is due."""
    meetings = (
        FollowUp.objects.filter(
            incident__in=visible_incidents(actor), invited=actor.person_id or 0, state=FollowUpState.PLANNED
        )
        .select_related("incident")
        .order_by("at")
    )
    rows = [
        CardRow(
            reference=one.incident.reference,
            title=f"Follow-up: {one.incident.title}",
            url=f"/incidents/{one.incident.reference}/improve/follow-ups/{one.pk}/",
            at=one.at,
        )
        for one in meetings[:5]
    ]
    due = review_due(actor)
    if due and due <= now.date():
        rows.append(CardRow("Review", f"The periodic review was due on {due.isoformat()}", "/insights/review/"))
    return [Card(key="follow-ups", title="Follow-ups", order=70, rows=rows, count=len(rows), more="/insights/")]

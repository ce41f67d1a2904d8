"""What stage 2 shows of itself elsewhere."""

from datetime import datetime

from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.panel import Card, CardRow, Panel
from hotwash.respond.models import Incident
from hotwash.team.core.seats import SeatState
from hotwash.team.models import Invitation, Seat
from hotwash.team.queries import places_of


def panel(incident: Incident, actor: Actor) -> Panel:  # noqa: ARG001 - the shape of a panel
    places = places_of(incident)
    seated = [row for place in places for row in place.rows if row.person]
    context = {
        "seated": seated,
        "accepted": sum(row.state == SeatState.ACCEPTED for row in seated),
        "meeting": Invitation.objects.filter(incident=incident).first(),
        "empty": [place for place in places if place.plan.required and not place.settled],
    }
    return Panel(title="Team", template="team/panel.html", order=20, context=context)


def cards(actor: Actor, *, now: datetime) -> list[Card]:
    """Invitations that wait for this person's answer."""
    rows = Seat.objects.filter(person_id=actor.person_id or 0, state=SeatState.INVITED).exclude(
        incident__team_invitation__starts_at__lt=now
    )
    found = rows.select_related("incident", "incident__team_invitation").order_by("-invited_at")[:8]
    lines = [
        CardRow(
            reference=row.incident.reference,
            title=row.incident.title,
            url=f"/incidents/{row.incident.reference}/team/",
            detail="the post-mortem asks whether you come",
            severity=row.incident.severity,
            at=row.incident.team_invitation.starts_at,
        )
        for row in found
    ]
    return [Card(key="invitations", title="You are invited", order=20, rows=lines, count=len(lines))]

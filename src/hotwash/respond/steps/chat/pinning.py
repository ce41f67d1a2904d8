"""What was said becomes an entry of the timeline, at the time at which it was said."""

from datetime import datetime

from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import step
from hotwash.respond.events import SaidPinned
from hotwash.respond.models import Incident

LONGEST = 2000


def pin_said(*, actor: Actor, incident: Incident, text: str, said_by: str, said_at: datetime) -> Incident | Refusal:
    """Mark something for the timeline."""
    said = text.replace("\x00", "").strip()
    if not said:
        return refuse("text", "Say what is to be kept.", "text")
    with step(actor=actor, permission=Permission.COMMENT, scope=incident) as record:
        record(SaidPinned(incident_id=incident.pk, text=said[:LONGEST], said_by=said_by[:200], at=said_at))
    return incident

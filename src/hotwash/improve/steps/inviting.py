"""Mail to whoever is invited to a follow-up: follows each planning, change and cancellation of it."""

from datetime import datetime

from hotwash.improve.core.inviting import Planned, follow_up_letter
from hotwash.improve.core.states import FollowUpState
from hotwash.improve.events import FollowUpPlanned
from hotwash.improve.models import FollowUp
from hotwash.kernel.config import config
from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.steps import step
from hotwash.respond.core.letters import EMAIL
from hotwash.respond.notify import absolute, enqueue
from hotwash.team.calendar import enter


def invite_to_follow_up(event: FollowUpPlanned, *, now: datetime) -> int:
    """Send the calendar entry of this revision; how many messages were queued. An older revision sends nothing."""
    follow_up = FollowUp.objects.select_related("incident", "planned_by").filter(pk=event.follow_up_id).first()
    if follow_up is None or follow_up.sequence != event.sequence:
        return 0
    people = list(follow_up.invited.filter(is_active=True))
    planned = _planned(follow_up)
    organizer = follow_up.planned_by.email if follow_up.planned_by else config().mail_from
    meeting = planned.meeting(organizer, [(person.name, person.email) for person in people])
    # By mail, whatever channels somebody prefers for pages: only mail carries a calendar entry everywhere.
    messages = [
        follow_up_letter(planned, meeting, person.timezone, now).to(person.pk, EMAIL, person.email) for person in people
    ]
    with step(actor=SYSTEM, permission=Permission.EDIT, scope=follow_up.incident):
        enter(meeting, now=now, incident_id=follow_up.incident_id)
        return len(enqueue(messages, now=now))


def _planned(follow_up: FollowUp) -> Planned:
    incident = follow_up.incident
    return Planned(
        id=follow_up.pk,
        incident_id=incident.pk,
        reference=incident.reference,
        title=incident.title,
        at=follow_up.at,
        minutes=follow_up.minutes,
        place=follow_up.place,
        agenda=follow_up.agenda,
        sequence=follow_up.sequence,
        cancelled=follow_up.state == FollowUpState.CANCELLED,
        link=absolute(f"/incidents/{incident.reference}/improve/follow-ups/{follow_up.pk}/"),
    )

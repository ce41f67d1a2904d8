"""Mail to whoever is invited to a follow-up: follows each planning, change and cancellation of it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from hotwash.directory.models import Person
from hotwash.improve.core.states import FollowUpState
from hotwash.improve.events import FollowUpPlanned
from hotwash.improve.models import FollowUp
from hotwash.kernel.config import config
from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.calendar import Meeting, invitation, media_type
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.steps import step
from hotwash.respond.core.letters import EMAIL, File, Outgoing
from hotwash.respond.notify import absolute, enqueue


def invite_to_follow_up(event: FollowUpPlanned, *, now: datetime) -> int:
    """Send the calendar entry of this revision; how many messages were queued. An older revision sends nothing."""
    follow_up = FollowUp.objects.select_related("incident", "planned_by").filter(pk=event.follow_up_id).first()
    if follow_up is None or follow_up.sequence != event.sequence:
        return 0
    people = list(follow_up.invited.filter(is_active=True))
    with step(actor=SYSTEM, permission=Permission.EDIT, scope=follow_up.incident):
        return len(enqueue([_message(follow_up, person, people, now) for person in people], now=now))


def _message(follow_up: FollowUp, person: Person, people: Sequence[Person], now: datetime) -> Outgoing:
    """Calendar entries go by mail, whatever channels somebody prefers for pages: only mail carries them everywhere."""
    incident = follow_up.incident
    local = follow_up.at.astimezone(ZoneInfo(person.timezone))
    off = follow_up.state == FollowUpState.CANCELLED
    what = "Called off" if off else "Changed" if follow_up.sequence else "Invitation"
    link = absolute(f"/incidents/{incident.reference}/improve/follow-ups/{follow_up.pk}/")
    when = f"{local:%A %d %B %Y, %H:%M} ({person.timezone})"
    text = [
        f"Follow-up of {incident.reference} {incident.title}",
        f"{when}, {follow_up.minutes} minutes{', ' + follow_up.place if follow_up.place else ''}",
        "This meeting is called off." if off else "We look at each action: is it done, and did it work?",
        follow_up.agenda,
    ]
    meeting = _meeting(follow_up, people, link)
    return Outgoing(
        channel=EMAIL,
        to=person.email,
        subject=f"{what}: follow-up of {incident.reference}, {local:%d %b %H:%M}",
        text="\n\n".join(part for part in text if part),
        purpose="invitation",
        once=f"follow-up {follow_up.pk} {follow_up.sequence} {person.pk}",
        link=link,
        link_text="Open the follow-up",
        files=(File("follow-up.ics", media_type(meeting), invitation(meeting, now)),),
        incident_id=incident.pk,
        person_id=person.pk,
    )


def _meeting(follow_up: FollowUp, people: Sequence[Person], link: str) -> Meeting:
    incident = follow_up.incident
    return Meeting(
        uid=f"follow-up-{follow_up.pk}@hotwash",
        sequence=follow_up.sequence,
        title=f"Follow-up of {incident.reference}: {incident.title}",
        description=f"{follow_up.agenda}\n\n{link}".strip(),
        starts_at=follow_up.at,
        minutes=follow_up.minutes,
        place=follow_up.place,
        url=link,
        organizer=follow_up.planned_by.email if follow_up.planned_by else config().mail_from,
        people=[(person.name, person.email) for person in people],
        cancelled=follow_up.state == FollowUpState.CANCELLED,
    )

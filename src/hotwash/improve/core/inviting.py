"""The follow-up meeting as a calendar entry, and the letter that carries it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hotwash.kernel.core.calendar import Meeting, invitation, media_type
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.respond.core.letters import File, Letter

SHORTEST, LONGEST = 5, 480  # minutes
LATEST = timedelta(days=366)  # how long ago what is written down afterwards may have been
FARTHEST = timedelta(days=3 * 366)


def unfit_meeting(at: datetime, minutes: int, outside: Sequence[str], now: datetime) -> Refusal | None:
    """Why a meeting can't be planned like this, if so. ``outside`` are the names of those invited who may not see the
    incident.
    """
    if not now - LATEST <= at <= now + FARTHEST:
        return refuse("at", "That day is too far away. Check the year.", "at")
    if not SHORTEST <= minutes <= LONGEST:
        return refuse("minutes", "A meeting takes between 5 minutes and 8 hours.", "minutes")
    if outside:
        return refuse("invited", f"The incident is private: add {', '.join(outside)} to it first.", "invited")
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A revision of a follow-up: ``sequence`` counts them, ``cancelled`` is the last one of what is called off."""

    id: int
    incident_id: int
    reference: str
    title: str
    at: datetime
    minutes: int
    place: str
    agenda: str
    sequence: int
    cancelled: bool
    link: str

    def meeting(self, organizer: str, people: Sequence[tuple[str, str]]) -> Meeting:
        """``people``: name and address of everybody who is invited."""
        return Meeting(
            uid=f"follow-up-{self.id}@hotwash",
            sequence=self.sequence,
            title=f"Follow-up of {self.reference}: {self.title}",
            description=f"{self.agenda}\n\n{self.link}".strip(),
            starts_at=self.at,
            minutes=self.minutes,
            place=self.place,
            url=self.link,
            organizer=organizer,
            people=list(people),
            cancelled=self.cancelled,
        )


def follow_up_letter(planned: Planned, meeting: Meeting, zone: str, now: datetime) -> Letter:
    """What one person reads, in the ``zone`` where they live."""
    local = planned.at.astimezone(ZoneInfo(zone))
    what = "Called off" if planned.cancelled else "Changed" if planned.sequence else "Invitation"
    place = f", {planned.place}" if planned.place else ""
    text = [
        f"Follow-up of {planned.reference} {planned.title}",
        f"{local:%A %d %B %Y, %H:%M} ({zone}), {planned.minutes} minutes{place}",
        "This meeting is called off." if planned.cancelled else "We look at each action: is it done, and did it work?",
        planned.agenda,
    ]
    return Letter(
        subject=f"{what}: follow-up of {planned.reference}, {local:%d %b %H:%M}",
        text="\n\n".join(part for part in text if part),
        purpose="invitation",
        once=f"follow-up {planned.id} {planned.sequence}",
        link=planned.link,
        link_text="Open the follow-up",
        files=(File("follow-up.ics", media_type(meeting), invitation(meeting, now)),),
        incident_id=planned.incident_id,
    )

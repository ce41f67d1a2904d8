"""The meeting of the post-mortem team: what is a meeting, and the letter that invites to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotwash.kernel.core.calendar import Meeting, invitation, media_type
from hotwash.kernel.core.refusal import Reason, Refusal
from hotwash.respond.core.letters import File, Letter
from hotwash.respond.core.messages import filled
from hotwash.team.core.answering import uid_of

LONGEST_MEETING = 8 * 60
DEFAULT_TEXT = "You are invited to {reference} {title} as {seat}."


@dataclass(frozen=True, slots=True)
class MeetingValues:
    """``starts_at`` is aware; ``note`` is added to the mail."""

    starts_at: datetime
    minutes: int = 60
    place: str = ""
    note: str = ""

    def unfit(self, now: datetime) -> Refusal | None:
        reasons = []
        if self.starts_at <= now:
            reasons.append(Reason("starts_at", "This time has passed. Choose one that is to come.", "starts_at"))
        if not 1 <= self.minutes <= LONGEST_MEETING:
            reasons.append(Reason("minutes", f"Between 1 and {LONGEST_MEETING} minutes.", "minutes"))
        return Refusal(tuple(reasons)) if reasons else None


@dataclass(frozen=True, slots=True)
class Occasion:
    """The post-mortem that is met about. ``url`` is the page of its team; ``people`` are names with their addresses."""

    incident_id: int
    reference: str
    title: str
    url: str
    organizer: str
    people: Sequence[tuple[str, str]]

    def meeting(self, values: MeetingValues, sequence: int) -> Meeting:
        return Meeting(
            uid=uid_of(self.incident_id),
            title=f"Post-mortem of {self.reference}: {self.title}",
            starts_at=values.starts_at,
            minutes=values.minutes,
            organizer=self.organizer,
            people=list(self.people),
            sequence=sequence,
            place=values.place,
            description=values.note,
            url=self.url,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is invited: the number of the seat, its name, and the signed link of the answer."""

    seat: int
    name: str
    link: str


def invitation_letter(occasion: Occasion, meeting: Meeting, asked: Asked, template: str, now: datetime) -> Letter:
    """One person's invitation, with the calendar entry."""
    named = {"reference": occasion.reference, "title": occasion.title, "url": occasion.url, "seat": asked.name}
    place = f", {meeting.place}" if meeting.place else ""
    when = f"{meeting.starts_at:%A, %d %B %Y, %H:%M} UTC, {meeting.minutes} minutes{place}"
    return Letter(
        subject=meeting.title,
        text="\n\n".join(part for part in (filled(template, named), when, meeting.description) if part),
        purpose="invitation",
        once=f"team-{occasion.incident_id}-{asked.seat}-{meeting.sequence}",
        link=asked.link,
        link_text="Answer the invitation",
        files=(File("invitation.ics", media_type(meeting), invitation(meeting, now)),),
        incident_id=occasion.incident_id,
    )

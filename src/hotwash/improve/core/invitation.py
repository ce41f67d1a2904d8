"""A follow-up meeting as a calendar entry for mail (RFC 5545, RFC 5546): asked for, changed, called off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText


@dataclass(frozen=True, slots=True)
class Meeting:
    """``uid`` stays over all changes, ``sequence`` counts them. Times are aware; people are (name, address)."""

    uid: str
    sequence: int
    title: str
    description: str
    at: datetime
    minutes: int
    place: str
    url: str
    organiser: str
    people: Sequence[tuple[str, str]]
    cancelled: bool = False

    @property
    def method(self) -> str:
        return "CANCEL" if self.cancelled else "REQUEST"


def invitation_text(meeting: Meeting, now: datetime) -> str:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", meeting.at)
    event.add("dtend", meeting.at + timedelta(minutes=meeting.minutes))
    event.add("summary", meeting.title)
    event.add("description", meeting.description)
    event.add("url", meeting.url)
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    event.add("organizer", vCalAddress(f"mailto:{meeting.organiser}"))
    if meeting.place:
        event.add("location", meeting.place)
    for name, address in meeting.people:
        attendee = vCalAddress(f"mailto:{address}")
        attendee.params["CN"] = vText(name)
        attendee.params["RSVP"] = vText("TRUE")
        event.add("attendee", attendee)
    calendar = Calendar()
    calendar.add("prodid", "-//Hotwash//follow-up//EN")
    calendar.add("version", "2.0")
    calendar.add("method", meeting.method)
    calendar.add_component(event)
    return bytes(calendar.to_ical()).decode("utf-8")

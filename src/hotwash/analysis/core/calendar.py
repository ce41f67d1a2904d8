"""The debrief as a calendar entry (RFC 5545)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText


@dataclass(frozen=True, slots=True)
class Meeting:
    """`uid` stays the same when it is moved; `sequence` counts the moves. Times are aware."""

    uid: str
    title: str
    starts_at: datetime
    minutes: int
    place: str
    description: str
    sequence: int
    people: Sequence[tuple[str, str]]  # name, address


def to_ics(meeting: Meeting, now: datetime) -> bytes:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + timedelta(minutes=meeting.minutes))
    event.add("summary", meeting.title)
    event.add("description", meeting.description)
    if meeting.place:
        event.add("location", meeting.place)
    for name, address in meeting.people:
        attendee = vCalAddress(f"mailto:{address}")
        attendee.params["cn"] = vText(name)
        attendee.params["rsvp"] = vText("TRUE")
        event.add("attendee", attendee)
    calendar = Calendar()
    calendar.add("prodid", "-//Hotwash//debrief//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    calendar.add_component(event)
    return bytes(calendar.to_ical())

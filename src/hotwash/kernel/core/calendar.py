"""A meeting as an iCalendar invitation (RFC 5545, iTIP of RFC 5546)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Component, Event, vCalAddress, vText

PRODUCT = "-//Hotwash//meetings//EN"
DECIDED = {"ACCEPTED": True, "DECLINED": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """``uid`` stays the same when it is moved and ``sequence`` counts the moves. Times are aware.

    ``people`` are (name, e-mail address); ``organizer`` is an e-mail address.
    """

    uid: str
    title: str
    starts_at: datetime
    minutes: int
    organizer: str
    people: Sequence[tuple[str, str]]
    sequence: int = 0
    place: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False


def invitation(meeting: Meeting, now: datetime) -> str:
    """The text of a ``text/calendar`` part: a request, or a cancellation."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", _method(meeting))
    calendar.add_component(_event(meeting, now))
    return bytes(calendar.to_ical()).decode()


def kept_entry(meeting: Meeting, now: datetime) -> str:
    """The text as a calendar server keeps it: without a METHOD (RFC 4791, section 4.1)."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(_event(meeting, now))
    return bytes(calendar.to_ical()).decode()


@dataclass(frozen=True, slots=True)
class Answers:
    """What people said about one entry. ``accepts`` by e-mail address in lower case; who has not decided is absent."""

    uid: str
    sequence: int
    accepts: Mapping[str, bool]


def answers_in(text: str) -> list[Answers]:
    """The answers in a calendar's text: an entry as a server keeps it, or the REPLY of a mail program (RFC 5546).

    Foreign text: what is no calendar has no answers.
    """
    try:
        calendar = Calendar.from_ical(text)
        return [_answers(event) for event in calendar.walk("VEVENT") if event.get("uid")]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return []


def _answers(event: Component) -> Answers:
    found = event.get("attendee", [])
    said = {}
    for attendee in found if isinstance(found, list) else [found]:
        address = str(attendee).strip().lower().removeprefix("mailto:")
        word = str(getattr(attendee, "params", {}).get("partstat", "")).upper()
        if word in DECIDED:
            said[address] = DECIDED[word]
    return Answers(str(event["uid"]), _number(event.get("sequence", 0)), said)


def _number(found: object) -> int:
    try:
        return int(str(found))
    except ValueError:
        return 0


def media_type(meeting: Meeting) -> str:
    return f"text/calendar; method={_method(meeting)}; charset=utf-8"


def _method(meeting: Meeting) -> str:
    return "CANCEL" if meeting.cancelled else "REQUEST"


def _event(meeting: Meeting, now: datetime) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + timedelta(minutes=meeting.minutes))
    event.add("summary", meeting.title)
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    event.add("organizer", vCalAddress(f"mailto:{meeting.organizer}"))
    for name, value in (("description", meeting.description), ("location", meeting.place), ("url", meeting.url)):
        if value:
            event.add(name, value)
    for name, address in meeting.people:
        attendee = vCalAddress(f"mailto:{address}")
        attendee.params["cn"] = vText(name)
        attendee.params["rsvp"] = vText("TRUE")
        attendee.params["partstat"] = vText("NEEDS-ACTION")
        event.add("attendee", attendee, encode=False)
    return event

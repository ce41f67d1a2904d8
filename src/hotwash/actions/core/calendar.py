"""Due actions as iCalendar (RFC 5545): a whole-day event for each, as most calendars show no tasks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event


@dataclass(frozen=True, slots=True)
class DueEntry:
    uid: str
    title: str
    due: date
    url: str


def calendar_text(entries: Iterable[DueEntry], now: datetime) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Hotwash//actions//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Hotwash: my actions")
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.uid}@hotwash")
        event.add("dtstamp", now)
        event.add("dtstart", entry.due)
        event.add("dtend", entry.due + timedelta(days=1))
        event.add("summary", f"Due: {entry.title}")
        event.add("url", entry.url)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())

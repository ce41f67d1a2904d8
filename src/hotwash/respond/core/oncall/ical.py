"""Shifts as a calendar that others subscribe to (RFC 5545), with stable UIDs and the schedule's own time zone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from hotwash.respond.core.oncall.rotations import Shift

BACK: Final = timedelta(days=35)  # how far a feed looks back
AHEAD: Final = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Watch:
    """The shifts of one schedule, which a feed shows."""

    schedule: int
    name: str
    zone: ZoneInfo
    shifts: Sequence[Shift]


def calendar_of(title: str, watches: Sequence[Watch], names: Mapping[int, str], now: datetime) -> bytes:
    """The whole calendar. Gaps are events too, so that whoever looks sees them."""
    calendar = Calendar()
    calendar.add("prodid", "-//Hotwash//on call//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    begins = min((shift.starts_at for watch in watches for shift in watch.shifts), default=now)
    for watch in watches:
        for shift in watch.shifts:
            calendar.add_component(_event(watch, shift, names, begins, now))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def uid_of(schedule: int, shift: Shift, first: datetime) -> str:
    """The same for the same shift whenever the feed is read; one that began before the feed does is named by that."""
    begins = "before" if shift.starts_at <= first else f"{shift.starts_at:%Y%m%dT%H%M%SZ}"
    return f"on-call-{schedule}-{shift.person or 'nobody'}-{begins}@hotwash"


def _event(watch: Watch, shift: Shift, names: Mapping[int, str], first: datetime, now: datetime) -> Event:
    event = Event()
    event.add("uid", uid_of(watch.schedule, shift, first))
    event.add("dtstamp", now)
    event.add("dtstart", shift.starts_at.astimezone(watch.zone))
    event.add("dtend", shift.ends_at.astimezone(watch.zone))
    person = names.get(shift.person, "somebody") if shift.person is not None else "Nobody"
    event.add("summary", f"{person} on call: {watch.name}" if shift.person else f"Nobody on call: {watch.name}")
    event.add("transp", "TRANSPARENT")  # being on call is not being busy
    if shift.via == "override":
        event.add("description", "Override")
    return event

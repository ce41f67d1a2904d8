"""Calendars (iCalendar, RFC 5545): each event at its begin."""

import re

from hotwash.ports.formats import Detail
from hotwash.ports.reading.blocks import BlockFormat, Lines

_SUMMARY = re.compile(r"SUMMARY[^:]*:(.*)")


def describe(lines: Lines) -> Detail:
    found = next((match[1] for text in lines if (match := _SUMMARY.match(text))), "")
    return Detail(found or "Event", None, "calendar.event")


plugin = BlockFormat(
    "calendar",
    "Calendar",
    re.compile(r"BEGIN:VEVENT"),
    re.compile(r"^DTSTART[^:]*:(?P<when>\d{8}T\d{6}Z?)"),
    describe,
    re.compile(r"(?m)^BEGIN:VCALENDAR"),
    score=0.97,
)

"""How any later stage puts a meeting into the team's calendar: a row in its own transaction; the worker writes it.

Where no calendar is set, nothing happens: the invitation by mail carries the entry in any case.
"""

from datetime import datetime
from urllib.parse import unquote, urlsplit

from hotwash.kernel.config import config
from hotwash.kernel.core.calendar import Meeting, kept_entry
from hotwash.kernel.http import collector_client
from hotwash.kernel.outbox import wake
from hotwash.ports.calendars import Calendar, Shelf
from hotwash.ports.registry import plugins
from hotwash.team.core.seats import EntryState
from hotwash.team.events import CalendarDue
from hotwash.team.models import CalendarEntry


def enter(meeting: Meeting, *, now: datetime, incident_id: int | None = None) -> CalendarEntry | None:
    """The meeting will stand in the calendar as it is now. Inside a transaction."""
    if not config().calendar_url.get_secret_value():
        return None
    row, _ = CalendarEntry.objects.update_or_create(
        uid=meeting.uid,
        defaults={
            "incident_id": incident_id,
            "text": kept_entry(meeting, now),
            "starts_at": meeting.starts_at,
            "sequence": meeting.sequence,
            "state": EntryState.WAITING,
            "attempts": 0,
            "begun_at": now,
            "due_at": now,
            "error": "",
            "heard": {},
        },
    )
    wake(CalendarDue(entry=row.pk), at=now)
    return row


def shelf() -> tuple[Calendar, Shelf] | None:
    """The calendar of the settings with the plugin for it; None where none is set, or none knows its kind."""
    url = urlsplit(config().calendar_url.get_secret_value())
    known = plugins("calendars", Calendar)  # type: ignore[type-abstract]  # a protocol on purpose
    found = known.get(url.scheme) or known.get(url.scheme.removesuffix("s"))
    if found is None or not url.hostname:
        return None
    host = url.netloc.rpartition("@")[2]
    scheme = "http" if url.scheme == found.key else "https"
    address = f"{scheme}://{host}{url.path}"
    return found, Shelf(address, collector_client(), unquote(url.username or ""), unquote(url.password or ""))

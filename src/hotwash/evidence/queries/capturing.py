"""Captured commands: which run now, and their lines while they do."""

from itertools import islice

from django.db.models import QuerySet

from hotwash.evidence.core.capturing import Row
from hotwash.evidence.models import Capture
from hotwash.kernel.rows import existing
from hotwash.respond.models import Incident

SHOWN = 300


def captures_of(incident: Incident) -> QuerySet[Capture]:
    """All, the newest first."""
    return Capture.objects.filter(incident=incident).select_related("file", "started_by")


def running_captures(incident: Incident) -> list[Capture]:
    """Those that did not end."""
    return list(captures_of(incident).filter(ended_at=None))


def get_capture(incident: Incident, key: str | int) -> Capture:
    """By its own key, or by the number of its row."""
    rows = captures_of(incident).select_related("incident")
    found = rows.filter(pk=key) if isinstance(key, int) else rows.filter(key=key)
    return existing(found, f"There is no such capture in {incident.reference}.")


def captured_lines(capture: Capture, start: int | None = None, count: int = SHOWN) -> list[tuple[int, Row]]:
    """Lines by number from 1, from ``start`` on (counted from 0), else the last ones, as they may be seen.

    Once it ended they are in its file.
    """
    first = max(0, capture.lines - count) if start is None else start
    before = capture.parts.filter(first__lte=first).order_by("-first").first()
    parts = capture.parts.filter(first__gte=before.first if before else 0).order_by("first")
    found = ((part.first + place, row) for part in parts.iterator(chunk_size=5) for place, row in enumerate(part.rows))
    wanted = ((number + 1, Row(row[0], row[-1])) for number, row in found if number >= first)
    return list(islice(wanted, count))

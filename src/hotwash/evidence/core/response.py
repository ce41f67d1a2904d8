"""Which events of the response stand on the timeline, and at what time."""

from collections.abc import Mapping
from datetime import UTC, datetime

LANE = "response"
SHOWN = (
    "respond.incident_declared",
    "respond.severity_changed",
    "respond.state_changed",
    "respond.acknowledged",
    "respond.role_taken",
    "respond.role_left",
    "respond.note_said",
    "respond.said_pinned",
    "respond.people_paged",
    "respond.channels_called",
    "respond.paged_otherwise",
    "respond.page_declined",
    "respond.escalation_exhausted",
    "respond.update_sent",
    "respond.alerts_attached",
    "respond.alerts_resolved",
)


def belongs(kind: str, payload: Mapping[str, object]) -> bool:
    """Whether a line of the log is part of the sequence: that the post-mortem was closed weeks later is not."""
    return kind in SHOWN and "closed" not in (payload.get("before"), payload.get("after"))


def time_of(payload: Mapping[str, object], written: datetime) -> datetime:
    """What an event is about may be earlier than when it was written down: its own ``at`` counts."""
    own = payload.get("at")
    if not isinstance(own, str):
        return written
    try:
        found = datetime.fromisoformat(own)
    except ValueError:
        return written
    return found if found.tzinfo else found.replace(tzinfo=UTC)

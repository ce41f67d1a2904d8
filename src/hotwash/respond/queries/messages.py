"""What was sent to whom, with the attempts, and what does not get through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotwash.respond.core.messages.troubles import Stuck, Trouble, troubles
from hotwash.respond.core.states import NotificationState
from hotwash.respond.models import DeliveryAttempt, Incident, Notification
from hotwash.respond.queries.plugins import channel_title, shown_address

SHOWN_MESSAGES = 60
SHOWN_TRIES = 12
MOST_STUCK = 500


def _notifications_of(incident: Incident) -> Sequence[Notification]:
    """Who was sent what, newest first, with the attempts."""
    rows = Notification.objects.filter(incident=incident).select_related("person").prefetch_related("tries")
    return list(rows.order_by("-pk")[:SHOWN_MESSAGES])


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as the page tells it: the channel by its name, no secret in the address, the last attempts first."""

    row: Notification
    channel: str
    to: str
    tries: Sequence[DeliveryAttempt]
    next_at: datetime | None


def messages_of(incident: Incident) -> list[Shown]:
    return [shown(row) for row in _notifications_of(incident)]


def troubles_of(incident: Incident) -> list[Trouble]:
    """Messages of an incident that have failed and will be tried again, by channel and reason."""
    waiting = Notification.objects.filter(incident=incident, state=NotificationState.WAITING).exclude(error="")
    rows = waiting.order_by("pk").values_list("channel", "error", "due_at")[:MOST_STUCK]
    return troubles(Stuck(channel_title(channel), error, due) for channel, error, due in rows)


def shown(row: Notification) -> Shown:
    tries = list(row.tries.all())[::-1][:SHOWN_TRIES]
    next_at = row.due_at if row.state == NotificationState.WAITING else None
    return Shown(row, channel_title(row.channel), shown_address(row.channel, row.to), tries, next_at)

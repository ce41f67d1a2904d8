"""What a page says about messages that do not get through."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stuck:
    """A message that has failed and will be tried again."""

    channel: str
    error: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Trouble:
    """Messages over one channel that wait for the same reason; ``next_at`` is the first attempt to come."""

    channel: str
    error: str
    count: int
    next_at: datetime


def troubles(stuck: Iterable[Stuck]) -> list[Trouble]:
    """One for each channel and reason, the largest first."""
    found: dict[tuple[str, str], list[datetime]] = {}
    for one in stuck:
        found.setdefault((one.channel, one.error), []).append(one.due_at)
    rows = [Trouble(channel, error, len(times), min(times)) for (channel, error), times in found.items()]
    return sorted(rows, key=lambda row: (-row.count, row.channel, row.error))

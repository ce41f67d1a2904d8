"""Which of the messages that wait for one address is sent next: in order, as far as nothing is held up by it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from hotwash.respond.core.messages.sending import goes_first


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message as the queue of its address sees it; ``pk`` grows with the time it was written. ``taken_until``: a
    worker is at it.
    """

    pk: int
    purpose: str
    begun: datetime
    due_at: datetime
    taken_until: datetime | None = None

    def is_taken(self, now: datetime) -> bool:
        return self.taken_until is not None and self.taken_until > now


def whose_turn(queue: Sequence[Waiting], tried: Collection[int], now: datetime) -> int | None:
    """The message to try now, None when none is due or all that are have to wait. ``queue`` in order of ``pk``;
    ``tried``: those that have just failed.

    Where one is due, those before it are tried first, even if their next attempt is later: else a server that is back
    would get the newest first. What fails, or is being sent, holds up all after it but pages.
    """
    due = [one.pk for one in queue if one.due_at <= now and one.pk not in tried and not one.is_taken(now)]
    held_up = False
    for one in queue:
        if not due or one.pk > due[-1]:
            break
        if one.pk in tried or one.is_taken(now):
            held_up = True
        elif not held_up or (one.due_at <= now and goes_first(one.purpose, one.begun, now)):
            return one.pk
    return None

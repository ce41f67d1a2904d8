"""When a message is tried again, and when it is given up."""

from datetime import datetime, timedelta

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=5)
PATIENCE = timedelta(days=1)


def next_attempt(attempts: int, begun: datetime, now: datetime, after: float | None = None) -> datetime | None:
    """When to try again after so many failed ``attempts``; None when a day has passed since it was ``begun``.

    The pauses double; ``after`` is the least wait in seconds that the other side has asked for.
    """
    if now - begun >= PATIENCE:
        return None
    pause = min(FIRST_PAUSE * (1 << min(max(attempts, 1) - 1, 10)), LONGEST_PAUSE)
    return now + max(pause, timedelta(seconds=after or 0))

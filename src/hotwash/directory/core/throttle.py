"""How long a client waits after failed sign-ins: nothing for a few, then ever longer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

FREE = 5
WINDOW = timedelta(minutes=15)
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=5)


def wait_until(failures: Sequence[datetime], *, now: datetime) -> datetime | None:
    """The time before which no further attempt is taken, or None when one may be made now.

    ``failures`` are the failed attempts of one account or one client; those older than ``WINDOW`` do not count.
    After ``FREE``
    of them the wait is ``FIRST_WAIT`` and doubles with each, up to ``LONGEST_WAIT``.
    """
    recent = sorted(at for at in failures if now - at < WINDOW)
    if len(recent) < FREE:
        return None
    wait = min(FIRST_WAIT * 2 ** (len(recent) - FREE), LONGEST_WAIT)
    until = recent[-1] + wait
    return until if until > now else None

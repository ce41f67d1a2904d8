"""When a message is tried again, when the next way is tried as well, and when it is given up."""

from datetime import datetime, timedelta
from zlib import crc32

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE_OF_A_PAGE = timedelta(minutes=1)
PATIENCE = timedelta(days=1)
SPREAD = 0.2  # by how much of itself a pause is shorter or longer, so that not everything comes at once
LEASE = timedelta(minutes=2)  # how long a worker may take over one message before another one tries
IN_ORDER_FOR = timedelta(minutes=30)  # how long messages to an address wait for one before them that fails
TRIES_OF_A_PAGE = 2  # failed attempts after which the next contact method is used as well
PATIENCE_WITH_A_WAY = timedelta(minutes=10)  # the same for everything else, by time

PAGE = "page"
CODE = "code"
TEST = "test"
#: Purposes that no quiet hours hold back. A code and a test were asked for by whoever gets them.
PIERCING = frozenset({PAGE, CODE, TEST})


def next_attempt(
    attempts: int, begun: datetime, now: datetime, after: float | None = None, *, name: str = "", purpose: str = ""
) -> datetime | None:
    """When to try again after so many failed ``attempts``; None when a day has passed since it was ``begun``.

    The pauses double; those of a page grow to a minute only. ``after`` is the least wait in seconds that the other
    side has asked for. ``name`` of the message spreads the pauses, always by the same for the same attempt.
    """
    if now - begun >= PATIENCE:
        return None
    longest = LONGEST_PAUSE_OF_A_PAGE if purpose == PAGE else LONGEST_PAUSE
    pause = min(FIRST_PAUSE * (1 << min(max(attempts, 1) - 1, 10)), longest) * spread(name, attempts)
    return now + max(pause, timedelta(seconds=after or 0))


def spread(name: str, attempts: int) -> float:
    """A factor around 1 that looks like chance and is none."""
    if not name:
        return 1.0
    share = crc32(f"{name} {attempts}".encode()) / 0xFFFFFFFF
    return 1 - SPREAD + 2 * SPREAD * share


def falls_over(purpose: str, attempts: int, begun: datetime, now: datetime, after: float | None = None) -> bool:
    """Whether a message that still fails is sent over the person's next contact method as well.

    A page does not wait for a second try where the other side asks to come back ``after`` more seconds than a few.
    """
    if purpose == PAGE:
        return attempts >= TRIES_OF_A_PAGE or (after or 0) > FIRST_PAUSE.total_seconds()
    return now - begun >= PATIENCE_WITH_A_WAY


def goes_first(purpose: str, begun: datetime, now: datetime) -> bool:
    """Whether a message is sent although one before it to the same address still fails: a page at once, others when
    they have waited long enough.
    """
    return purpose == PAGE or now - begun >= IN_ORDER_FOR

"""People who wait for a page come first; the worker's timers are good to a second all the same."""

import os
from contextlib import suppress
from pathlib import Path

NICENESS = 5
SESSION = Path("/proc/self/autogroup")


def let_others_first(niceness: int = NICENESS) -> None:
    """Linux may weigh whole sessions against each other, and the worker has one of its own: that is told there too."""
    os.nice(niceness)
    with suppress(OSError):
        SESSION.write_text(str(niceness), encoding="ascii")

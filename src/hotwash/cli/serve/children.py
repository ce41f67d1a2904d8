"""The processes that the supervisor looks after."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

BAD_USE = 2  # a part that ends so can't be helped by another start
SUPERVISOR = "HOTWASH_SUPERVISOR"  # tells a child whom to end with
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 2.0  # a pager must not sleep
SETTLED_SECONDS = 30.0  # one that lived this long was fine: the pauses begin anew


def pause_after(failures: int) -> float:
    """Seconds to wait before the next start, after so many ends in a row."""
    return float(min(FIRST_PAUSE_SECONDS * 2.0 ** max(failures - 1, 0), LONGEST_PAUSE_SECONDS))


@dataclass(slots=True)
class Child:
    """One command of ours that should always run, or run ``once``; ``name`` stands before each line it prints."""

    name: str
    arguments: Sequence[str]
    files: Sequence[int] = ()
    once: bool = False
    process: "subprocess.Popen[bytes] | None" = None
    began: float = 0.0
    failures: int = 0
    due: float | None = field(default=None)

    def start(self, environment: Mapping[str, str], now: float) -> IO[bytes]:
        """Start it in a session of its own (Ctrl-C reaches the supervisor alone); gives what it prints."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hotwash", *self.arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=tuple(self.files),
            env={**os.environ, **environment, SUPERVISOR: str(os.getpid()), "PYTHONUNBUFFERED": "1"},
            start_new_session=True,
        )
        self.began = now
        self.due = None
        assert self.process.stdout is not None
        return self.process.stdout

    def ended(self) -> int | None:
        """Its exit code, if it ran and has ended."""
        return None if self.process is None else self.process.poll()

    def plan_restart(self, now: float) -> float:
        """Plan the next start after an end; gives the pause."""
        self.failures = 1 if now - self.began > SETTLED_SECONDS else self.failures + 1
        self.process = None
        pause = pause_after(self.failures)
        self.due = now + pause
        return pause

    def tell(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)


def how_it_ended(code: int) -> str:
    """An exit code in words."""
    if code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    return f"ended with code {code}"

"""The supervisor's loop: start the parts, pass on what they say, start again what ends, end everything when told to.

It sleeps until something happens: a child says something or ends, a signal comes, a planned start is due, the first
answer of the web process arrives.
"""

import os
import selectors
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from types import FrameType
from typing import IO

from hotwash.cli.serve.children import BAD_USE, Child, how_it_ended
from hotwash.cli.serve.output import Output, seconds_since
from hotwash.cli.serve.probe import Probe
from hotwash.kernel.postgres import DatabaseFailure, EmbeddedPostgres

STOP_SECONDS = 8.0
TRIES_BEFORE_FIRST_ANSWER = 3
LONGEST_SLEEP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run. ``database`` is None when somebody else's is used; ``afterwards`` runs once, when pages answer."""

    address: str
    listening: socket.socket
    database: EmbeddedPostgres | None
    environment: dict[str, str]
    welcome: str
    afterwards: tuple[str, ...] = ()
    began: float = field(default_factory=time.monotonic)


class Supervisor:
    """Runs a plan until a signal; ``run`` gives the exit code."""

    def __init__(self, plan: Plan, output: Output) -> None:
        self._plan = plan
        self._out = output
        self._events = selectors.DefaultSelector()
        self._web = Child("web", ("web", "--fd", str(plan.listening.fileno())), (plan.listening.fileno(),))
        self._worker = Child("worker", ("worker",))
        self._running: list[Child] = []
        self._probe: Probe | None = None
        self._signals = 0
        self._answered = False

    def run(self) -> int:
        with wake_up_on_signals(self._on_signal) as wake:
            self._events.register(wake, selectors.EVENT_READ, partial(wake.recv, 4096))
            self._start(self._web)
            self._ask()
            failed = False
            while not self._signals and not failed:
                self._sleep()
                failed = self._look_after()
            self._stop()
        return int(failed)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the signature of handlers
        if number != signal.SIGCHLD:
            self._signals += 1

    def _start(self, child: Child) -> None:
        said = child.start(self._plan.environment, time.monotonic())
        self._events.register(said, selectors.EVENT_READ, partial(self._hear, child.name, said))
        if child not in self._running:
            self._running.append(child)

    def _hear(self, name: str, said: IO[bytes]) -> None:
        if not self._out.pass_on(name, said):
            self._events.unregister(said)
            said.close()

    def _sleep(self, longest: float = LONGEST_SLEEP_SECONDS) -> None:
        now = time.monotonic()
        due = [child.due - now for child in self._running if child.due is not None]
        if self._probe is not None and self._probe.due is not None:
            due.append(self._probe.due - now)
        for key, _ in self._events.select(max(0.0, min([longest, *due]))):
            callback: Callable[[], object] = key.data
            callback()

    def _look_after(self) -> bool:
        """Do what is due; whether there is no sense in going on."""
        database = self._plan.database
        if database is not None and database.died():
            self._out.say("The database ended. Starting it again.", "database")
            try:
                database.restart()
            except DatabaseFailure as error:
                self._out.say(str(error), "database")
                return True
        for child in list(self._running):
            if self._look_at(child):
                return True
        if self._probe is not None and self._probe.due is not None and self._probe.due <= time.monotonic():
            self._ask()
        return False

    def _look_at(self, child: Child) -> bool:
        now = time.monotonic()
        code = child.ended()
        if code is not None and child.once:
            self._running.remove(child)
        elif code is not None:
            pause = child.plan_restart(now)
            hopeless = code == BAD_USE or child.failures >= TRIES_BEFORE_FIRST_ANSWER
            if child is self._web and not self._answered and hopeless:
                self._out.say("The web process does not start; the reason stands above.")
                return True
            self._out.say(f"{child.name} {how_it_ended(code)}. Starting it again in {pause:.1f} s.")
        elif child.process is None and child.due is not None and child.due <= now:
            self._start(child)
        return False

    def _ask(self) -> None:
        """Ask the web process whether it is ready; it answers when it is."""
        if self._probe is not None:
            self._probe.close(self._events)
        self._probe = Probe(self._plan.listening)
        self._events.register(self._probe.socket, selectors.EVENT_READ, self._on_answer)

    def _on_answer(self) -> None:
        assert self._probe is not None
        if not self._probe.read(self._events):
            return
        self._probe = None
        self._answered = True
        self._out.say(f"{self._plan.welcome}\n(ready after {seconds_since(self._plan.began)}; Ctrl-C ends it)")
        self._start(self._worker)
        if self._plan.afterwards:
            self._start(Child("demo", self._plan.afterwards, once=True))

    def _stop(self) -> None:
        """End the parts, the database last; a second signal ends the patience."""
        self._out.say("Ending everything.")
        already = self._signals
        for child in self._running:
            child.tell(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while any(child.process is not None and child.ended() is None for child in self._running):
            if time.monotonic() > deadline or self._signals > already:
                for child in self._running:
                    child.tell(signal.SIGKILL)
            self._sleep(0.2)
        if self._plan.database is not None:
            self._plan.database.stop()
        self._out.say("Ended. Your data is kept; start again with the same command.")


class wake_up_on_signals:  # noqa: N801 - used like a function in a with statement
    """Inside the block, a signal wakes the selector: each leaves a byte in the socket that the block gets."""

    NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)

    def __init__(self, handler: Callable[[int, FrameType | None], None]) -> None:
        self._handler = handler
        self._read, self._write = socket.socketpair()
        self._read.settimeout(0)
        self._write.settimeout(0)

    def __enter__(self) -> socket.socket:
        self._before = signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        self._handlers = {number: signal.signal(number, self._handler) for number in self.NUMBERS}
        return self._read

    def __exit__(self, *error: object) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._before)
        os.close(self._read.detach())
        os.close(self._write.detach())

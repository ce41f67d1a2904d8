"""One embedded server: started by its first user, shared by later ones, ended by the one who started it.

Who started it *owns* it, shown by a lock that dies with the process. Another process that wants the database *joins*:
it shares a second lock, and an owner that is only a short command waits for those who joined before it ends the server.
``hotwash serve`` does not wait: stopping it stops everything.
"""

import atexit
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from hotwash.kernel.core.errors import HotwashError
from hotwash.kernel.postgres import places
from hotwash.kernel.postgres.cluster import Cluster, DatabaseFailure, end
from hotwash.kernel.postgres.locks import FileLock

START_SECONDS = 120.0  # recovery after a crash replays at most max_wal_size
PAUSE_SECONDS = 0.01


class AlreadyRunning(HotwashError):  # noqa: N818 - reads as a sentence
    """Another process owns the server for long; ``owner`` is what it said about itself."""

    def __init__(self, owner: str) -> None:
        super().__init__(f"Hotwash is already running: {owner}.")
        self.owner = owner


class EmbeddedPostgres:
    """The database of one data folder.

    ``start`` gives the address after owning or joining; ``own`` insists on owning. Call them from the main thread: the
    server ends when the *thread* that started it ends. ``durable`` off is for tests.
    """

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.cluster = Cluster(places.database_folder(data), durable=durable)
        self._wish = data
        self._owner = FileLock(self.cluster.folder / "lock")
        self._clients = FileLock(self.cluster.folder / "clients")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def dsn(self) -> str:
        """The address; it stays the same over restarts and can be told before the server runs."""
        return self.cluster.dsn

    @property
    def owned(self) -> bool:
        return self._owner.held

    def running(self) -> bool:
        found = self.cluster.postmaster()
        return found is not None and found[1] == "ready"

    def start(self) -> str:
        """Own the server and start it, or join the one that runs."""
        places.prepare(self._wish)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._owner.take():
                return self._launch("")
            if self._join():
                return self.dsn
            time.sleep(PAUSE_SECONDS)
        raise self.cluster.failure(f"The database of another process ({self._owner.read()}) did not become ready.")

    def own(self, label: str) -> str:
        """Own the server and start it. ``label`` tells others who this is.

        Waits for a short command that owns it now. Raises ``AlreadyRunning`` if the owner has a label too.
        """
        places.prepare(self._wish)
        deadline = time.monotonic() + START_SECONDS
        while not self._owner.take():
            if other := self._owner.read():
                raise AlreadyRunning(other)
            if time.monotonic() > deadline:
                raise DatabaseFailure(
                    "Another Hotwash command has held the database for two minutes. End it and start again."
                )
            time.sleep(PAUSE_SECONDS)
        return self._launch(label)

    def introduce(self, label: str) -> None:
        """Tell others who owns the server."""
        self._owner.write(label)

    def died(self) -> bool:
        """Whether the server that this process owns has ended by itself."""
        return self._process is not None and self._process.poll() is not None

    def restart(self) -> str:
        """Start again after ``died``."""
        return self._launch(self._owner.read())

    def stop(self) -> None:
        """Give up what was taken: the owner ends the server cleanly, one who joined just leaves."""
        if self.owned and not self._owner.read():
            while not self._clients.take():
                time.sleep(PAUSE_SECONDS)
        if self._process is not None:
            end(self._process.pid)
            self._process.wait()
            self._process = None
        self._clients.release()
        self._owner.release()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _join(self) -> bool:
        """Share the second lock first, then look: an owner that is about to stop holds it alone."""
        if not self._clients.share():
            return False
        if self.running() and not self._free():
            return True
        self._clients.release()
        return False

    def _free(self) -> bool:
        probe = FileLock(self._owner.path)
        free = probe.take()
        probe.release()
        return free

    def _launch(self, label: str) -> str:
        self._owner.write(label)
        try:
            self.cluster.initialise()
            self.cluster.end_leftover()
            self.cluster.configure()
            self._process = self._launched()
        except BaseException:
            self._owner.release()
            raise
        return self.dsn

    def _launched(self) -> "subprocess.Popen[bytes]":
        """Start it and wait until it takes connections.

        The workers of a killed server may hold its shared memory for a moment longer, so an early end is tried again.
        """
        deadline = time.monotonic() + START_SECONDS
        while True:
            process = self.cluster.launch()
            began = time.monotonic()
            try:
                if self._wait_for(process, deadline):
                    return process
            except BaseException:
                end(process.pid, patience=5)
                raise
            if time.monotonic() - began > 5 or not self.cluster.held_by_others() or time.monotonic() > deadline:
                raise self.cluster.failure("The database does not start.")
            time.sleep(0.1)

    def _wait_for(self, process: "subprocess.Popen[bytes]", deadline: float) -> bool:
        """Whether it became ready, rather than ended."""
        while process.poll() is None:
            if self.running():
                return True
            if time.monotonic() > deadline:
                raise self.cluster.failure("The database did not become ready in two minutes.")
            time.sleep(PAUSE_SECONDS)
        return False


def ensure_running(data: Path) -> str:
    """Start or join for the rest of this process, for commands that need the database; gives the address."""
    server = EmbeddedPostgres(data)
    address = server.start()
    atexit.register(server.stop)
    return address

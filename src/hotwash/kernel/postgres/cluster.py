"""The files of one database and the programs that work on them, as the account that owns them."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import BinaryIO

from hotwash.kernel.core.errors import HotwashError
from hotwash.kernel.postgres import configuration, places
from hotwash.kernel.postgres.binaries import VERSION, programs

NAME = "hotwash"
SOCKET = ".s.PGSQL.5432"
LAUNCHER = Path(__file__).with_name("launch.py")


class DatabaseFailure(HotwashError):  # noqa: N818 - reads as a sentence
    """The embedded database does not start or stop; the message carries the end of its log."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A prepared folder: ``data`` and ``socket`` (PostgreSQL's own), its settings and log, and two locks.

    Started by root, only the first two belong to the account of the server: it can plant no link where root writes.
    """

    folder: Path
    durable: bool

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def sockets(self) -> Path:
        return places.socket_folder(self.folder)

    @property
    def dsn(self) -> str:
        return f"postgresql://{NAME}@/{NAME}?host={self.sockets}"

    def command(self, program: str, *arguments: str) -> list[str]:
        """The command that runs one of PostgreSQL's programs as the owner of the files, ended with this process."""
        account = places.account_of(self.folder)
        who = (str(account.uid), str(account.gid), str(os.getpid()))
        return [sys.executable, "-I", "-S", str(LAUNCHER), *who, str(programs() / program), *arguments]

    def run(self, program: str, *arguments: str, text: str = "") -> None:
        done = subprocess.run(
            self.command(program, *arguments),
            input=text,
            text=True,
            capture_output=True,
            check=False,
            cwd=self.folder,
            env=environment(),
        )
        if done.returncode != 0:
            raise DatabaseFailure(f"{program} failed ({done.returncode}):\n{_tail(done.stderr or done.stdout)}")

    def launch(self) -> "subprocess.Popen[bytes]":
        """Start the server in a session of its own, so that Ctrl-C in a terminal reaches only its owner."""
        _keep_small(self.log)
        with _private(self.log) as log:
            return subprocess.Popen(
                self.command("postgres", "-D", str(self.data)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=environment(),
                start_new_session=True,
            )

    def initialise(self) -> None:
        """Make the database if there is none. A half-made one (the power went) is thrown away first."""
        if self.data.is_dir():
            self._check_version()
            return
        fresh = self.folder / "data.new"
        if fresh.exists():
            rmtree(fresh)
        places.private_folder(fresh, places.account_of(self.folder))
        locale = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8")
        sync = () if self.durable else ("--no-sync",)
        self.run(
            "initdb",
            "-D",
            str(fresh),
            "-U",
            NAME,
            "--auth=trust",
            "--data-checksums",
            "--no-instructions",
            *locale,
            *sync,
        )
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as main:
            main.write(f"include_if_exists = '../{configuration.FILE}'\n")
        self.run("postgres", "--single", "-D", str(fresh), "postgres", text=f"CREATE DATABASE {NAME};\n")
        fresh.rename(self.data)

    def configure(self) -> None:
        places.private_folder(self.sockets, places.account_of(self.folder))
        target = self.folder / configuration.FILE
        target.write_text(configuration.text_of(self.sockets, durable=self.durable), encoding="utf-8")
        target.chmod(0o644)  # the server reads it as its own user

    def _check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        if found != str(VERSION):
            raise DatabaseFailure(
                f"The database in {self.folder} was made by PostgreSQL {found}; this Hotwash brings {VERSION}. "
                "Start the earlier Hotwash, run `hotwash backup`, and restore the backup with this one."
            )

    def postmaster(self) -> tuple[int, str] | None:
        """Process id and status of the server of these files, if one runs; a stale file of a dead one is no server."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            pid = int(lines[0])
        except (FileNotFoundError, NotADirectoryError, IndexError, ValueError):
            return None
        if not _is_server(pid, self.data):
            return None
        return pid, lines[7].strip() if len(lines) > 7 else "starting"

    def end_leftover(self) -> None:
        """End a server that nobody owns (its owner was killed), and clear what a dead one left.

        PostgreSQL itself would believe such files for as long as anything has the process id that stands in them: the
        dead server that nobody has collected yet, or, after a restart of a container, any other program.
        """
        while (found := self.postmaster()) is not None:
            end(found[0])
        for left in (self.data / "postmaster.pid", self.sockets / SOCKET, self.sockets / f"{SOCKET}.lock"):
            left.unlink(missing_ok=True)

    def held_by_others(self) -> bool:
        """Whether the last start failed because processes of a killed server still hold its shared memory."""
        return "pre-existing shared memory block" in _tail(self._log_text())

    def failure(self, what: str) -> DatabaseFailure:
        return DatabaseFailure(f"{what} The end of {self.log}:\n{_tail(self._log_text())}")

    def _log_text(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""


def end(pid: int, patience: float = 30.0) -> None:
    """Ask the server to shut down cleanly; after ``patience`` seconds tell it to drop everything."""
    for request, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        try:
            os.kill(pid, request)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not alive(pid):
                return
            time.sleep(0.01)


def alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and only waits to be collected does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[0] != "Z"
        )
    except (FileNotFoundError, IndexError):
        return not Path("/proc/self/stat").exists()


def environment() -> dict[str, str]:
    """Nothing of the user's PG* variables or locale may reach the server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _is_server(pid: int, data: Path) -> bool:
    """A process id is given again after a restart of the machine: the process must work in this very folder."""
    if not alive(pid):
        return False
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == data.resolve()
    except FileNotFoundError:
        return not Path("/proc/self").exists()  # no /proc: believe the file
    except PermissionError:
        return False  # a process of another user, so not ours


def _private(log: Path) -> BinaryIO:
    """Open to add to it; statements that failed stand in it, so nobody else may read it."""
    return os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def _keep_small(log: Path, limit: int = 10_000_000) -> None:
    if log.exists() and log.stat().st_size > limit:
        log.replace(log.with_suffix(".log.old"))


def _tail(text: str, lines: int = 12) -> str:
    return "\n".join(text.strip().splitlines()[-lines:])

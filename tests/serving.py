"""The real product as a process: ``hotwash serve`` with a data folder of its own, and waiting for conditions."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import psycopg
import psycopg.rows

from hotwash.kernel.postgres import EmbeddedPostgres
from hotwash.kernel.postgres.cluster import alive

ROOT = Path(__file__).parent.parent
OURS = ("HOTWASH_", "DATABASE_URL", "DJANGO_", "PYTHONWARNINGS", "PYTHONDONTWRITEBYTECODE")
BYTECODE = Path(tempfile.gettempdir()) / "hotwash-tests-bytecode"  # as an installed package has it
ANSWERS = re.compile(r"answers at\s+(http://\S+)")
START_SECONDS = 180
STOP_SECONDS = 30


def wait_until(condition: Callable[[], bool], seconds: float = START_SECONDS, what: str = "a condition") -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"it did not come true in {seconds} s: {what}"
        time.sleep(0.01)


class House:
    """``hotwash serve`` with this data folder, on a free port if none is given; what it prints is kept.

    Of this process's own settings it knows nothing: only ``settings``, as ``HOTWASH_SMTP_URL``.
    """

    def __init__(self, data: Path, port: int = 0, *options: str, **settings: str) -> None:
        self.data = data
        self._log = data / "serve.log"
        environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), environment.get("PYTHONPATH", "")])
        environment |= {"HOTWASH_DATA": str(data), "PYTHONPYCACHEPREFIX": str(BYTECODE), **settings}
        data.mkdir(exist_ok=True)
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "hotwash", "serve", "--port", str(port), *options],
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def printed(self) -> str:
        return self._log.read_text()

    @property
    def base(self) -> str:
        """The address at which its pages are, the last one that it said."""
        found = ANSWERS.findall(self.printed)
        assert found, self.printed
        return str(found[-1])

    @property
    def port(self) -> int:
        return int(self.base.rpartition(":")[2])

    def wait_for(self, words: str, times: int = 1) -> Self:
        """Until it has printed these words so many times."""

        def said() -> bool:
            assert self.process.poll() is None, f"hotwash serve ended:\n{self.printed}"
            return self.printed.count(words) >= times

        wait_until(said, what=f"hotwash serve says “{words}”")
        return self

    def ready(self, times: int = 1) -> Self:
        """Until it has said so many times that pages answer and that the worker works."""
        return self.wait_for("working", times)

    def children(self) -> dict[str, int]:
        """The process ids of web, worker and database, as far as they run."""
        found = {}
        for folder in Path("/proc").iterdir():
            try:
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                words = (folder / "cmdline").read_bytes().decode().split("\0")
            except (OSError, IndexError):
                continue
            if parent == str(self.process.pid) and len(words) > 3:
                found["database" if "-D" in words else words[3]] = int(folder.name)
        return found

    def in_the_middle_of_the_demo(self) -> dict[str, int]:
        """Wait until the worked example is being made; the process ids of all children."""
        wait_until(lambda: "demo" in self.children())
        return self.children()

    @property
    def dsn(self) -> str:
        return EmbeddedPostgres(self.data).dsn

    def query(self, sql: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def interrupt(self) -> int:
        """Ctrl-C; gives the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=STOP_SECONDS)

    def kill(self, *others: int) -> list[int]:
        """``kill -9`` of the supervisor and of these; gives the process ids of all its children."""
        left = list(self.children().values())
        for pid in (self.process.pid, *others):
            os.kill(pid, signal.SIGKILL)
        self.process.wait()
        return left

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self.process.poll() is None:
            self.interrupt()


@contextmanager
def serving(data: Path, *options: str, **settings: str) -> Iterator[House]:
    """Serve until the block is left; then Ctrl-C must end all of it cleanly."""
    house = House(data, 0, *options, **settings)
    try:
        yield house.wait_for("answers at")
        assert house.interrupt() == 0, house.printed[-3000:]
    finally:
        sys.stdout.write(house.printed[-8000:])  # shown by pytest where a test has failed
        if house.process.poll() is None:
            os.killpg(house.process.pid, signal.SIGTERM)
            house.process.wait(STOP_SECONDS)


def all_gone(pids: list[int]) -> bool:
    return not any(alive(pid) for pid in pids)

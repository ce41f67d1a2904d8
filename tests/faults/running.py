"""A real ``hotwash serve`` for tests, and waiting for conditions."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import psycopg
import psycopg.rows

from hotwash.kernel.postgres import EmbeddedPostgres
from hotwash.kernel.postgres.cluster import alive

OURS = ("HOTWASH_", "DATABASE_URL", "DJANGO_", "PYTHONWARNINGS", "PYTHONDONTWRITEBYTECODE")
BYTECODE = Path(tempfile.gettempdir()) / "hotwash-tests-bytecode"  # as an installed package has it


def wait_until(condition: Callable[[], bool], seconds: float = 180.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        time.sleep(0.01)


class Running:
    """``hotwash serve`` with this data folder, on a free port if none is given; what it prints is kept."""

    def __init__(self, data: Path, port: int = 0, *options: str) -> None:
        self.data = data
        self._log = data / "serve.log"
        environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        data.mkdir(exist_ok=True)
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "hotwash", "serve", "--port", str(port), *options],
                env={**environment, "HOTWASH_DATA": str(data), "PYTHONPYCACHEPREFIX": str(BYTECODE)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def printed(self) -> str:
        return self._log.read_text()

    @property
    def port(self) -> int:
        found = re.findall(r"answers at  http://127\.0\.0\.1:(\d+)", self.printed)
        assert found, self.printed
        return int(found[-1])

    def ready(self, times: int = 1) -> Self:
        """Wait until it has said so many times that pages answer and that the worker works."""

        def done() -> bool:
            assert self.process.poll() is None, self.printed
            return self.printed.count("working") >= times

        wait_until(done)
        return self

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
        return self.process.wait(timeout=30)

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


def all_gone(pids: list[int]) -> bool:
    return not any(alive(pid) for pid in pids)

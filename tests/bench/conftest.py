"""What the measurements share. Each figure goes into one table, which is printed at the end of the run."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import database
from tests.serving import House, wait_until

HERE = Path(__file__).parent
FIGURES: list[tuple[str, str, str]] = []


def figure(what: str, measured: str, wanted: str) -> None:
    """Put one line into the table of the run."""
    FIGURES.append((what, measured, wanted))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not FIGURES:
        return
    terminalreporter.section("measured")
    terminalreporter.line("| what | measured | wanted |")
    terminalreporter.line("|---|---|---|")
    for line in FIGURES:
        terminalreporter.line(f"| {' | '.join(line)} |")


@pytest.fixture(scope="session")
def serving() -> Iterator[House]:
    """``hotwash serve`` as people run it, with fsync, over a database of its own."""
    folder = database.temporary_folder()
    with House(folder) as running:
        yield running.ready()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def source(serving: House) -> str:
    """The secret address of a source."""
    secret = secrets.token_urlsafe(24)
    serving.query(
        "INSERT INTO hotwash_source (plugin, name, secret, enabled, options, version)"
        f" VALUES ('generic_json', 'bench', '{secret}', true, '{{}}', 1)"
    )
    return f"http://127.0.0.1:{serving.port}/in/generic_json/{secret}"


@pytest.fixture(scope="session")
def yardsticks(serving: House) -> Iterator[dict[str, str]]:
    """The two programs to compare with, over the same database, at these addresses."""
    serving.query("CREATE TABLE IF NOT EXISTS yardstick (id bigserial PRIMARY KEY, body bytea)")
    started = {name: rival(name, serving.dsn) for name in ("rival_groups", "rival_django")}
    yield {name: address for name, (address, _) in started.items()}
    for _, process in started.values():
        process.terminate()
        process.wait()


def rival(name: str, dsn: str) -> tuple[str, "subprocess.Popen[bytes]"]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "error"]
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", f"tests.bench.{name}:app", "--port", str(port), *options],
        env={**os.environ, "DATABASE_URL": dsn, "PYTHONWARNINGS": ""},
        cwd=HERE.parent.parent,
    )
    wait_until(lambda: _open(port))
    return f"http://127.0.0.1:{port}/", process


def _open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def seconds_of(began: float) -> float:
    return time.monotonic() - began

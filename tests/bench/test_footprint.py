"""How soon it answers and how much memory it takes when idle."""

import http.client
import shutil
import socket
import time
from contextlib import closing
from pathlib import Path
from statistics import median

import pytest

from tests import database
from tests.bench.conftest import figure
from tests.serving import House, wait_until

pytestmark = pytest.mark.bench
STARTS = 5
IDLE_SECONDS = 20


def test_the_first_answer_on_an_existing_database() -> None:
    folder = database.temporary_folder()
    with House(folder) as first:
        first.ready()
    times = [seconds_to_a_page(folder) for _ in range(STARTS)]
    shutil.rmtree(folder)
    figure("First page of hotwash serve on an existing database, median of 5", f"{median(times):.2f} s", "under 3 s")
    assert median(times) < 3


def seconds_to_a_page(folder: Path) -> float:
    """From the command to the whole answer to somebody who asked for a page at once."""
    (folder / "serve.log").unlink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    began = time.monotonic()
    with House(folder, port) as running:
        wait_until(lambda: answers(port))
        taken = time.monotonic() - began
        running.ready()
    return taken


def answers(port: int) -> bool:
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
            line.request("GET", "/welcome")
            return b"</html>" in line.getresponse().read()
    except OSError:
        return False


def test_idle_memory() -> None:
    """Of a house that did nothing yet: what others have loaded stays in the memory of the database."""
    folder = database.temporary_folder()
    with House(folder) as house:
        house.ready()
        assert answers(house.port)
        time.sleep(IDLE_SECONDS)
        sizes = {name: pss(pid) for name, pid in house.children().items() if name != "database"}
        sizes["database"] = sum(pss(pid) for pid in descendants(house.children()["database"]))
        sizes["supervisor"] = pss(house.process.pid)
    shutil.rmtree(folder)
    parts = ", ".join(f"{name} {size:.0f}" for name, size in sorted(sizes.items()))
    figure("Idle memory of all processes (PSS)", f"{sum(sizes.values()):.0f} MB ({parts})", "under 300 MB")
    assert sum(sizes.values()) < 300


def descendants(pid: int) -> list[int]:
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [pid, *(below for child in children for below in descendants(child))]


def pss(pid: int) -> float:
    """Memory in MB, what is shared counted in parts."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000

"""Pages and the API over a large database: 100,000 incidents, one of them with 10,000 timeline entries."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import orjson
import pytest

from tests import database
from tests.bench.conftest import HERE, figure
from tests.bench.load import Connection, Request, press
from tests.serving import House

pytestmark = pytest.mark.bench
WARM_UP, TIMES = 20, 60


@dataclass(frozen=True, slots=True)
class Filled:
    """``hotwash serve`` over the large database, and how to be let in."""

    base: str
    session: str
    token: str
    long: int
    short: int

    def page(self, path: str) -> Request:
        return Request(f"{self.base}{path}", headers={"Cookie": f"sessionid={self.session}"})

    def api(self, path: str, body: bytes = b"") -> Request:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        return Request(f"{self.base}/api/v1{path}", body, headers)


@pytest.fixture(scope="module")
def filled() -> Iterator[Filled]:
    folder = database.temporary_folder()
    with House(folder) as running:
        running.ready()
        known = json.loads(seed(running.dsn, folder))
        yield Filled(f"http://127.0.0.1:{running.port}", **known)
    shutil.rmtree(folder)


def seed(dsn: str, folder: Path) -> str:
    root = HERE.parent.parent
    paths = os.pathsep.join((str(root), str(root / "src")))
    told = {"DATABASE_URL": dsn, "HOTWASH_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "hotwash.site.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.seed"],
        env={**os.environ, **told, "PYTHONPATH": paths, "HOTWASH_TEST_FOLDER": str(folder), "PYTHONWARNINGS": ""},
        cwd=root,
        stdout=subprocess.PIPE,
        check=True,
    )
    return done.stdout.decode()


def milliseconds(request: Request, holds: bytes) -> float:
    """The median time of one answer after another, each of which must be a success and hold these bytes."""

    async def run() -> float:
        times = []
        async with Connection(request.url) as line:
            for _ in range(WARM_UP + TIMES):
                began = time.perf_counter()
                status, body = await line.ask(request)
                times.append((time.perf_counter() - began) * 1000)
                assert (status, holds in body) == (200, True), body[:2000]
        return median(times[WARM_UP:])

    return asyncio.run(run())


def test_lists_of_25_of_100_000_incidents(filled: Filled) -> None:
    first = milliseconds(filled.page("/incidents/"), b"Incident number 100000")
    last = milliseconds(filled.page("/incidents/?before=26"), b"Incident number 22")
    figure("List of 25 of 100,000 incidents, first page", f"{first:.1f} ms", "under 25 ms")
    figure("... last page", f"{last:.1f} ms", "under 25 ms")
    assert max(first, last) < 25


def test_the_page_of_an_incident_with_10_000_entries(filled: Filled) -> None:
    long = milliseconds(filled.page(f"/incidents/INC-{filled.long}/evidence/"), b"The pool of connections is empty")
    short = milliseconds(filled.page(f"/incidents/INC-{filled.short}/evidence/"), b"The pool of connections is empty")
    figure("Timeline of an incident with 10,000 entries", f"{long:.1f} ms", "under 100 ms")
    figure("... times that of one with 100", f"{long / short:.1f}x", "2x or less")
    assert long < 100
    assert long <= 2 * short


def test_declaring_by_the_api(filled: Filled) -> None:
    body = orjson.dumps({"title": "Checkout answers with errors", "severity": "sev3"})
    press(filled.api("/incidents", body), connections=8, seconds=1)  # what loads at the first call is loaded
    result = press(filled.api("/incidents", body), connections=8, seconds=10)
    figure(
        "Declaring by the API, 8 connections", f"{result.per_second:.0f}/s, p99 {result.p99_ms:.0f} ms", "100/s, 150 ms"
    )
    assert result.failed == 0
    assert result.per_second >= 100
    assert result.p99_ms < 150

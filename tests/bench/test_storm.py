"""10,000 deliveries in ten seconds: how soon each is acknowledged, how soon one worker has decided about all of them,
how the page of the incident answers meanwhile, and whether millions of past alerts change any of it.
"""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import psycopg
import pytest

from tests import database
from tests.bench.conftest import HERE, figure
from tests.bench.load import Connection, Request
from tests.serving import House

pytestmark = pytest.mark.bench
DELIVERIES, SECONDS, CONNECTIONS = 10_000, 10, 64
PAST = int(os.environ.get("HOTWASH_BENCH_PAST", "10000000"))


WAITING = "SELECT count(*) FROM hotwash_delivery WHERE processed_at IS NULL"


@dataclass(slots=True)
class Storm:
    """What was seen of one storm. Times of answers in milliseconds, from when each was due to be sent."""

    acknowledged: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    refused: int = 0
    decided_after: float = 0
    a_second: float = 0


@dataclass(frozen=True, slots=True)
class Place:
    house: House
    session: str
    addresses: list[str]

    def delivery(self, service: str, number: int) -> Request:
        labels = {"alertname": "HighErrorRate", "service": service, "host": f"web-{number}", "severity": "critical"}
        alert = {
            "status": "firing",
            "labels": labels,
            "annotations": {"summary": f"Errors on web-{number}", "description": "x" * 700},
            "startsAt": "2026-03-10T11:55:00Z",
            "endsAt": "0001-01-01T00:00:00Z",
        }
        body = orjson.dumps({"version": "4", "status": "firing", "alerts": [alert]})
        return Request(f"{self.house.base}{self.addresses[0]}", body, {"Content-Type": "application/json"})

    def page(self, path: str) -> Request:
        return Request(f"{self.house.base}{path}", headers={"Cookie": f"sessionid={self.session}"})

    def all_decided(self) -> None:
        """Wait until none waits, asking seldom and over one connection: asking costs too."""
        with psycopg.connect(self.house.dsn, autocommit=True) as line:
            while line.execute(WAITING).fetchone() != (0,):
                time.sleep(0.05)


def number(house: House, sql: str) -> int:
    return int(str(house.query(sql)[0][0]))


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    folder = database.temporary_folder()
    with House(folder) as running:
        running.ready()
        yield Place(running, **json.loads(seed(running, folder)))
    shutil.rmtree(folder)


def seed(house: House, folder: Path, *arguments: str) -> str:
    root = HERE.parent.parent
    paths = os.pathsep.join((str(root), str(root / "src")))
    told = {"DATABASE_URL": house.dsn, "HOTWASH_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "hotwash.site.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.storm_seed", *arguments],
        env={**os.environ, **told, "PYTHONPATH": paths, "HOTWASH_TEST_FOLDER": str(folder), "PYTHONWARNINGS": ""},
        cwd=root,
        stdout=subprocess.PIPE,
        check=True,
    )
    return done.stdout.decode()


async def send_evenly(place: Place, service: str, storm: Storm) -> None:
    """Each delivery has its moment, whether the one before is answered or not."""
    began = time.perf_counter()
    turns = iter(range(DELIVERIES))

    async def one() -> None:
        async with Connection(place.delivery(service, 0).url) as line:
            for turn in turns:
                due = began + turn * SECONDS / DELIVERIES
                await asyncio.sleep(max(due - time.perf_counter(), 0))
                status, _ = await line.ask(place.delivery(service, turn))
                storm.acknowledged.append((time.perf_counter() - due) * 1000)
                storm.refused += status != 202

    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))


async def look(place: Place, path: str, storm: Storm, until: asyncio.Event) -> None:
    async with Connection(place.page(path).url) as line:
        while not until.is_set():
            began = time.perf_counter()
            status, body = await line.ask(place.page(path))
            assert status == 200, body[:500]
            storm.pages.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(0.1)


def blow(place: Place, service: str) -> Storm:
    """One storm; somebody has the page of its incident open."""
    storm = Storm()
    asyncio.run(send_one(place, service))
    place.all_decided()
    incident = number(place.house, "SELECT max(incident_id) FROM hotwash_alert WHERE state = 'firing'")
    path = f"/incidents/INC-{incident}/respond/"

    async def run() -> None:
        over = asyncio.Event()
        looking = asyncio.create_task(look(place, path, storm, over))
        began = time.perf_counter()
        await send_evenly(place, service, storm)
        await asyncio.to_thread(place.all_decided)
        storm.decided_after = time.perf_counter() - began - SECONDS
        over.set()
        await looking

    asyncio.run(run())
    return storm


async def send_one(place: Place, service: str) -> None:
    request = place.delivery(service, DELIVERIES)
    async with Connection(request.url) as line:
        assert (await line.ask(request))[0] == 202


def pile(place: Place, service: str) -> float:
    """Deliveries a second that one worker turns into decisions, once all of them wait."""
    worker = place.house.children()["worker"]
    os.kill(worker, signal.SIGSTOP)
    asyncio.run(send_evenly(place, service, Storm()))
    assert number(place.house, WAITING) == DELIVERIES
    began = time.perf_counter()
    os.kill(worker, signal.SIGCONT)
    place.all_decided()
    return DELIVERIES / (time.perf_counter() - began)


def share(times: list[float], part: float) -> float:
    return sorted(times)[int(len(times) * part)]


def measure(place: Place, when: str) -> Storm:
    service = when.replace(" ", "-")
    storm = blow(place, service)
    storm.a_second = pile(place, f"{service}-pile")
    figure(
        f"Storm {when}: acknowledged within, 50 / 99 / 100 %",
        " / ".join(f"{share(storm.acknowledged, part):.0f}" for part in (0.5, 0.99, 0.99999)) + " ms",
        "99 % in 250 ms",
    )
    figure(f"Storm {when}: last one decided after its last delivery", f"{storm.decided_after:.1f} s", "")
    figure(
        f"Storm {when}: page of the incident, 50 / 95 %",
        " / ".join(f"{share(storm.pages, part):.0f}" for part in (0.5, 0.95)) + " ms",
        "95 % in 200 ms",
    )
    figure(f"Storm {when}: one worker decides", f"{storm.a_second:,.0f}/s", "1,000/s")
    return storm


def test_a_storm(place: Place) -> None:
    before = measure(place, "into an empty house")
    assert before.refused == 0
    assert number(place.house, "SELECT count(*) FROM hotwash_alert WHERE state = 'firing'") == 2 * DELIVERIES + 1
    assert number(place.house, "SELECT count(*) FROM hotwash_incident") == 2
    assert number(place.house, "SELECT count(*) FROM hotwash_page") == 2
    assert share(before.acknowledged, 0.99) < 250
    assert share(before.pages, 0.95) < 200
    assert before.a_second > 1_000


def test_a_storm_over_years_of_alerts(place: Place) -> None:
    seed(place.house, place.house.data, str(PAST))
    after = measure(place, f"over {PAST:,} alerts")
    assert share(after.acknowledged, 0.99) < 250
    assert share(after.pages, 0.95) < 200
    assert after.a_second > 1_000

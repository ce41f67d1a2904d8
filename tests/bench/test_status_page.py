"""Ten thousand visits of a public status page, alone and while alerts are taken in; beside a page of Django."""

import asyncio
import time
from statistics import quantiles

import pytest

from tests.bench.conftest import figure
from tests.bench.load import Connection, Request
from tests.serving import House, wait_until

pytestmark = pytest.mark.bench
VISITS, CONNECTIONS = 10_000, 32
HEADERS = {"Accept-Encoding": "gzip"}
ALERT = b'{"title": "Disk is full", "status": "firing", "labels": {"host": "db1"}}'
PARTS = 'INSERT INTO hotwash_statuscomponent (page_id, name, "group", description, "order", since)'


def test_ten_thousand_visits(serving: House, source: str) -> None:
    serving.query(
        "INSERT INTO hotwash_statuspage"
        " (version, slug, title, words, public, timezone, audience, at_once, made_at, rendered_by)"
        " VALUES (1, 'bench', 'Bench', '', true, 'UTC', 'customers', true, now(), '')"
    )
    serving.query(
        f"{PARTS} SELECT page.id, 'Part ' || n, '', '', n, now() - interval '80 days'"
        " FROM hotwash_statuspage page, generate_series(1, 12) n"
    )
    rendered = "SELECT 1 FROM hotwash_statusdocument WHERE path = ''"
    wait_until(lambda: bool(serving.query(rendered)), 90, "the worker renders the page")
    house = f"http://127.0.0.1:{serving.port}"
    page = Request(f"{house}/public/status/bench/", headers=HEADERS)
    django = Request(f"{house}/welcome", headers=HEADERS)
    asyncio.run(visits(page, 100))
    alone = asyncio.run(visits(page, VISITS))
    other = asyncio.run(visits(django, 500))
    beside, taken = asyncio.run(under_load(page, Request(source, ALERT, {"Content-Type": "application/json"})))
    for name, (rate, p99) in {"alone": alone, "while alerts come in": beside, "a page of Django": other}.items():
        figure(f"Status page, {VISITS:,} visits, {name}", f"{rate:,.0f}/s, p99 {p99:.0f} ms", "")
    figure("... alerts acknowledged meanwhile", f"{taken:,}", "")
    figure("... times the page of Django", f"{alone[0] / other[0]:.0f}x", "")


async def visits(request: Request, count: int) -> tuple[float, float]:
    """Visits a second, and the 99th percentile in ms. Every one is answered with 200."""
    times: list[float] = []
    left = count

    async def one() -> None:
        nonlocal left
        async with Connection(request.url) as line:
            while left > 0:
                left -= 1
                began = time.perf_counter()
                status, body = await line.ask(request)
                times.append(time.perf_counter() - began)
                assert (status, bool(body)) == (200, True)

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return count / (time.perf_counter() - began), quantiles(times, n=100)[98] * 1000


async def under_load(page: Request, alert: Request) -> tuple[tuple[float, float], int]:
    over = asyncio.Event()
    taken = 0

    async def press() -> None:
        nonlocal taken
        async with Connection(alert.url) as line:
            while not over.is_set():
                status, _ = await line.ask(alert)
                taken += status == 202

    pressing = [asyncio.create_task(press()) for _ in range(8)]
    found = await visits(page, VISITS)
    over.set()
    await asyncio.gather(*pressing)
    return found, taken

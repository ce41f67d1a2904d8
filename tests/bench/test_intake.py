"""Alert intake beside an ASGI program that only commits bodies in groups, and beside Django as ASGI, in one run."""

import asyncio
import shutil
from collections.abc import Awaitable
from statistics import median

import orjson
import pytest

from tests import database
from tests.bench.conftest import figure
from tests.bench.load import Connection, Request, press
from tests.serving import House, all_gone, wait_until

pytestmark = pytest.mark.bench
CONNECTIONS = 32
SECONDS = 5
ROUNDS = 3
LABELS = {"rival_groups": "ASGI program of twenty lines", "rival_django": "Django as ASGI, one INSERT"}
HEADERS = {"Content-Type": "application/json"}
BODY = orjson.dumps({"title": "Disk is full", "status": "firing", "labels": {"host": "db1"}, "text": "x" * 1_100})


def test_acknowledged_deliveries_a_second(source: str, yardsticks: dict[str, str]) -> None:
    rates: dict[str, list[float]] = {"hotwash": [], "rival_groups": [], "rival_django": []}
    slow: dict[str, list[float]] = {name: [] for name in rates}
    for _ in range(ROUNDS):
        for name, url in {"hotwash": source, **yardsticks}.items():
            result = press(Request(url, BODY, HEADERS), connections=CONNECTIONS, seconds=SECONDS)
            assert name == "rival_django" or result.failed == 0
            rates[name].append(result.per_second)
            slow[name].append(result.p99_ms)
    ours, groups, django = (median(rates[name]) for name in ("hotwash", "rival_groups", "rival_django"))
    for name, label in (
        ("rival_groups", "ASGI program of twenty lines"),
        ("rival_django", "Django as ASGI, one INSERT"),
    ):
        figure(label, f"{median(rates[name]):,.0f}/s, p99 {median(slow[name]):.0f} ms", "")
    figure("Alert intake, 32 connections", f"{ours:,.0f}/s, p99 {median(slow['hotwash']):.0f} ms", "")
    figure("... of the ASGI program", f"{ours / groups:.0%}", "60 % or more")
    figure("... times Django as ASGI", f"{ours / django:.0f}x", "10x or more")
    assert ours / groups >= 0.6
    assert ours / django >= 10


def test_every_acknowledged_delivery_survives_kill_9() -> None:
    folder = database.temporary_folder()
    try:
        running = House(folder).ready()
        running.query(
            "INSERT INTO hotwash_source (plugin, name, secret, enabled, options, version)"
            " VALUES ('generic_json', 'bench', 'xyzzy', true, '{}', 1)"
        )
        url = f"http://127.0.0.1:{running.port}/in/generic_json/xyzzy"
        acknowledged, left = asyncio.run(send_until_killed(running, url))
        with House(folder) as again:
            again.ready(times=2)
            wait_until(lambda: all_gone(left))
            stored = {row[0] for row in again.query("SELECT id FROM hotwash_delivery")}
    finally:
        shutil.rmtree(folder)
    lost = len(set(acknowledged) - stored)
    figure("Lost of those acknowledged, all processes killed", f"{lost} of {len(acknowledged):,}", "0")
    assert len(acknowledged) > 1_000
    assert lost == 0


async def send_until_killed(running: House, url: str) -> tuple[list[int], list[int]]:
    """Send from many connections; after two seconds kill everything. The acknowledged numbers, and who was killed."""
    acknowledged: list[int] = []

    async def one() -> None:
        async with Connection(url) as line:
            while True:
                status, body = await line.ask(Request(url, BODY, HEADERS))
                if status == 202:
                    acknowledged.append(orjson.loads(body)["delivery"])

    senders: list[Awaitable[None]] = [asyncio.create_task(one()) for _ in range(CONNECTIONS)]
    await asyncio.sleep(2)
    children = list(running.children().values())
    left = running.kill(*children)
    await asyncio.gather(*senders, return_exceptions=True)
    return acknowledged, left

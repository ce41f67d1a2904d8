"""A storm of deliveries while everything is killed: what was acknowledged is decided about afterwards, each once."""

import asyncio
import json
from pathlib import Path

from tests.bench.load import Connection, Request
from tests.serving import House, all_gone, wait_until

RULE = """
INSERT INTO hotwash_routingrule
(name, "order", enabled, matchers, action, severity, group_by, group_minutes, private, version)
VALUES ('All', 10, true, '[]', 'declare', 'sev1', '[]', 60, false, 1)
"""
WAITING = "SELECT count(*) FROM hotwash_delivery WHERE processed_at IS NULL"
ENOUGH = 1_500


def delivery(port: int, number: int) -> Request:
    alert = {"status": "firing", "labels": {"alertname": "HighErrorRate", "host": f"web-{number}"}}
    body = json.dumps({"version": "4", "status": "firing", "alerts": [alert]}).encode()
    return Request(f"http://127.0.0.1:{port}/in/alertmanager/xyzzy", body, {"Content-Type": "application/json"})


async def send_until_killed(running: House) -> tuple[dict[int, str], list[int]]:
    """From many connections; in the middle everything is killed. The host of each acknowledged delivery; who died."""
    acknowledged: dict[int, str] = {}
    numbers = iter(range(1_000_000))
    port = running.port
    enough = asyncio.Event()

    async def one() -> None:
        async with Connection(delivery(port, 0).url) as line:
            for number in numbers:
                if len(acknowledged) >= ENOUGH:
                    enough.set()
                status, body = await line.ask(delivery(port, number))
                assert status == 202, body
                acknowledged[json.loads(body)["delivery"]] = f"web-{number}"

    senders = [asyncio.create_task(one()) for _ in range(16)]
    await enough.wait()
    left = running.kill(*running.children().values())
    ends = await asyncio.gather(*senders, return_exceptions=True)
    assert not [end for end in ends if isinstance(end, AssertionError)]
    return acknowledged, left


def test_every_acknowledged_delivery_is_decided_about_once(data: Path) -> None:
    first = House(data).ready()
    first.query(RULE)
    acknowledged, left = asyncio.run(send_until_killed(first))
    wait_until(lambda: all_gone(left))
    with House(data) as second:
        second.ready(times=2)
        wait_until(lambda: second.query(WAITING) == [(0,)])
        decided = dict(second.query("SELECT id, decision->0->>'outcome' FROM hotwash_delivery"))
        hosts = [row[0] for row in second.query("SELECT labels->>'host' FROM hotwash_alert")]
        incidents = second.query("SELECT count(*) FROM hotwash_incident")
    assert set(acknowledged) <= set(decided)
    assert set(acknowledged.values()) <= set(hosts)
    assert len(hosts) == len(set(hosts)) == len(decided)
    assert incidents == [(1,)]
    assert sorted(set(map(str, decided.values()))) == ["attach", "declare"]

"""CloudWatch Logs on moto's server: pages, the ends of the window, and what a missing group is told as."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import boto3
import httpx2
import pytest
from moto.server import ThreadedMotoServer

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.http import HttpClient
from hotwash.plugins.collectors.cloudwatch_logs import plugin
from hotwash.ports.collectors import Outside, Page, Query, Window

# Within the last days: nothing older is taken.
NOON = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)
KEYS = {"region": "eu-central-1", "access_key": "AKIDEXAMPLE", "secret_key": "s3cr3t-of-a-test"}
GROUP, COUNT = "/shop/checkout", 250


@pytest.fixture
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    httpx2.post(f"{address}/moto-api/reset")
    logs = boto3.client(
        "logs",
        region_name="eu-central-1",
        endpoint_url=address,
        aws_access_key_id=KEYS["access_key"],
        aws_secret_access_key=KEYS["secret_key"],
    )
    logs.create_log_group(logGroupName=GROUP)
    logs.create_log_stream(logGroupName=GROUP, logStreamName="1")
    events = [
        {"timestamp": int((NOON + timedelta(seconds=n)).timestamp() * 1000), "message": f"order {n} refused"}
        for n in range(COUNT)
    ]
    logs.put_log_events(logGroupName=GROUP, logStreamName="1", logEvents=events)
    yield address
    server.stop()


def fetched(
    endpoint: str, window: Window, most: int = 0, group: str = GROUP, more: dict[str, str] | None = None
) -> list[Page]:
    outside = Outside(HttpClient(allow_private=True), datetime.now(UTC))
    query = Query(window=window, settings={**KEYS, "endpoint": endpoint, "groups": group, **(more or {})}, most=most)
    pages, pending = [], list(plugin.asks(query))
    while pending:
        page = plugin.fetch(pending.pop(0), query, outside)
        pages.append(page)
        pending += [page.following] if page.following else []
    return pages


def test_it_pages_to_the_end_and_keeps_to_the_window(endpoint: str):
    whole = fetched(endpoint, Window(NOON, NOON + timedelta(hours=1)), most=100)
    assert [page.records for page in whole if page.records] == [100, 100, 50]
    minute = fetched(endpoint, Window(NOON, NOON + timedelta(minutes=1)))
    assert sum(page.records for page in minute) == 60
    before = fetched(endpoint, Window(NOON - timedelta(hours=1), NOON))
    assert sum(page.records for page in before) == 0


def test_a_role_is_assumed(endpoint: str):
    role = {"role": "arn:aws:iam::123456789012:role/read-evidence", "external_id": "shop-7", "sts_endpoint": endpoint}
    pages = fetched(endpoint, Window(NOON, NOON + timedelta(minutes=1)), more=role)
    assert sum(page.records for page in pages) == 60


def test_a_group_that_is_not_there_is_told(endpoint: str):
    with pytest.raises(PluginError, match="does not take the query") as told:
        fetched(endpoint, Window(NOON, NOON + timedelta(hours=1)), group="/nowhere")
    assert told.value.retry is False
    assert KEYS["secret_key"] not in str(told.value)

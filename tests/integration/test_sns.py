"""Amazon SNS as moto plays it, over real HTTP: what its topic sends is what the source reads. moto neither signs nor
sends raw."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue

import boto3
import pytest
from moto.server import ThreadedMotoServer

from hotwash.ports.registry import plugins
from hotwash.ports.sources import Source

pytestmark = pytest.mark.integration
Request = tuple[dict[str, str], bytes]


@pytest.fixture
def heard() -> Iterator[tuple[str, "Queue[Request]"]]:
    """An address, and what was sent there."""
    requests: Queue[Request] = Queue()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            requests.put(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(202)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/in/cloudwatch/x", requests
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def sns() -> Iterator["boto3.client"]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield boto3.client(
        "sns",
        endpoint_url=f"http://{host}:{port}",
        region_name="eu-west-1",
        aws_access_key_id="a",
        aws_secret_access_key="b",
    )
    server.stop()


def test_an_alarm_comes_through_a_topic(sns, heard) -> None:
    address, requests = heard
    topic = sns.create_topic(Name="alarms")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=address)
    source = plugins("sources", Source)["cloudwatch"]
    sample = next(one for one in source.samples if one.name == "raw_alarm.json")
    sns.publish(TopicArn=topic, Message=sample.payload.decode(), Subject="ALARM")
    headers, body = requests.get(timeout=20)
    assert json.loads(body)["Type"] == "Notification"
    (signal,) = source.parse(body, headers, {"signatures": "no", "topic": topic})
    assert (signal.title, signal.fingerprint.split(":")[-1]) == ("Checkout 5xx", "Checkout 5xx")

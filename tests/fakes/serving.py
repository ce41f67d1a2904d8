"""A server at the far end of a notifier, in a thread of its own; what it says is given."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from hotwash.kernel.http import HttpClient
from hotwash.ports.notifiers import Outside
from tests.fakes.arrivals import Arrived


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


@dataclass
class Answer:
    status: int = 200
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)


class NotAsDocumentedError(AssertionError):
    pass


def must(condition: object, what: str) -> None:
    if not condition:
        raise NotAsDocumentedError(what)


@dataclass
class Vendor:
    """``speak`` is the vendor: it takes a request and gives what is documented. ``failing``: how it fails, by name."""

    outside: Outside
    speak: Callable[["Vendor", Request], Answer]
    failures: dict[str, Answer]
    address: str = ""
    bad_address: str = ""
    base: str = ""
    fail_with: str | None = None
    arrived: list[Arrived] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)

    def take(self, request: Request) -> Answer:
        self.requests.append(request)
        if self.fail_with is not None:
            return self.failures[self.fail_with]
        try:
            return self.speak(self, request)
        except (NotAsDocumentedError, KeyError, ValueError) as error:
            return Answer(400, {"error": f"not as documented: {error!r}"})


@contextmanager
def serving(vendor: Vendor, port: int = 0) -> Iterator[Vendor]:
    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            answer = vendor.take(Request(self.command, unquote(parts.path), query, headers, body))
            content = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = _do  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    vendor.base = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield vendor
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def opened(
    speak: Callable[[Vendor, Request], Answer], later: Answer, never: Answer, address: str, bad: str, **settings: str
) -> Callable[[], Any]:
    """An outlet. ``{base}`` in the address and in settings stands for where the server is."""

    @contextmanager
    def outlet() -> Iterator[Vendor]:
        client = HttpClient(allow_private=True)
        with serving(Vendor(Outside(client, {}), speak, {"later": later, "never": never}, bad_address=bad)) as vendor:
            vendor.address = address.replace("{base}", vendor.base)
            known = {name: value.replace("{base}", vendor.base) for name, value in settings.items()}
            vendor.outside = Outside(client, known, client)
            yield vendor

    return outlet


def unmarked(text: str) -> str:
    """Markdown as it is shown: without the backslashes."""
    return re.sub(r"\\([\\`*_{}\[\]()<>#+!|~-])", r"\1", text)

"""A Hotwash that takes captures, as its API does, over a connection that can be made to fail in every way."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from hotwash.evidence.core.capturing import Row, fresh

TOKEN = "a-token-of-the-test"


@dataclass
class Taken:
    """What arrived. ``faults`` are used up one a request: ``drop`` before it is taken, ``lose`` the answer after it
    was, ``500``, ``403``.
    """

    address: str = ""
    faults: list[str] = field(default_factory=list)
    head: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    end: dict[str, object] | None = None
    requests: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def take(self, path: str, body: dict[str, object]) -> tuple[int, dict[str, object]]:
        if path.endswith("/captures"):
            self.head = {name: str(value) for name, value in body.items()}
        elif path.endswith("/lines"):
            given = [Row(row["at"], row["text"]) for row in body["rows"]]  # type: ignore[attr-defined]
            new = fresh(len(self.rows), int(str(body["first"])), given)
            if new is None:
                return 422, {"reasons": [{"code": "gap", "message": "Lines are not here yet.", "field": ""}]}
            self.rows += new
        elif body["total"] != len(self.rows):
            return 422, {"reasons": [{"code": "gap", "message": "Lines are not here yet.", "field": ""}]}
        else:
            self.end = body
        return 200, {"lines": len(self.rows), "file": 7 if self.end else None}

    @property
    def texts(self) -> list[str]:
        return [row.text for row in self.rows]


@contextmanager
def capture_server(*faults: str) -> Iterator[Taken]:
    taken = Taken(faults=list(faults))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            with taken.changed:
                taken.requests += 1
                fault = taken.faults.pop(0) if taken.faults else ""
                if fault == "drop":
                    self.connection.close()
                    return
                if self.headers["Authorization"] != f"Bearer {TOKEN}":
                    self._answer(401, {"reasons": [{"code": "token", "message": "No such token.", "field": ""}]})
                    return
                if fault in {"403", "500"}:
                    self._answer(int(fault), {"reasons": [{"code": "x", "message": "You may not.", "field": ""}]})
                    return
                status, answer = taken.take(self.path, json.loads(raw))
                taken.changed.notify_all()
            if fault == "lose":
                self.connection.close()
            else:
                self._answer(status, answer)

        def _answer(self, status: int, answer: object) -> None:
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    taken.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield taken
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

"""A tracker that keeps its contract over HTTP that is answered from memory."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import Http, HttpAnswer
from hotwash.ports.trackers import Ticket, TicketSeen, TicketState

BASE = "https://outside.example"


@dataclass
class Memory:
    """The far end: tickets by key. ``status`` overrules every answer."""

    tickets: dict[str, dict[str, object]] = field(default_factory=dict)
    status: int = 0

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> HttpAnswer:
        del headers
        if self.status:
            return HttpAnswer(self.status, {}, b"no")
        path = urlsplit(url).path
        return self._ticket(method, path.removeprefix("/tickets").strip("/"), json.loads(body or b"{}"))

    def _ticket(self, method: str, key: str, given: dict[str, object]) -> HttpAnswer:
        if method == "GET" and not key:
            return _json([{"key": known, **fields} for known, fields in self.tickets.items()])
        if method == "POST":
            key = f"T{len(self.tickets) + 1}"
        elif key not in self.tickets:
            return HttpAnswer(404, {}, b"{}")
        if method != "GET":
            self.tickets[key] = given
        return _json({"key": key, **self.tickets[key]})


def _json(value: object) -> HttpAnswer:
    return HttpAnswer(200, {"content-type": "application/json"}, json.dumps(value).encode())


def _asked(http: Http, method: str, url: str, body: object = None) -> bytes:
    answer = http.request(method, url, body=b"" if body is None else json.dumps(body).encode())
    if answer.status >= 400:
        msg = f"{BASE} answered {answer.status}."
        raise PluginError(msg, retry=answer.status >= 500 or answer.status == 429)
    return answer.body


@dataclass(frozen=True)
class BookTracker:
    key: str = "book"
    title: str = "Book of tickets"

    def create(self, ticket: Ticket, options: Mapping[str, str], http: Http) -> TicketSeen:
        for row in json.loads(_asked(http, "GET", f"{BASE}/tickets")):
            if re.search(rf"\b{re.escape(ticket.reference)}$", str(row["text"])):
                return self.update(str(row["key"]), ticket, options, http)
        return _seen(_asked(http, "POST", f"{BASE}/tickets", _fields(ticket)))

    def update(self, key: str, ticket: Ticket, options: Mapping[str, str], http: Http) -> TicketSeen:
        del options
        return _seen(_asked(http, "PUT", f"{BASE}/tickets/{key}", _fields(ticket)))

    def read(self, key: str, options: Mapping[str, str], http: Http) -> TicketSeen:
        del options
        return _seen(_asked(http, "GET", f"{BASE}/tickets/{key}"))


def _fields(ticket: Ticket) -> dict[str, str]:
    text = f"{ticket.text}\n\n{ticket.reference}"
    due = ticket.due.isoformat() if ticket.due else ""
    return {"title": ticket.title, "text": text, "state": ticket.state, "owner": ticket.owner, "due": due}


def _seen(body: bytes) -> TicketSeen:
    row = json.loads(body)
    return TicketSeen(
        key=row["key"],
        url=f"{BASE}/tickets/{row['key']}",
        title=row["title"],
        state=TicketState(row["state"]),
        owner=row["owner"],
        due=date.fromisoformat(row["due"]) if row["due"] else None,
        changed_at=datetime(2026, 3, 2, tzinfo=UTC),
    )

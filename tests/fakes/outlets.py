"""Real servers at the far end of each notifier: what arrives can be read, and they can be made to fail."""

import email
import email.policy
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from hotwash.kernel.http import HttpClient
from hotwash.ports.notifiers import Outside
from tests.fakes.arrivals import Arrived
from tests.fakes.vendors import VENDORS


class Outlet(Protocol):
    """``fail_with`` is None, ``"later"`` or ``"never"``: how the far end answers from now on."""

    address: str
    bad_address: str
    outside: Outside
    fail_with: str | None
    arrived: list[Arrived]


@dataclass
class MailOutlet:
    outside: Outside
    address: str = "ada@example.org"
    bad_address: str = "ada at example"
    fail_with: str | None = None
    arrived: list[Arrived] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.fail_with == "later":
            return "451 4.3.0 Come again later"
        if self.fail_with == "never":
            return "554 5.7.1 Never"
        content = bytes(envelope.content or b"")
        mail = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        body = mail.get_body(("plain",))
        assert body is not None
        self.arrived.append(Arrived(str(mail["Subject"]), body.get_content(), content, {"id": str(mail["Message-ID"])}))
        return "250 OK"


@dataclass
class HookOutlet:
    outside: Outside
    address: str = ""
    bad_address: str = "ftp://example.org/hook"
    fail_with: str | None = None
    arrived: list[Arrived] = field(default_factory=list)


@dataclass
class PageOutlet:
    """The page shows what the row says: nothing is sent, so nothing can fail to arrive."""

    outside: Outside
    address: str = "ada@example.org"
    bad_address: str = " "
    fail_with: str | None = None
    arrived: list[Arrived] = field(default_factory=list)


class FreePort(Controller):
    """aiosmtpd greets itself once at the start: on the port that the system gave."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_outlet(**settings: str) -> Iterator[MailOutlet]:
    outlet = MailOutlet(Outside(HttpClient(allow_private=True), {}))
    controller = FreePort(outlet, hostname="127.0.0.1", port=0)
    controller.start()
    port = controller.port
    outlet.outside = Outside(
        HttpClient(allow_private=True),
        {"smtp_url": f"smtp://127.0.0.1:{port}", "mail_from": "hotwash@example.org"} | settings,
    )
    try:
        yield outlet
    finally:
        controller.stop()


@contextmanager
def hook_outlet() -> Iterator[HookOutlet]:
    outlet = HookOutlet(Outside(HttpClient(allow_private=True), {"webhook_secret": "a secret of the test"}))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status = {None: 200, "later": 503, "never": 410}[outlet.fail_with]
            if status == 200:
                told = json.loads(body)
                outlet.arrived.append(
                    Arrived(told["subject"], told["text"], body, {k.lower(): v for k, v in self.headers.items()})
                )
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    outlet.address = f"http://127.0.0.1:{server.server_address[1]}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield outlet
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def page_outlet() -> Iterator[PageOutlet]:
    yield PageOutlet(Outside(HttpClient(allow_private=False), {}))


OUTLETS = {"email": mail_outlet, "webhook": hook_outlet, "in_page": page_outlet, **VENDORS}
#: Notifiers whose message leaves the server, so that the far end can be asked what came.
REMOTE = ("email", "webhook", *VENDORS)
#: Those that can tell the far end that two attempts are one message.
NAMED = ("email", "webhook", "slack", "mattermost", "matrix")
#: Those whose message can be followed by a link: a call can't.
LINKED = tuple(key for key in REMOTE if key != "twilio_voice")

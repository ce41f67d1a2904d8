"""The mail and the chat server are down for ten minutes: everything is delivered after, in order, and it is said.

The servers are real ones, stopped and started again on their port; the ten minutes pass by argument.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from django.test import Client

from hotwash.directory.models import ContactMethod
from hotwash.kernel import clock
from hotwash.kernel.config import config
from hotwash.kernel.http import HttpClient
from hotwash.ports.notifiers import Outside
from hotwash.respond.core.letters import IN_PAGE, Letter
from hotwash.respond.models import DeliveryAttempt, Incident, Notification
from hotwash.respond.notify import addresses_of, tell
from hotwash.respond.steps.messages import outside as handing
from tests.cast import Cast
from tests.fakes.outlets import FreePort, MailOutlet
from tests.fakes.serving import Answer, Vendor, serving
from tests.fakes.vendors import slack
from tests.outbox import drain
from tests.respond.given import a_policy, declared, target

pytestmark = [pytest.mark.faults, pytest.mark.django_db]
MINUTE = timedelta(minutes=1)
UPDATES = 10


class Mail:
    """A mail server that can be stopped, and comes back at its port."""

    def __init__(self) -> None:
        self.outlet = MailOutlet(Outside(HttpClient(allow_private=True), {}))
        self._port = 0
        self.start()

    def start(self) -> None:
        self._controller = FreePort(self.outlet, hostname="127.0.0.1", port=self._port)
        self._controller.start()
        self._port = self._controller.port

    def stop(self) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._port}"


class Chat:
    """A chat server of the same kind."""

    def __init__(self) -> None:
        self.vendor = Vendor(Outside(HttpClient(allow_private=True), {}), slack, {"later": Answer(503)})
        self._port = 0
        self.start()

    def start(self) -> None:
        self._context: AbstractContextManager[Vendor] = serving(self.vendor, self._port)
        self._context.__enter__()
        self._port = int(self.vendor.base.rpartition(":")[2])

    def stop(self) -> None:
        self._context.__exit__(None, None, None)


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mail]:
    server = Mail()
    monkeypatch.setattr(config(), "smtp_url", server.url)
    yield server
    server.stop()


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> Iterator[Chat]:
    server = Chat()
    ordinary = handing.outside()

    def with_our_slack() -> Outside:
        settings = {**ordinary.settings, "slack_token": "xoxb-secret", "slack_api": f"{server.vendor.base}/api"}
        return Outside(HttpClient(allow_private=True), {**settings, "smtp_url": config().smtp_url})

    monkeypatch.setattr(handing, "outside", with_our_slack)
    yield server
    server.stop()


def update(cast: Cast, incident: Incident, number: int, channel: str, now: datetime) -> None:
    letter = Letter(
        subject=f"Update {number:02}",
        text="Still at it.",
        purpose="update",
        once=f"{channel} {number}",
        link="https://x.example/",
        incident_id=incident.pk,
    )
    tell(letter, addresses_of([cast.olga if channel == "email" else cast.rhea], [channel]), now=now)


def page_of(client: Client, incident: Incident, at: datetime, place: str = "") -> str:
    with clock.pretending(at):
        return client.get(f"/incidents/{incident.reference}/respond/{place}").content.decode()


def test_ten_minutes_without_mail_and_chat(client: Client, cast: Cast, mail: Mail, chat: Chat):
    ContactMethod.objects.filter(person=cast.rhea).update(channel="slack", address="U012ABCDEF")
    a_policy((60, [target(cast.carl)]))
    began = clock.now()
    client.force_login(cast.ada)

    mail.stop()
    chat.stop()
    incident = declared(now=began)
    for number in range(UPDATES):  # an update each minute over both, into the outage
        now = began + number * MINUTE
        update(cast, incident, number, "email", now)
        update(cast, incident, number, "slack", now)
        drain(now=now)
    dark = began + (UPDATES - 1) * MINUTE + timedelta(seconds=30)
    drain(now=dark)

    assert (mail.outlet.arrived, chat.vendor.arrived) == ([], [])
    for place in ("", "messages/"):
        shown = page_of(client, incident, dark, place)
        assert "E-mail:" in shown
        assert "Slack:" in shown
        assert "not through yet" in shown

    mail.start()
    chat.start()
    drain(now=began + 20 * MINUTE)

    paged = [one.subject for one in mail.outlet.arrived if "You are paged" in one.subject]
    by_mail = [one.subject for one in mail.outlet.arrived if b"To: olga@" in one.raw]
    by_chat = [one.subject for one in chat.vendor.arrived]
    expected = [f"Update {number:02}" for number in range(UPDATES)]
    assert len(paged) == 1
    assert by_mail == expected
    assert by_chat == expected
    assert not Notification.objects.exclude(state="sent").exclude(channel=IN_PAGE).exists()
    assert DeliveryAttempt.objects.filter(arrived=False).exists()
    after = page_of(client, incident, began + 20 * MINUTE)
    assert "not through yet" not in after

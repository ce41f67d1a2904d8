"""What single notifiers know beyond the common contract."""

import base64
import email
import email.policy
import hashlib
import hmac
import mailbox
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.http import HttpClient
from hotwash.ports.notifiers import Attachment, Message, Notifier, Outside
from hotwash.ports.registry import plugins
from tests.fakes.outlets import hook_outlet, mail_outlet
from tests.fakes.vendors import VENDORS

AT = datetime(2026, 3, 2, 4, 11, tzinfo=UTC)
MESSAGE = Message(id="n-1", to="ada@example.org", subject="Hello", text="Plain", at=AT)


def notifier(key: str) -> Notifier:
    return plugins("notifiers", Notifier)[key]


def test_mail_carries_html_and_a_calendar_entry_that_can_be_answered() -> None:
    invitation = Attachment("invite.ics", "text/calendar; method=REQUEST", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    with mail_outlet() as outlet:
        notifier("email").send(replace(MESSAGE, html="<p>Rich</p>", attachments=(invitation,)), outlet.outside)
        mail = email.message_from_bytes(outlet.arrived[0].raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    parts = [
        (part.get_content_type(), part.get_param("method"), part.get_filename())
        for part in mail.walk()
        if not part.is_multipart()
    ]
    assert parts == [
        ("text/plain", None, None),
        ("text/html", None, None),
        ("text/calendar", "REQUEST", None),
        ("text/calendar", "REQUEST", "invite.ics"),
    ]


def test_mail_can_be_kept_in_a_folder(tmp_path: Path) -> None:
    outside = Outside(HttpClient(allow_private=False), {"smtp_url": (tmp_path / "mail").as_uri()})
    notifier("email").send(MESSAGE, outside)
    (kept,) = mailbox.Maildir(tmp_path / "mail")
    assert (kept["To"], kept["Subject"]) == ("ada@example.org", "Hello")


def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("in the way")
    outside = Outside(HttpClient(allow_private=False), {"smtp_url": (tmp_path / "mail").as_uri()})
    with pytest.raises(PluginError) as refused:
        notifier("email").send(MESSAGE, outside)
    assert refused.value.retry is True


def test_without_a_mail_server_the_message_waits() -> None:
    with pytest.raises(PluginError, match="HOTWASH_SMTP_URL") as refused:
        notifier("email").send(MESSAGE, Outside(HttpClient(allow_private=False), {}))
    assert refused.value.retry is True


def test_webhook_signature_can_be_checked_by_the_specification() -> None:
    with hook_outlet() as outlet:
        notifier("webhook").send(replace(MESSAGE, to=outlet.address), outlet.outside)
        arrived = outlet.arrived[0]
    content = f"n-1.{int(AT.timestamp())}.".encode() + arrived.raw
    digest = base64.b64encode(hmac.new(b"a secret of the test", content, hashlib.sha256).digest()).decode()
    assert arrived.headers["webhook-signature"] == f"v1,{digest}"


def test_webhook_does_not_reach_into_the_private_network() -> None:
    with hook_outlet() as outlet:
        guarded = Outside(HttpClient(allow_private=False), outlet.outside.settings)
        with pytest.raises(PluginError, match="private network") as refused:
            notifier("webhook").send(replace(MESSAGE, to=outlet.address), guarded)
        assert refused.value.retry is False
        assert outlet.arrived == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the library itself
def test_apprise_delivers_where_private_hosts_are_allowed() -> None:
    with VENDORS["ntfy"]() as vendor:
        address = f"ntfy://{vendor.base.removeprefix('http://')}/hotwash-ada"
        allowed = Outside(vendor.outside.http, {"private_allowed": "yes"})
        notifier("apprise").send(replace(MESSAGE, to=address), allowed)
        assert [(arrived.subject, arrived.text) for arrived in vendor.arrived] == [("Hello", "Plain")]
        vendor.fail_with = "later"
        with pytest.raises(PluginError) as later:
            notifier("apprise").send(replace(MESSAGE, to=address), allowed)
        with pytest.raises(PluginError, match="host of its own") as refused:
            notifier("apprise").send(replace(MESSAGE, to=address), vendor.outside)
    assert (later.value.retry, refused.value.retry) == (True, False)


@pytest.mark.parametrize(
    "address", ["json://127.0.0.1/x", "file:///etc/passwd", "pover", "://", "mailto://a:b@example.org"]
)
def test_apprise_reaches_neither_this_machine_nor_any_host(address: str) -> None:
    assert notifier("apprise").problem_of(address) != ""


def test_a_matrix_room_is_opened_once_and_a_repeat_is_the_same_event() -> None:
    with VENDORS["matrix"]() as vendor:
        first = notifier("matrix").send(replace(MESSAGE, to=vendor.address), vendor.outside)
        assert notifier("matrix").send(replace(MESSAGE, to=vendor.address), vendor.outside) == first
        notifier("matrix").send(replace(MESSAGE, to=vendor.address, id="n-2"), vendor.outside)
        assert vendor.kept["rooms"] == 1


def test_ntfy_gives_its_token_to_its_own_server_only() -> None:
    with VENDORS["ntfy"]() as vendor:
        outside = replace(vendor.outside, settings={"ntfy_url": "https://ntfy.example.org", "ntfy_token": "tk"})
        notifier("ntfy").send(replace(MESSAGE, to=f"{vendor.base}/elsewhere"), outside)
        assert "authorization" not in vendor.requests[0].headers


@pytest.mark.parametrize(
    ("key", "after"),
    [("slack", 30), ("mattermost", 60), ("matrix", 2.5), ("discord", 0.75), ("telegram", 7), ("ntfy", None)],
)
def test_the_wait_that_the_other_side_asks_for(key: str, after: float | None) -> None:
    with VENDORS[key]() as vendor:
        vendor.fail_with = "later"
        with pytest.raises(PluginError) as refused:
            notifier(key).send(replace(MESSAGE, to=vendor.address), vendor.outside)
    assert refused.value.after == after

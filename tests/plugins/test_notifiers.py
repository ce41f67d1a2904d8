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

"""What notifiers may use, and a message as they get it."""

from datetime import datetime

from django.utils.crypto import salted_hmac
from pydantic import SecretStr

from hotwash.kernel.config import config
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.http import collector_client, http_client
from hotwash.ports.notifiers import Answering, Attachment, Message, Outside, Sent
from hotwash.respond.core.messages.sending import PAGE
from hotwash.respond.models import Notification, Page
from hotwash.respond.queries.mailbox import page_address
from hotwash.respond.queries.paging import page_token
from hotwash.respond.queries.plugins import notifiers

#: The settings that notifiers get to see.
HANDED_ON = (
    *("smtp_url", "mail_from", "base_url", "slack_token", "slack_signing_secret", "mattermost_url", "mattermost_token"),
    *("matrix_url", "matrix_token", "telegram_token", "telegram_secret", "ntfy_url", "ntfy_token"),
    *("twilio_account", "twilio_token", "twilio_from"),
)


def outside() -> Outside:
    """What notifiers may use."""
    known = config()
    settings = {name: _plain(getattr(known, name)) for name in HANDED_ON}
    settings["webhook_secret"] = webhook_secret()
    settings["private_allowed"] = "yes" if known.allow_private_addresses else ""
    return Outside(http_client(), settings, collector_client())


def _plain(value: object) -> str:
    return str(value.get_secret_value() if isinstance(value, SecretStr) else value)


def webhook_secret() -> str:
    """What receivers of our webhooks check signatures with; made from the server's own key."""
    return salted_hmac("respond.webhook", "secret", algorithm="sha256").hexdigest()


def hand_over(channel: str, message: Message) -> Sent:
    """Give a message to its notifier. Raises ``PluginError``."""
    notifier = notifiers().get(channel)
    if notifier is None:
        msg = f"There is no channel “{channel}” on this server. Install its plugin, or choose another channel."
        raise PluginError(msg, retry=False)
    return notifier.send(message, outside())


def message_of(row: Notification, now: datetime) -> Message:
    """A row as a value, its name the same over all attempts."""
    files = tuple(Attachment(item["name"], item["media_type"], item["text"].encode()) for item in row.attachments)
    return Message(
        id=name_of(row),
        to=row.to,
        subject=row.subject,
        text=row.text,
        at=now,
        html=row.html,
        link=row.link,
        link_text=row.link_text or "Open in Hotwash",
        purpose=row.purpose,
        attachments=files,
        data=row.data,
        answering=answering_of(row.page) if row.page is not None and row.purpose == PAGE else None,
    )


def answering_of(page: Page) -> Answering:
    """How a page can be answered from where it was read."""
    token = page_token(page)
    return Answering(
        token=token, page=page.pk, url=f"{config().base_url.rstrip('/')}/answers/{token}", reply_to=page_address(page)
    )


def name_of(row: Notification) -> str:
    return f"hotwash-{row.pk}-{row.created_at:%Y%m%d%H%M%S}"

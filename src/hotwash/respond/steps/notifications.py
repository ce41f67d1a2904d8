"""Delivering messages: taken with a lease, sent outside of any transaction, tried again until a day has passed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from hotwash.kernel.config import config
from hotwash.kernel.core.actor import SYSTEM, Actor
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.http import http_client
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import step
from hotwash.ports.notifiers import Attachment, Message, Outside, Sent
from hotwash.respond.core.sending import next_attempt
from hotwash.respond.core.states import NotificationState
from hotwash.respond.events import NotificationDue, NotificationGivenUp
from hotwash.respond.models import Notification
from hotwash.respond.queries.plugins import notifiers

LEASE = timedelta(minutes=2)  # how long a worker may take before another one tries
BATCH = 200


def deliver_notification(event: NotificationDue, *, now: datetime) -> Notification | None:
    """One attempt at one message, unless it was sent already or another worker is at it."""
    row = _take(event.notification, now)
    if row is None:
        return None
    try:
        sent = _send(row, now)
    except PluginError as error:
        return _failed(row, error, now)
    return _sent(row, sent, now)


def deliver_late_notifications(*, now: datetime) -> int:
    """Again and again: messages whose wake-up got lost, or whose worker died, are sent all the same."""
    late = Notification.objects.filter(state=NotificationState.WAITING, due_at__lte=now).order_by("due_at", "pk")
    keys = list(late.values_list("pk", flat=True)[:BATCH])
    return sum(deliver_notification(NotificationDue(notification=pk), now=now) is not None for pk in keys)


def retry_notification(*, actor: Actor, notification: Notification, now: datetime) -> Notification | Refusal:
    """Try a message again now, also one that was given up."""
    with step(actor=actor, permission=Permission.RESPOND, scope=notification.incident):
        row = Notification.objects.select_for_update(of=("self",), no_key=True).get(pk=notification.pk)
        if row.state == NotificationState.SENT:
            return refuse("sent", "This message has arrived. Nothing needs to be tried again.")
        row.state, row.due_at, row.created_at = NotificationState.WAITING, now, now
        row.save(update_fields=["state", "due_at", "created_at"])
        wake(NotificationDue(notification=row.pk), at=now)
    return row


def outside() -> Outside:
    """What notifiers may use."""
    settings = {
        "smtp_url": config().smtp_url,
        "mail_from": config().mail_from,
        "base_url": config().base_url,
        "webhook_secret": webhook_secret(),
    }
    return Outside(http_client(), settings)


def webhook_secret() -> str:
    """What receivers of our webhooks check signatures with; made from the server's own key."""
    return salted_hmac("respond.webhook", "secret", algorithm="sha256").hexdigest()


def _take(pk: int, now: datetime) -> Notification | None:
    with transaction.atomic():
        row = (
            Notification.objects.select_for_update(skip_locked=True, no_key=True)
            .filter(pk=pk, state=NotificationState.WAITING, due_at__lte=now)
            .first()
        )
        if row is not None:
            row.attempts += 1
            row.due_at = now + LEASE
            row.save(update_fields=["attempts", "due_at"])
    return row


def _send(row: Notification, now: datetime) -> Sent:
    notifier = notifiers().get(row.channel)
    if notifier is None:
        msg = f"There is no channel “{row.channel}” on this server. Install its plugin, or choose another channel."
        raise PluginError(msg, retry=False)
    attachments = tuple(Attachment(item["name"], item["media_type"], item["text"].encode()) for item in row.attachments)
    message = Message(
        id=f"hotwash-{row.pk}-{row.created_at:%Y%m%d%H%M%S}",
        to=row.to,
        subject=row.subject,
        text=row.text,
        at=now,
        html=row.html,
        link=row.link,
        purpose=row.purpose,
        attachments=attachments,
        data=row.data,
    )
    return notifier.send(message, outside())


def _sent(row: Notification, sent: Sent, now: datetime) -> Notification:
    row.state, row.sent_at, row.external_id, row.error = NotificationState.SENT, now, sent.external_id[:300], ""
    row.save(update_fields=["state", "sent_at", "external_id", "error"])
    return row


def _failed(row: Notification, error: PluginError, now: datetime) -> Notification:
    row.error = str(error)[:1000]
    again = next_attempt(row.attempts, row.created_at, now, error.after) if error.retry else None
    if again is not None:
        row.due_at = again
        with transaction.atomic():
            row.save(update_fields=["error", "due_at"])
            wake(NotificationDue(notification=row.pk), at=row.due_at)
        return row
    row.state = NotificationState.GIVEN_UP
    with step(actor=SYSTEM, permission=Permission.VIEW) as record:
        row.save(update_fields=["error", "state"])
        record(
            NotificationGivenUp(
                incident_id=row.incident_id, notification=row.pk, channel=row.channel, to=row.to, error=row.error
            )
        )
    return row

"""What follows from an attempt: it arrived, it is tried again, another way is used, or it is given up."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import step
from hotwash.ports.notifiers import Sent
from hotwash.respond.core.letters import IN_PAGE, File, Outgoing, short
from hotwash.respond.core.messages.rungs import next_way
from hotwash.respond.core.messages.sending import PAGE, falls_over, next_attempt
from hotwash.respond.core.states import NotificationState
from hotwash.respond.events import NotificationDue, NotificationGivenUp, PersonUnreached
from hotwash.respond.models import DeliveryAttempt, Notification
from hotwash.respond.notify import account_of, enqueue
from hotwash.respond.queries.contacts import ways_of
from hotwash.respond.queries.plugins import shown_address
from hotwash.respond.steps.messages.outside import name_of

ARRIVED = "It arrived."
WAITING, SENT = NotificationState.WAITING, NotificationState.SENT


def sent(rows: Sequence[Notification], answer: Sent, now: datetime) -> None:
    """All ``rows`` went as one message; the first of them was the attempt."""
    with transaction.atomic():
        for row in rows:
            row.attempts = max(row.attempts, 1)
            row.state, row.sent_at, row.external_id, row.error = SENT, now, answer.external_id[:300], ""
            row.taken_until = None
            row.save(update_fields=["state", "sent_at", "external_id", "error", "taken_until", "attempts"])
            _note(row, now, ARRIVED, arrived=True)


def not_needed(row: Notification) -> None:
    """A page that was answered before this way's turn came."""
    row.attempts -= 1
    row.state, row.taken_until = NotificationState.NOT_NEEDED, None
    row.save(update_fields=["attempts", "state", "taken_until"])


def failed(row: Notification, error: PluginError, now: datetime) -> None:
    """Try again later, or give it up; where a person is meant, the next contact method is used."""
    row.error, row.taken_until = str(error)[:1000], None
    again = None
    if error.retry:
        begun, name = row.created_at, name_of(row)
        again = next_attempt(row.attempts, begun, now, error.after, name=name, purpose=row.purpose)
    with step(actor=SYSTEM, permission=Permission.VIEW) as record:
        _note(row, now, row.error, arrived=False)
        if again is not None:
            row.due_at = again
            row.save(update_fields=["error", "due_at", "taken_until"])
            _hold_back(row)
            wake(NotificationDue(notification=row.pk), at=again)
        else:
            row.state = NotificationState.GIVEN_UP
            row.save(update_fields=["error", "state", "taken_until"])
            to = shown_address(row.channel, row.to)
            record(
                NotificationGivenUp(
                    incident_id=row.incident_id, notification=row.pk, channel=row.channel, to=to, error=row.error
                )
            )
        if again is None or falls_over(row.purpose, row.attempts, row.created_at, now, error.after):
            unreached = _fall_over(row, now)
            if unreached is not None:
                record(unreached)


def _note(row: Notification, now: datetime, said: str, *, arrived: bool) -> None:
    DeliveryAttempt.objects.create(notification=row, number=row.attempts, at=now, arrived=arrived, said=said)


def _hold_back(row: Notification) -> None:
    """What waits behind a message that fails is not tried before it; a page is tried all the same."""
    behind = Notification.objects.filter(to=row.to, channel=row.channel, state=WAITING, pk__gt=row.pk)
    behind.filter(attempts=0, due_at__lt=row.due_at).exclude(purpose=PAGE).update(due_at=row.due_at)


def _fall_over(row: Notification, now: datetime) -> PersonUnreached | None:
    """Use the next contact method of the person. What comes back says that there is none left for a page."""
    if row.person is None or not row.occasion:
        return None
    others = Notification.objects.filter(occasion=row.occasion).exclude(pk=row.pk).exclude(channel=IN_PAGE)
    if others.filter(state=SENT).exists():
        return None
    if row.purpose == PAGE:
        return _hurry(row, now)
    if not others.filter(pk__gt=row.pk).exists():
        _copy(row, now)
    return None


def _hurry(row: Notification, now: datetime) -> PersonUnreached | None:
    """The rung of a page that would be next is due now."""
    rungs = Notification.objects.filter(occasion=row.occasion, state=WAITING).exclude(pk=row.pk)
    following = rungs.filter(attempts=0, due_at__gt=now).order_by("due_at", "pk").first()
    if following is not None:
        following.due_at = now
        following.save(update_fields=["due_at"])
        wake(NotificationDue(notification=following.pk), at=now)
    elif row.state == NotificationState.GIVEN_UP and not rungs.exists() and row.person and row.page_id:
        return PersonUnreached(incident_id=row.incident_id, person=row.person.name, page=row.page_id)
    return None


def _copy(row: Notification, now: datetime) -> None:
    """The same message over the next contact method."""
    person = row.person
    assert person is not None
    used = set(Notification.objects.filter(occasion=row.occasion).values_list("channel", F("to")))
    way = next_way(ways_of([person])[person.pk], used, account_of(person))
    if way is None:
        return
    files = tuple(File(item["name"], item["media_type"], item["text"]) for item in row.attachments)
    copy = Outgoing(
        channel=way.channel,
        to=way.address,
        subject=row.subject,
        text=row.text,
        purpose=row.purpose,
        once=short(f"{row.occasion}:{way.channel}:{way.address}"),
        link=row.link,
        link_text=row.link_text,
        files=files,
        data=row.data,
        incident_id=row.incident_id,
        person_id=row.person_id,
        update_id=row.update_id,
        occasion=row.occasion,
    )
    enqueue([copy], now=now)

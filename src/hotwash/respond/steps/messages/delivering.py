"""Delivering messages: one after the other for each address, taken with a lease, sent outside of any transaction, tried
again until a day has passed.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import step
from hotwash.ports.notifiers import Message
from hotwash.respond.core.letters import EMAIL, Outgoing
from hotwash.respond.core.messages.quiet import Piece, digest
from hotwash.respond.core.messages.sending import LEASE, PAGE
from hotwash.respond.core.messages.turns import Waiting, whose_turn
from hotwash.respond.core.states import NotificationState, PageState
from hotwash.respond.events import NotificationDue
from hotwash.respond.models import Notification
from hotwash.respond.notify import html_of
from hotwash.respond.queries.contacts import quiet_of
from hotwash.respond.steps.messages.outcomes import failed, not_needed, sent
from hotwash.respond.steps.messages.outside import hand_over, message_of

BATCH = 200
WAITING = NotificationState.WAITING
HELD_UP = ~Q(purpose=PAGE) & Q(held_until=None)  # not due only because one before it fails


def deliver_notification(event: NotificationDue, *, now: datetime) -> Notification | None:
    """Send a message that is due, and what else waits for the same address, in order; None when it was sent already,
    another worker is at it, or it has to wait for one before it.
    """
    asked = Notification.objects.filter(pk=event.notification, state=WAITING, due_at__lte=now).first()
    done: Notification | None = None
    tried: set[int] = set()
    while asked is not None:
        row = _take(asked, tried, now)
        if row is None:
            break
        tried.add(row.pk)
        _attempt(row, now)
        if row.pk == asked.pk:
            done = row
    return done


def deliver_late_notifications(*, now: datetime) -> int:
    """Again and again: messages whose wake-up got lost, or whose worker died, are sent all the same."""
    late = Notification.objects.filter(state=WAITING, due_at__lte=now).order_by("due_at", "pk")
    keys = list(late.values_list("pk", flat=True)[:BATCH])
    return sum(deliver_notification(NotificationDue(notification=pk), now=now) is not None for pk in keys)


def retry_notification(*, actor: Actor, notification: Notification, now: datetime) -> Notification | Refusal:
    """Try a message again now, also one that was given up."""
    with step(actor=actor, permission=Permission.RESPOND, scope=notification.incident):
        row = Notification.objects.select_for_update(of=("self",), no_key=True).get(pk=notification.pk)
        if row.state == NotificationState.SENT:
            return refuse("sent", "This message has arrived. Nothing needs to be tried again.")
        row.state, row.due_at, row.created_at, row.held_until = WAITING, now, now, None
        row.save(update_fields=["state", "due_at", "created_at", "held_until"])
        wake(NotificationDue(notification=row.pk), at=now)
    return row


def _take(asked: Notification, tried: set[int], now: datetime) -> Notification | None:
    """The message of the address whose turn it is, now this worker's."""
    with transaction.atomic():
        queue = list(
            Notification.objects.select_for_update(of=("self",), no_key=True)
            .filter(to=asked.to, channel=asked.channel, state=WAITING)
            .filter(Q(due_at__lte=now) | Q(attempts__gt=0) | HELD_UP)
            .order_by("pk")[:BATCH]
        )
        turns = [Waiting(row.pk, row.purpose, row.created_at, row.due_at, row.taken_until) for row in queue]
        chosen = whose_turn(turns, tried, now)
        row = next((one for one in queue if one.pk == chosen), None)
        if row is not None:
            row.attempts += 1
            row.taken_until = row.due_at = now + LEASE
            row.save(update_fields=["attempts", "taken_until", "due_at"])
    return row


def _attempt(row: Notification, now: datetime) -> None:
    if row.purpose == PAGE and row.page is not None and row.page.state != PageState.OPEN:
        not_needed(row)
        return
    together = _waited_with(row, now)
    try:
        answer = hand_over(row.channel, _digest(together, now) if len(together) > 1 else message_of(row, now))
    except PluginError as error:
        failed(row, error, now)
    else:
        sent(together, answer, now)


def _waited_with(row: Notification, now: datetime) -> list[Notification]:
    """The messages that have waited for the end of the same quiet hours and go as one, if the person wants that."""
    quiet = quiet_of({row.person_id}).get(row.person_id) if row.held_until and row.person_id else None
    if quiet is None or not quiet.as_digest or row.attachments:
        return [row]
    same = Notification.objects.filter(
        to=row.to, channel=row.channel, person=row.person, state=WAITING, attachments=[], held_until__lte=now
    )
    return [row, *same.filter(pk__gt=row.pk, taken_until=None).order_by("pk")[:BATCH]]


def _digest(rows: list[Notification], now: datetime) -> Message:
    one = digest([Piece(row.subject, row.text, row.link) for row in rows])
    letter = Outgoing(
        channel=rows[0].channel, to=rows[0].to, subject=one.subject, text=one.text, purpose="digest", once=""
    )
    html = html_of(letter) if letter.channel == EMAIL else ""
    return replace(
        message_of(rows[0], now), subject=one.subject, text=one.text, html=html, link="", purpose="digest", data={}
    )

"""How any stage sends a message: rows in the step's own transaction; the worker delivers them.

Call ``enqueue`` inside a step. A message with the same ``once`` is queued only once, however often it is called.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.template.loader import render_to_string

from hotwash.directory.models import ContactMethod, Person
from hotwash.kernel.config import config
from hotwash.kernel.outbox import wake
from hotwash.respond.core.letters import EMAIL, IN_PAGE, Letter, Outgoing
from hotwash.respond.core.states import NotificationState
from hotwash.respond.events import NotificationDue
from hotwash.respond.models import Notification


def enqueue(messages: Sequence[Outgoing], *, now: datetime) -> list[Notification]:
    """Queue messages, to be delivered at once. Inside a transaction; the rows that are there afterwards."""
    rows = [_row(message, now) for message in messages]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    queued = list(Notification.objects.filter(once__in=[row.once for row in rows]).order_by("pk"))
    for row in queued:
        if row.attempts == 0 and row.state == NotificationState.WAITING:
            wake(NotificationDue(notification=row.pk), at=now)
    return queued


Reached = tuple[Person, str, str]
"""A person, a channel, and the address there."""


def tell(letter: Letter, reached: Iterable[Reached], *, now: datetime) -> list[Notification]:
    """Queue a letter for each address."""
    return enqueue([letter.to(person.pk, channel, address) for person, channel, address in reached], now=now)


def everywhere(people: Iterable[Person], channels: Sequence[str]) -> list[Reached]:
    """The addresses over the channels, and the page itself."""
    people = list(people)
    return [*addresses_of(people, channels), *((person, IN_PAGE, person.email) for person in people)]


def addresses_of(people: Iterable[Person], channels: Sequence[str]) -> list[Reached]:
    """(person, channel, address) for each contact method over one of the channels, in each person's own order.

    Somebody without any is reached at the e-mail address of the account: nobody is left out.
    """
    people = list(people)
    methods = ContactMethod.objects.filter(person__in=people, channel__in=channels).order_by("order", "pk")
    known: dict[int, list[tuple[str, str]]] = {}
    for method in methods:
        known.setdefault(method.person_id, []).append((method.channel, method.address))
    return [
        (person, channel, address)
        for person in people
        for channel, address in known.get(person.pk, [(EMAIL, person.email)])
    ]


def absolute(path: str) -> str:
    """The whole address of a page, for links that leave the house."""
    return config().base_url.rstrip("/") + path


def _row(message: Outgoing, now: datetime) -> Notification:
    html = ""
    if message.channel == EMAIL:
        html = render_to_string("respond/mail/message.html", {"message": message})
    # What the page itself shows has arrived as soon as the row is there: no job is needed to send it.
    shown = {"state": NotificationState.SENT, "sent_at": now, "attempts": 1} if message.channel == IN_PAGE else {}
    return Notification(
        channel=message.channel,
        to=message.to,
        subject=" ".join(message.subject.split())[:300],
        text=message.text,
        html=html,
        link=message.link,
        attachments=[{"name": item.name, "media_type": item.media_type, "text": item.text} for item in message.files],
        data=dict(message.data),
        incident_id=message.incident_id,
        person_id=message.person_id,
        page_id=message.page_id,
        update_id=message.update_id,
        purpose=message.purpose,
        once=message.once[:200],
        due_at=now,
        created_at=now,
        **shown,
    )

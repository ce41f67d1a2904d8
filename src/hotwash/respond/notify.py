"""How any stage sends a message: rows in the step's own transaction; the worker delivers them.

Call ``enqueue`` inside a step. A message with the same ``once`` is queued only once, however often it is called.
What is no page waits for the end of a person's quiet hours.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.template.loader import render_to_string

from hotwash.directory.models import Person
from hotwash.kernel.config import config
from hotwash.kernel.outbox import wake
from hotwash.respond.core.letters import EMAIL, IN_PAGE, Letter, Outgoing
from hotwash.respond.core.messages.quiet import Quiet, held_until
from hotwash.respond.core.messages.rungs import Way, first_way, ladder
from hotwash.respond.core.states import NotificationState
from hotwash.respond.events import NotificationDue
from hotwash.respond.models import Notification
from hotwash.respond.queries.contacts import quiet_of, ways_of


def enqueue(messages: Sequence[Outgoing], *, now: datetime) -> list[Notification]:
    """Queue messages, each to be delivered when its time has come. Inside a transaction; the rows that are there
    afterwards.
    """
    quiet = quiet_of({message.person_id for message in messages if message.person_id is not None})
    rows = [_row(message, quiet.get(message.person_id or 0), now) for message in messages]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    queued = list(Notification.objects.filter(once__in=[row.once for row in rows]).order_by("pk"))
    for row in queued:
        if row.attempts == 0 and row.state == NotificationState.WAITING:
            wake(NotificationDue(notification=row.pk), at=row.due_at)
    return queued


Reached = tuple[Person, str, str]
"""A person, a channel, and the address there."""


def tell(letter: Letter, reached: Iterable[Reached], *, now: datetime) -> list[Notification]:
    """Queue a letter for each address."""
    return enqueue([letter.to(person.pk, channel, address) for person, channel, address in reached], now=now)


def climb_ways(letter: Letter, person: Person, at_once: Collection[str]) -> list[Outgoing]:
    """A page for one person: in the page, and over each contact method at its time until it is answered."""
    rungs = ladder(ways_of([person])[person.pk], at_once, account_of(person))
    messages = [letter.to(person.pk, rung.way.channel, rung.way.address, rung.wait) for rung in rungs]
    return [*messages, letter.to(person.pk, IN_PAGE, person.email)]


def everywhere(people: Iterable[Person], channels: Sequence[str]) -> list[Reached]:
    """The addresses over the channels, and the page itself."""
    people = list(people)
    return [*addresses_of(people, channels), *((person, IN_PAGE, person.email) for person in people)]


def addresses_of(people: Iterable[Person], channels: Sequence[str]) -> list[Reached]:
    """(person, channel, address): the first contact method of each person over one of the channels.

    Somebody without any is reached at the e-mail address of the account: nobody is left out. Where it fails, the next
    contact method is used.
    """
    people = list(people)
    known = ways_of(people)
    firsts = [(person, first_way(known[person.pk], channels, account_of(person))) for person in people]
    return [(person, way.channel, way.address) for person, way in firsts]


def account_of(person: Person) -> Way:
    return Way(EMAIL, person.email)


def absolute(path: str) -> str:
    """The whole address of a page, for links that leave the house."""
    return config().base_url.rstrip("/") + path


def html_of(message: Outgoing) -> str:
    """The message as a mail program shows it."""
    return render_to_string("respond/mail/message.html", {"message": message})


def _row(message: Outgoing, quiet: Quiet | None, now: datetime) -> Notification:
    in_page = message.channel == IN_PAGE
    # What the page itself shows has arrived as soon as the row is there: no job is needed to send it.
    shown = {"state": NotificationState.SENT, "sent_at": now, "attempts": 1} if in_page else {}
    held = None if in_page else held_until(quiet, message.purpose, now)
    return Notification(
        channel=message.channel,
        to=message.to,
        subject=" ".join(message.subject.split())[:300],
        text=message.text,
        html=html_of(message) if message.channel == EMAIL else "",
        link=message.link,
        link_text=message.link_text[:80],
        attachments=[{"name": item.name, "media_type": item.media_type, "text": item.text} for item in message.files],
        data=dict(message.data),
        incident_id=message.incident_id,
        person_id=message.person_id,
        page_id=message.page_id,
        update_id=message.update_id,
        purpose=message.purpose,
        once=message.once[:200],
        occasion=message.occasion[:200],
        due_at=held or now + message.wait,
        held_until=held,
        created_at=now,
        **shown,
    )

"""What comes back over a channel: a page is answered, a command is carried out, by the same steps as on the page."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from hotwash.directory.models import Person
from hotwash.kernel.core.refusal import Refusal
from hotwash.ports.notifiers.inbound import Heard, Kind
from hotwash.respond.core.chat.speaking import ACKNOWLEDGE, DECLINE, STRANGER, answer_of, told
from hotwash.respond.models import HeardBefore, Notification, Page
from hotwash.respond.queries.contacts import person_at
from hotwash.respond.queries.paging import open_pages_of, page_of_token
from hotwash.respond.steps.chat.commanding import carry_out
from hotwash.respond.steps.paging import acknowledge, decline

KEPT = timedelta(days=2)  # longer than any signed request is taken for
GONE = "This page is no longer there. Open Hotwash to see how things stand."
OTHER = "This page is for somebody else. Open Hotwash to take the incident."
NONE = "No page waits for your answer."


def take_heard(*, channel: str, heard: Heard, now: datetime) -> str:
    """What is answered, empty for nothing. The same request a second time does nothing."""
    if heard.kind is Kind.NOTHING or not _first(channel, heard, now):
        return ""
    person = person_at(channel, heard.by) if heard.by else None
    if heard.kind is Kind.ANSWER:
        return _answer(channel, heard, person, now)
    if person is None:
        return STRANGER.format(by=heard.by)
    return carry_out(actor=person.as_actor(), text=heard.text, now=now)


def answer_page(*, page: Page, by: Person, verb: str, via: str, now: datetime) -> str:
    """Take or decline, and say what came of it."""
    actor = by.as_actor()
    if verb == DECLINE:
        done: object = decline(actor=actor, page=page, now=now, via=via)
        words = "Somebody else is asked now."
    elif verb == ACKNOWLEDGE:
        done = acknowledge(actor=actor, incident=page.incident, via=via, now=now)
        words = f"You have it: {page.incident.reference} {page.incident.title}. Nobody else is paged."
    else:
        return "Answer 1 to acknowledge, 2 if you can't."
    return told(done) if isinstance(done, Refusal) else words


def _answer(channel: str, heard: Heard, person: Person | None, now: datetime) -> str:
    """Whoever is proved to have answered takes it; a signed token alone speaks for whom it was made."""
    found = _meant(channel, heard, person)
    if isinstance(found, str):
        return found
    by = person if person is not None and heard.token else found.person
    return answer_page(page=found, by=by, verb=heard.verb or answer_of(heard.text), via=channel[:16], now=now)


def _meant(channel: str, heard: Heard, person: Person | None) -> Page | str:
    """The page that is answered, or why there is none: by its token, by its number, or the newest of the person."""
    if heard.token:
        return page_of_token(heard.token) or GONE
    stranger = STRANGER.format(by=heard.by)
    if heard.page is None:
        newest = open_pages_of(person.pk).select_related("incident__process_version", "person") if person else None
        return stranger if newest is None else newest.first() or NONE
    found = Page.objects.select_related("incident__process_version", "person").filter(pk=heard.page).first()
    if found is None or not found.person.is_active:
        return GONE
    was_sent = Notification.objects.filter(page=found, channel=channel, to=heard.by).exists()
    if person == found.person or was_sent:
        return found
    return OTHER if person is not None else stranger


def _first(channel: str, heard: Heard, now: datetime) -> bool:
    """Whether this request is heard for the first time; old ones are forgotten."""
    if not heard.name:
        return True
    HeardBefore.objects.filter(at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            HeardBefore.objects.create(name=f"{channel}:{heard.name}"[:200], at=now)
    except IntegrityError:
        return False
    return True

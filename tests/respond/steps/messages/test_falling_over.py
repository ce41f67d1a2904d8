"""Every way to a person is tried until one works; a page that reaches nobody does not keep the next level waiting."""

from collections.abc import Iterator
from datetime import time, timedelta

import pytest

from hotwash.directory.models import ContactMethod, ContactRules, Person
from hotwash.kernel.config import config
from hotwash.kernel.models import Event
from hotwash.respond.core.letters import IN_PAGE, Letter
from hotwash.respond.models import DeliveryAttempt, Escalation, Notification
from hotwash.respond.notify import addresses_of, tell
from hotwash.respond.queries import messages_of, troubles_of
from hotwash.respond.steps import acknowledge
from tests.cast import NOON, Cast, actor
from tests.fakes.outlets import MailOutlet, mail_outlet
from tests.outbox import drain
from tests.respond.given import a_policy, declared, target

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailOutlet]:
    with mail_outlet() as outlet:
        monkeypatch.setattr(config(), "smtp_url", outlet.outside.settings["smtp_url"])
        yield outlet


def also(person: Person, channel: str, address: str, minutes: int | None = None) -> None:
    order = person.contact_methods.count() + 1
    ContactMethod.objects.create(person=person, channel=channel, address=address, order=order, minutes=minutes)


def letter(once: str = "one", purpose: str = "update") -> Letter:
    return Letter(subject=f"Subject {once}", text="Text.", purpose=purpose, once=once, link="https://x.example/")


def told(person: Person, once: str = "one", after: timedelta = timedelta()) -> Notification:
    (row,) = tell(letter(once), addresses_of([person], ["email"]), now=NOON + after)
    return row


def ways(**wanted: object) -> list[tuple[str, str, int]]:
    rows = Notification.objects.filter(**wanted).exclude(channel=IN_PAGE).order_by("pk")
    return [(row.to, row.state, row.attempts) for row in rows]


def test_a_page_takes_the_next_way_when_one_is_refused(mail: MailOutlet, cast: Cast):
    also(cast.carl, "pigeon", "loft", 0)
    also(cast.carl, "email", "carl@home.example", 5)
    a_policy((30, [target(cast.carl)]))
    declared()
    drain(now=NOON)
    assert ways() == [("carl@example.org", "sent", 1), ("loft", "given_up", 1), ("carl@home.example", "waiting", 0)]


def test_a_page_that_no_way_takes_hurries_the_next_rung_and_then_the_next_level(mail: MailOutlet, cast: Cast):
    ContactMethod.objects.filter(person=cast.carl).update(channel="pigeon", address="loft")
    also(cast.carl, "crow", "nest", 30)
    a_policy((30, [target(cast.carl)]), (30, [target(cast.rhea)]))
    declared()
    drain(now=NOON)
    assert ways(person=cast.carl) == [("loft", "given_up", 1), ("nest", "given_up", 1)]
    assert Event.objects.get(type="respond.person_unreached").payload["person"] == "Carl"
    assert Escalation.objects.get().level == 2
    assert ways(person=cast.rhea) == [("rhea@example.org", "sent", 1)]


def test_a_page_is_sent_over_the_next_way_when_the_first_keeps_failing(mail: MailOutlet, cast: Cast):
    also(cast.carl, "email", "carl@home.example", 20)
    a_policy((60, [target(cast.carl)]))
    mail.fail_with = "later"
    declared()
    drain(now=NOON)
    assert [row[2] for row in ways()] == [1, 0]
    drain(now=NOON + timedelta(seconds=6))
    assert [row[2] for row in ways()] == [2, 1]


def test_a_page_that_was_answered_is_sent_no_further(mail: MailOutlet, cast: Cast):
    also(cast.carl, "email", "carl@home.example", 2)
    a_policy((60, [target(cast.carl)]))
    incident = declared()
    drain(now=NOON)
    acknowledge(actor=actor(cast.carl), incident=incident, via="page", now=NOON + MINUTE)
    drain(now=NOON + 3 * MINUTE)
    assert ways() == [("carl@example.org", "sent", 1), ("carl@home.example", "not_needed", 0)]
    assert len(mail.arrived) == 1


def test_anything_else_takes_one_way_and_the_next_when_that_is_refused(mail: MailOutlet, cast: Cast):
    ContactMethod.objects.filter(person=cast.carl).update(address="carl@@nowhere")
    also(cast.carl, "email", "carl@home.example")
    told(cast.carl)
    drain(now=NOON)
    assert ways() == [("carl@@nowhere", "given_up", 1), ("carl@home.example", "sent", 1)]


def test_at_last_the_mail_of_the_account(mail: MailOutlet, cast: Cast):
    ContactMethod.objects.filter(person=cast.carl).update(channel="email", address="carl@@nowhere")
    told(cast.carl)
    drain(now=NOON)
    assert ways()[-1] == ("carl@example.org", "sent", 1)


def test_a_way_that_is_not_confirmed_gets_nothing(mail: MailOutlet, cast: Cast):
    ContactMethod.objects.filter(person=cast.carl).update(address="stranger@example.com", confirmed=False)
    told(cast.carl)
    assert ways() == [("carl@example.org", "waiting", 0)]


def test_messages_to_one_address_arrive_in_their_order_after_an_outage(mail: MailOutlet, cast: Cast):
    mail.fail_with = "later"
    for minute in range(4):
        told(cast.carl, f"m{minute}", minute * MINUTE)
        drain(now=NOON + minute * MINUTE)
    assert mail.arrived == []
    mail.fail_with = None
    told(cast.carl, "m4", 4 * MINUTE)
    drain(now=NOON + 4 * MINUTE)
    assert [one.subject for one in mail.arrived] == [f"Subject m{number}" for number in range(5)]


def test_every_attempt_and_its_answer_is_kept_and_shown(mail: MailOutlet, cast: Cast):
    a_policy((60, [target(cast.carl)]))
    mail.fail_with = "later"
    incident = declared()
    drain(now=NOON)
    (trouble,) = troubles_of(incident)
    assert (trouble.channel, trouble.count, "451" in trouble.error) == ("E-mail", 1, True)
    mail.fail_with = None
    drain(now=NOON + MINUTE)
    assert troubles_of(incident) == []
    said = [(row.number, row.arrived) for row in DeliveryAttempt.objects.order_by("pk")]
    assert said == [(1, False), (2, True)]
    shown = next(one for one in messages_of(incident) if one.channel == "E-mail")
    assert [(one.at > NOON, one.arrived) for one in shown.tries] == [(True, True), (False, False)]


def quiet(person: Person, *, as_digest: bool = False) -> None:
    ContactRules.objects.create(person=person, quiet_from=time(11), quiet_until=time(13), as_digest=as_digest)


def test_quiet_hours_hold_back_what_is_no_page(mail: MailOutlet, cast: Cast):
    quiet(cast.carl)
    a_policy((60, [target(cast.carl)]))
    declared()
    told(cast.carl)
    drain(now=NOON)
    assert [one.subject[:5] for one in mail.arrived] == ["[INC-"]
    drain(now=NOON + 60 * MINUTE)
    assert mail.arrived[1].subject == "Subject one"


def test_what_has_waited_can_come_as_one_message(mail: MailOutlet, cast: Cast):
    quiet(cast.carl, as_digest=True)
    for number in range(3):
        told(cast.carl, f"m{number}")
    drain(now=NOON + 60 * MINUTE)
    (arrived,) = mail.arrived
    assert arrived.subject == "3 messages from your quiet hours"
    assert [f"Subject m{n}" in arrived.text for n in range(3)] == [True, True, True]
    assert {row[1] for row in ways()} == {"sent"}

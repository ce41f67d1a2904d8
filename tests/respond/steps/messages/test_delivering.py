from collections.abc import Iterator
from datetime import timedelta

import pytest

from hotwash.kernel.config import config
from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.models import Event
from hotwash.respond.core.states import NotificationState
from hotwash.respond.events import NotificationDue
from hotwash.respond.models import Notification
from hotwash.respond.notify import Outgoing, enqueue
from hotwash.respond.steps import deliver_late_notifications, deliver_notification, retry_notification
from tests.cast import NOON
from tests.fakes.outlets import MailOutlet, mail_outlet
from tests.outbox import drain
from tests.respond.given import declared

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailOutlet]:
    with mail_outlet() as outlet:
        monkeypatch.setattr(config(), "smtp_url", outlet.outside.settings["smtp_url"])
        yield outlet


def queued(to: str = "ada@example.org", channel: str = "email", once: str = "one") -> Notification:
    (row,) = enqueue(
        [
            Outgoing(
                channel=channel,
                to=to,
                subject="Hello",
                text="<b>Text</b>",
                purpose="test",
                once=once,
                link="https://x.example.org",
            )
        ],
        now=NOON,
    )
    return row


def state_of(row: Notification) -> tuple[str, int]:
    row.refresh_from_db()
    return row.state, row.attempts


def test_a_message_is_sent_by_real_mail(mail: MailOutlet):
    row = queued()
    drain(now=NOON)
    assert state_of(row) == ("sent", 1)
    (arrived,) = mail.arrived
    assert (arrived.subject, "<b>Text</b>" in arrived.text) == ("Hello", True)
    assert b"&lt;b&gt;Text&lt;/b&gt;" in arrived.raw


def test_the_same_message_is_queued_once(mail: MailOutlet):
    queued()
    queued()
    drain(now=NOON)
    assert len(mail.arrived) == 1


def test_a_server_that_is_down_is_tried_again_and_everything_arrives(mail: MailOutlet):
    mail.fail_with = "later"
    row = queued()
    drain(now=NOON)
    assert state_of(row) == ("waiting", 1)
    assert "451" in row.error
    mail.fail_with = None
    drain(now=NOON + 10 * MINUTE)
    assert state_of(row) == ("sent", 2)
    assert len(mail.arrived) == 1


def test_what_is_refused_for_good_is_given_up_and_said(mail: MailOutlet):
    mail.fail_with = "never"
    row = queued()
    drain(now=NOON)
    assert state_of(row) == ("given_up", 1)
    assert Event.objects.get(type="respond.notification_given_up").payload["to"] == "ada@example.org"


def test_after_a_day_it_is_given_up(mail: MailOutlet):
    mail.fail_with = "later"
    row = queued()
    deliver_notification(NotificationDue(notification=row.pk), now=NOON + timedelta(days=1, minutes=1))
    assert state_of(row) == ("given_up", 1)


def test_a_channel_that_is_not_there_is_given_up_in_words():
    row = queued(channel="pigeon")
    drain(now=NOON)
    row.refresh_from_db()
    assert (row.state, row.error.startswith("There is no channel “pigeon”")) == (NotificationState.GIVEN_UP, True)


def test_a_worker_that_died_while_sending_is_made_up_for(mail: MailOutlet):
    row = queued()
    Notification.objects.update(attempts=1, due_at=NOON + 2 * MINUTE)  # it was taken, and nothing more was heard
    assert deliver_late_notifications(now=NOON + MINUTE) == 0
    assert deliver_late_notifications(now=NOON + 2 * MINUTE) == 1
    assert state_of(row) == ("sent", 2)


def test_a_person_tries_again(mail: MailOutlet):
    mail.fail_with = "never"
    row = queued()
    drain(now=NOON)
    mail.fail_with = None
    assert not isinstance(retry_notification(actor=SYSTEM, notification=row, now=NOON), Refusal)
    drain(now=NOON)
    assert state_of(row) == ("sent", 2)
    assert isinstance(retry_notification(actor=SYSTEM, notification=row, now=NOON), Refusal)


def test_what_belongs_to_an_incident_goes_with_it(mail: MailOutlet):
    incident = declared(pages=False)
    enqueue(
        [
            Outgoing(
                channel="email",
                to="a@example.org",
                subject="S",
                text="T",
                purpose="p",
                once="x",
                incident_id=incident.pk,
            )
        ],
        now=NOON,
    )
    incident.delete()
    drain(now=NOON)
    assert mail.arrived == []

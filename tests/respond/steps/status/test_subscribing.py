"""Being told: asked twice, told once each time, let go by one link."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.refusal import Refusal
from hotwash.plugins.notifiers.webhook import signed
from hotwash.ports.notifiers import Message
from hotwash.ports.own_secrets import split
from hotwash.respond.core.status.settings import WorkValues
from hotwash.respond.models import Incident, Notification, StatusPage, StatusSubscription
from hotwash.respond.queries import subscription_secret, subscriptions_of
from hotwash.respond.steps import (
    confirm_subscription,
    end_subscription,
    forget_unconfirmed,
    save_maintenance,
    send_update,
    subscribe,
    unsubscribe,
)
from hotwash.respond.steps.messages.outside import webhook_secret
from tests.cast import NOON, Cast, actor
from tests.outbox import drain
from tests.respond.given import declared
from tests.respond.steps.status.given import a_page

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def asked(page: StatusPage, address: str = "reader@example.org", kind: str = "email") -> StatusSubscription:
    row = subscribe(actor=SYSTEM, page=page, kind=kind, address=address, now=NOON)
    assert isinstance(row, StatusSubscription), row
    return row


def subscribed(page: StatusPage, address: str = "reader@example.org", kind: str = "email") -> StatusSubscription:
    row = asked(page, address, kind)
    assert confirm_subscription(subscription=row, now=NOON)
    return row


def told(**wanted: object) -> list[tuple[str, str]]:
    return list(Notification.objects.filter(**wanted).order_by("pk").values_list("to", "subject"))


def test_nothing_is_sent_before_the_address_has_confirmed():
    page = a_page()
    row = asked(page)
    assert told() == [("reader@example.org", "Confirm: news of Acme")]
    incident = declared(pages=False)
    send_update(actor=SYSTEM, incident=incident, audiences=["customers"], text="We look.", now=NOON)
    drain(now=NOON)
    assert told(purpose="status") == []
    assert confirm_subscription(subscription=row, now=NOON)
    assert not confirm_subscription(subscription=row, now=NOON)
    send_update(actor=SYSTEM, incident=incident, audiences=["customers"], text="Better.", now=NOON)
    drain(now=NOON)
    assert told(purpose="status") == [("reader@example.org", "[Acme] Investigating: Checkout answers with errors")]
    letter = Notification.objects.get(purpose="status")
    assert f"/public/status/subscriptions/{row.token}" in letter.text
    assert letter.link.endswith(f"/public/status/acme/incidents/{incident.pk}/")
    assert letter.incident_id is None  # addresses of readers are no business of the incident


def test_only_the_pages_of_the_audience_tell_and_never_of_a_private_incident():
    subscribed(a_page())
    subscribed(a_page("inside", audience="internal", public=False), "inside@example.org")
    send_update(actor=SYSTEM, incident=declared(pages=False), audiences=["internal"], text="T", now=NOON)
    hidden = declared(pages=False, private=True)
    send_update(actor=SYSTEM, incident=hidden, audiences=["internal", "customers"], text="T", now=NOON)
    drain(now=NOON)
    assert [to for to, _ in told(purpose="status")] == ["inside@example.org"]


def test_one_letter_for_each_update_however_often_the_follower_runs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("hotwash.respond.steps.status.subscribing.BATCH", 2)
    page = a_page()
    for number in range(5):
        subscribed(page, f"reader{number}@example.org")
    send_update(actor=SYSTEM, incident=declared(pages=False), audiences=["customers"], text="T", now=NOON)
    drain(now=NOON)
    drain(now=NOON)
    assert len(told(purpose="status")) == 5


def test_the_same_address_is_one_subscription_and_asked_again_only_after_a_while():
    page = a_page()
    first = asked(page)
    assert subscribe(actor=SYSTEM, page=page, kind="email", address=" READER@example.org ", now=NOON).pk == first.pk
    assert len(told(purpose="subscription")) == 1
    subscribe(actor=SYSTEM, page=page, kind="email", address="reader@example.org", now=NOON + 11 * MINUTE)
    assert len(told(purpose="subscription")) == 2
    confirm_subscription(subscription=first, now=NOON)
    subscribe(actor=SYSTEM, page=page, kind="email", address="reader@example.org", now=NOON + HOUR)
    assert len(told(purpose="subscription")) == 2


def test_a_page_does_not_write_to_the_whole_world():
    page = a_page()
    for number in range(30):
        asked(page, f"a{number}@example.org")
    assert isinstance(subscribe(actor=SYSTEM, page=page, kind="email", address="b@example.org", now=NOON), Refusal)
    later = NOON + 11 * MINUTE
    assert not isinstance(subscribe(actor=SYSTEM, page=page, kind="email", address="b@example.org", now=later), Refusal)


def test_whoever_leaves_hears_nothing_more_and_may_come_again():
    page = a_page()
    row = subscribed(page)
    assert unsubscribe(subscription=row, now=NOON)
    assert not unsubscribe(subscription=row, now=NOON)
    assert not confirm_subscription(subscription=row, now=NOON)
    send_update(actor=SYSTEM, incident=declared(pages=False), audiences=["customers"], text="T", now=NOON)
    drain(now=NOON)
    assert told(purpose="status") == []
    assert asked(page).pk != row.pk


def test_who_is_told_is_for_those_who_manage_the_page(cast: Cast):
    page = a_page()
    row = subscribed(page)
    assert list(subscriptions_of(page, actor(cast.ada))) == [row]
    assert list(subscriptions_of(page, actor(cast.olga))) == []
    assert end_subscription(actor=actor(cast.ada), subscription=row, now=NOON)
    assert list(subscriptions_of(page, actor(cast.ada))) == []


def test_what_nobody_confirmed_is_forgotten_after_a_week():
    page = a_page()
    asked(page, "never@example.org")
    subscribed(page)
    assert forget_unconfirmed(now=NOON + timedelta(days=6)) == 0
    forget_unconfirmed(now=NOON + timedelta(days=8))
    assert [row.address for row in StatusSubscription.objects.all()] == ["reader@example.org"]


def test_maintenance_is_told_when_it_is_announced_begins_and_ends():
    page = a_page()
    subscribed(page)
    values = WorkValues(title="New disks", begins_at=NOON + HOUR, ends_at=NOON + 2 * HOUR)
    work = save_maintenance(actor=SYSTEM, page=page, values=values, now=NOON)
    drain(now=NOON)
    later = WorkValues(title="New disks", begins_at=NOON + 3 * HOUR, ends_at=NOON + 4 * HOUR)
    save_maintenance(actor=SYSTEM, page=page, values=later, now=NOON, maintenance=work, version=work.version)
    drain(now=NOON + 2 * HOUR)  # the first plan holds no longer
    drain(now=NOON + 4 * HOUR)
    assert [subject for _, subject in told(purpose="status")] == [
        "[Acme] Maintenance announced: New disks",
        "[Acme] Maintenance changed: New disks",
        "[Acme] Maintenance begins: New disks",
        "[Acme] Maintenance is over: New disks",
    ]


def test_a_webhook_is_signed_with_a_secret_of_its_own(client: Client, cast: Cast):
    page = a_page()
    row = subscribed(page, "https://example.org/hook", "webhook")
    send_update(actor=SYSTEM, incident=declared(pages=False), audiences=["customers"], text="T", now=NOON)
    drain(now=NOON)
    letter = Notification.objects.get(purpose="status")
    where, secret = split(letter.to, webhook_secret())
    assert (where, secret) == ("https://example.org/hook", subscription_secret(row))
    assert secret in client.get(f"/public/status/subscriptions/{row.token}").content.decode()
    message = Message(id="1", to=letter.to, subject="", text="", at=NOON)
    assert signed(message, b"{}", secret) != signed(message, b"{}", webhook_secret())
    assert json.dumps(letter.data["incident"]) == f'"incident-{Incident.objects.get().pk}"'

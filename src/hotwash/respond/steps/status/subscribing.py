"""Who is told of a status page: asked twice before the first word, told of each update, and let go by one link."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from hotwash.kernel.core.actor import SYSTEM, Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import step
from hotwash.respond.core.status.letters import (
    ASK_AGAIN,
    KEPT_UNCONFIRMED,
    MOST_ASKED,
    News,
    Subscriber,
    confirmation,
    news_letter,
)
from hotwash.respond.core.status.news import BEGINS, OVER, SAID, Planned, of_maintenance, of_update
from hotwash.respond.core.status.page import home_of
from hotwash.respond.core.status.settings import problem_of_address
from hotwash.respond.events import UpdateSent
from hotwash.respond.events.status import MaintenanceAnnounced, MaintenanceDue, Subscribed
from hotwash.respond.models import StakeholderUpdate, StatusMaintenance, StatusPage, StatusSubscription
from hotwash.respond.notify import absolute, enqueue
from hotwash.respond.queries.status import subscription_key, told_value

BATCH = 500


def subscribe(
    *, actor: Actor, page: StatusPage, kind: str, address: str, now: datetime
) -> StatusSubscription | Refusal:
    """Ask to be told. A letter goes to the address; nothing else does before it was confirmed there."""
    address = address.strip()
    problem = problem_of_address(kind, address) or ("" if len(address) <= 500 else "This address is too long.")
    if problem:
        return refuse("address", problem, "address")
    with step(actor=actor, permission=Permission.VIEW):
        row = StatusSubscription.objects.filter(page=page, kind=kind, address__iexact=address, ended_at=None).first()
        if row is None:
            lately = StatusSubscription.objects.filter(page=page, asked_at__gt=now - ASK_AGAIN, confirmed_at=None)
            if lately.count() >= MOST_ASKED:
                return refuse("busy", "Many people ask at this moment. Try again in some minutes.", "address")
            row = _new(page, kind, address, now)
        if row.confirmed_at is None:
            enqueue([confirmation(_subscriber(row), page.title, now)], now=now)
    return row


def confirm_subscription(*, subscription: StatusSubscription, now: datetime) -> bool:
    """Whoever holds the link that was sent to the address wants to be told. A second time changes nothing."""
    with step(actor=SYSTEM, permission=Permission.VIEW) as record:
        row = StatusSubscription.objects.select_for_update(no_key=True).get(pk=subscription.pk)
        if row.confirmed_at is not None or row.ended_at is not None:
            return False
        row.confirmed_at = now
        row.save(update_fields=["confirmed_at"])
        record(_said(row, "confirmed"))
    return True


def unsubscribe(*, subscription: StatusSubscription, now: datetime) -> bool:
    """By the link in every letter: whoever holds it hears nothing more."""
    return _end(SYSTEM, Permission.VIEW, subscription, now)


def end_subscription(*, actor: Actor, subscription: StatusSubscription, now: datetime) -> bool:
    """Those who manage the page take somebody off the list."""
    return _end(actor, Permission.MANAGE, subscription, now)


def forget_unconfirmed(*, now: datetime) -> int:
    """Now and then: addresses that nobody confirmed within a week are forgotten."""
    old = StatusSubscription.objects.filter(confirmed_at=None, asked_at__lt=now - KEPT_UNCONFIRMED)
    return old.delete()[0]


def tell_subscribers(event: UpdateSent, *, now: datetime) -> int:
    """An audience was told something: so are those who subscribed to its status pages."""
    update = StakeholderUpdate.objects.select_related("incident").filter(pk=event.update).first()
    if update is None or update.incident.private:
        return 0
    value = told_value(update)
    pages = StatusPage.objects.filter(audience=update.audience)
    return sum(_tell(page, of_update(value, _home(page)), now) for page in pages)


def tell_of_maintenance(event: MaintenanceAnnounced, *, now: datetime) -> int:
    """Announced, changed, ended early or called off: subscribers are told, and again when it begins and ends."""
    row = StatusMaintenance.objects.select_related("page").filter(pk=event.maintenance).first()
    if row is None:
        return 0
    if row.cancelled_at is None and row.ends_at > now:
        with transaction.atomic():
            for at, ends in ((row.begins_at, False), (row.ends_at, True)):
                if at > now:
                    due = MaintenanceDue(page=row.page_id, maintenance=row.pk, version=row.version, ends=ends)
                    wake(due, at=at)
    return _tell(row.page, _news_of(row, SAID[event.verb]), now)


def tell_maintenance_due(event: MaintenanceDue, *, now: datetime) -> int:
    """It begins or ends, as it was announced."""
    same = StatusMaintenance.objects.filter(pk=event.maintenance, version=event.version, cancelled_at=None)
    row = same.select_related("page").first()
    if row is None:
        return 0
    return _tell(row.page, _news_of(row, OVER if event.ends else BEGINS), now)


def _end(actor: Actor, permission: Permission, subscription: StatusSubscription, now: datetime) -> bool:
    with step(actor=actor, permission=permission) as record:
        row = StatusSubscription.objects.select_for_update(no_key=True).get(pk=subscription.pk)
        if row.ended_at is not None:
            return False
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        record(_said(row, "ended"))
    return True


def _news_of(row: StatusMaintenance, said: str) -> News:
    work = Planned(
        number=row.pk,
        version=row.version,
        title=row.title,
        text=row.text,
        begins=row.begins_at,
        ends=row.ends_at,
    )
    return of_maintenance(work, said, _home(row.page), ZoneInfo(row.page.timezone))


def _tell(page: StatusPage, news: News, now: datetime) -> int:
    """Queue the news for everybody who confirmed, some hundred in one transaction."""
    told = 0
    for rows in _batches(StatusSubscription.objects.filter(page=page, ended_at=None, confirmed_at__isnull=False)):
        with transaction.atomic():
            enqueue([news_letter(_subscriber(row), page.title, news) for row in rows], now=now)
        told += len(rows)
    return told


def _batches(rows: QuerySet[StatusSubscription]) -> Iterable[list[StatusSubscription]]:
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield found
        last = found[-1].pk


def _new(page: StatusPage, kind: str, address: str, now: datetime) -> StatusSubscription:
    made = {"token": secrets.token_urlsafe(24), "asked_at": now}
    try:
        with transaction.atomic():
            return StatusSubscription.objects.create(page=page, kind=kind, address=address, **made)
    except IntegrityError:  # the same address asked twice at once
        return StatusSubscription.objects.get(page=page, kind=kind, address=address, ended_at=None)


def _subscriber(row: StatusSubscription) -> Subscriber:
    link = absolute(f"/public/status/subscriptions/{row.token}")
    return Subscriber(number=row.pk, kind=row.kind, address=row.address, link=link, key=subscription_key(row))


def _said(row: StatusSubscription, verb: str) -> Subscribed:
    return Subscribed(page=row.page_id, title=row.page.title, kind=row.kind, verb=verb)


def _home(page: StatusPage) -> str:
    return absolute(home_of(page.slug, public=page.public))

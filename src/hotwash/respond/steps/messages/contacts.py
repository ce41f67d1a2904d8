"""A person's own contact methods: added, proved by a code, put in order, removed; and the quiet hours."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, time

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from hotwash.directory.models import ContactMethod, ContactRules, Person
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import step
from hotwash.respond.core.letters import Outgoing
from hotwash.respond.core.messages.codes import DIGITS, too_soon, unfit_code
from hotwash.respond.core.messages.contacts import (
    ContactValues,
    moved,
    reordered,
    unfit_hours,
    unfit_method,
    unfit_minutes,
)
from hotwash.respond.core.messages.sending import CODE, TEST
from hotwash.respond.events import ContactMethodsChanged, SettingChanged
from hotwash.respond.models import Notification
from hotwash.respond.notify import enqueue
from hotwash.respond.queries.contacts import contact_methods_of
from hotwash.respond.queries.plugins import channel_title, problem_of_address


def add_contact_method(*, actor: Actor, values: ContactValues, now: datetime) -> ContactMethod | Refusal:
    """Add one at the end; a code goes there, and until it is entered nothing else does."""
    values = ContactValues(values.channel, values.address.strip(), values.label.strip(), values.minutes)
    with step(actor=actor, permission=Permission.VIEW) as record:
        rows = list(_own(actor))
        known = [(row.channel, row.address) for row in rows]
        refusal = unfit_method(values, problem_of_address(values.channel, values.address), known)
        if refusal is not None:
            return refusal
        row = ContactMethod.objects.create(
            person_id=actor.own_id,
            channel=values.channel,
            address=values.address,
            label=values.label,
            minutes=values.minutes,
            order=len(rows) + 1,
            confirmed=False,
        )
        _send_code(row, now)
        record(_changed(actor, f"added {channel_title(row.channel)}"))
    return row


def send_code(*, actor: Actor, method: int, now: datetime) -> ContactMethod | Refusal:
    """Another code, which takes the place of the last one."""
    with step(actor=actor, permission=Permission.VIEW):
        row = _own(actor).filter(pk=method).first()
        if row is None or row.confirmed:
            return refuse("confirmed", "This contact method needs no code.")
        refusal = too_soon(row.code_sent_at, now)
        if refusal is not None:
            return refusal
        _send_code(row, now)
    return row


def confirm_contact_method(*, actor: Actor, method: int, code: str, now: datetime) -> ContactMethod | Refusal:
    """Enter the code that arrived there."""
    with step(actor=actor, permission=Permission.VIEW) as record:
        row = _own(actor).filter(pk=method).first()
        if row is None or row.confirmed:
            return refuse("confirmed", "This contact method needs no code.")
        is_right = constant_time_compare(row.code_digest, _digest(row, code))
        refusal = unfit_code(code, row.code_sent_at, row.code_tries, now, is_right=is_right)
        if refusal is not None:
            row.code_tries += 1
            row.save(update_fields=["code_tries"])
            return refusal
        row.confirmed, row.code_digest = True, ""
        row.save(update_fields=["confirmed", "code_digest"])
        record(_changed(actor, f"confirmed {channel_title(row.channel)}"))
    return row


def change_contact_method(
    *, actor: Actor, method: int, minutes: int | None, label: str | None = None
) -> ContactMethod | Refusal:
    """After how many minutes of a page it is used (None: as is usual at its place), and what it is called."""
    reasons = unfit_minutes(minutes)
    if reasons:
        return Refusal(reasons)
    with step(actor=actor, permission=Permission.VIEW) as record:
        row = _own(actor).filter(pk=method).first()
        if row is None:
            return refuse("method", "You have no such contact method.")
        row.minutes = minutes
        row.label = row.label if label is None else label.strip()[:80]
        row.save(update_fields=["minutes", "label"])
        record(_changed(actor, f"changed {channel_title(row.channel)}"))
    return row


def move_contact_method(*, actor: Actor, method: int, by: int) -> list[ContactMethod]:
    """Up (-1) or down (1)."""
    return _order(actor, lambda keys: moved(keys, method, by))


def order_contact_methods(*, actor: Actor, methods: Sequence[int]) -> list[ContactMethod]:
    """All at once: what is not named keeps its order behind the rest."""
    return _order(actor, lambda keys: reordered(keys, methods))


def remove_contact_method(*, actor: Actor, method: int) -> bool:
    """Nothing is sent there any more; whether there was one."""
    with step(actor=actor, permission=Permission.VIEW) as record:
        row = _own(actor).filter(pk=method).first()
        if row is None:
            return False
        row.delete()
        record(_changed(actor, f"removed {channel_title(row.channel)}"))
    return True


def set_quiet_hours(
    *, actor: Actor, quiet_from: time | None, quiet_until: time | None, as_digest: bool
) -> ContactRules | Refusal:
    """When only pages come through; both times empty for never."""
    refusal = unfit_hours(quiet_from, quiet_until)
    if refusal is not None:
        return refusal
    with step(actor=actor, permission=Permission.VIEW) as record:
        wanted = {"quiet_from": quiet_from, "quiet_until": quiet_until, "as_digest": as_digest}
        row, _ = ContactRules.objects.update_or_create(person_id=actor.own_id, defaults=wanted)
        record(_changed(actor, "quiet hours"))
    return row


def send_test_message(*, actor: Actor, channel: str, address: str, now: datetime) -> Notification | Refusal:
    """Try a channel out, by whoever sets the server up. How it went stands on the page of the channels."""
    address = address.strip()
    problem = problem_of_address(channel, address)
    if problem:
        return refuse("address", problem, "address")
    with step(actor=actor, permission=Permission.ADMIN) as record:
        letter = Outgoing(
            channel=channel,
            to=address,
            subject="A test from Hotwash",
            text=f"{actor.name} tried out this channel. Nothing has to be done.",
            purpose=TEST,
            once=f"test:{actor.own_id}:{now.isoformat()}",
            person_id=actor.own_id,
        )
        (row,) = enqueue([letter], now=now)
        record(SettingChanged(verb="tried out", what=f"the channel {channel_title(channel)}", incident_id=None))
    return row


def _own(actor: Actor) -> QuerySet[ContactMethod]:
    Person.objects.select_for_update(no_key=True).get(pk=actor.own_id)  # one change of a person's methods at a time
    return contact_methods_of(actor.own_id)


def _order(actor: Actor, change: Callable[[list[int]], list[int]]) -> list[ContactMethod]:
    with step(actor=actor, permission=Permission.VIEW) as record:
        rows = {row.pk: row for row in _own(actor)}
        order = [rows[key] for key in change(list(rows))]
        for place, row in enumerate(order, start=1):
            row.order = place
        ContactMethod.objects.bulk_update(order, ["order"])
        record(_changed(actor, "the order"))
    return order


def _send_code(row: ContactMethod, now: datetime) -> None:
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    row.code_digest, row.code_sent_at, row.code_tries = _digest(row, code), now, 0
    row.save(update_fields=["code_digest", "code_sent_at", "code_tries"])
    letter = Outgoing(
        channel=row.channel,
        to=row.address,
        subject=f"Your Hotwash code: {code}",
        text=f"Enter {code} in Hotwash, under your contact methods, within 15 minutes. "
        "If you did not ask for it, you can leave it be.",
        purpose=CODE,
        once=f"code:{row.pk}:{now.isoformat()}",
        person_id=row.person_id,
    )
    enqueue([letter], now=now)


def _digest(row: ContactMethod, code: str) -> str:
    return salted_hmac("respond.contact", f"{row.pk} {row.address} {code.strip()}", algorithm="sha256").hexdigest()


def _changed(actor: Actor, what: str) -> ContactMethodsChanged:
    return ContactMethodsChanged(person_id=actor.own_id, what=what)

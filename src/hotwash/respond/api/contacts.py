"""How one is reached, by API; and for administrators who can hardly be."""

from django.http import HttpRequest
from ninja import Router, Status

from hotwash.directory.api.directory import PersonOut
from hotwash.directory.models import ContactMethod, ContactRules, Person
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.errors import NotFound
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of
from hotwash.respond.api import schemas_contacts as s
from hotwash.respond.api.schemas import NotificationOut
from hotwash.respond.core.messages.contacts import ContactValues
from hotwash.respond.core.messages.troubles import Trouble
from hotwash.respond.models import Notification
from hotwash.respond.queries import contact_rules_of, get_incident, hard_to_reach, troubles_of
from hotwash.respond.queries.channels import ChannelState, channel_states, last_tests
from hotwash.respond.queries.contacts import ContactRow, contact_rows_of
from hotwash.respond.steps import (
    add_contact_method,
    carry_out,
    change_contact_method,
    confirm_contact_method,
    move_contact_method,
    order_contact_methods,
    pin_said,
    remove_contact_method,
    send_code,
    send_test_message,
    set_quiet_hours,
)
from hotwash.respond.steps.messages.outside import outside

router = Router(tags=["respond"])


@router.get("/me/contact-methods", response={200: list[s.ContactRowOut], **REFUSALS})
def contact_methods(request: HttpRequest) -> list[ContactRow]:
    """One's own contact methods in the order in which a page tries them."""
    return contact_rows_of(actor_of(request).own_id)


@router.post("/me/contact-methods", response={201: s.ContactOut, **REFUSALS})
def add(request: HttpRequest, body: s.ContactIn) -> Status[ContactMethod] | Refused:
    """Add one. A code goes there; nothing else does until it is entered."""
    values = ContactValues(body.channel, body.address, body.label, body.minutes)
    done = add_contact_method(actor=actor_of(request), values=values, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else Status(201, done)


@router.put("/me/contact-methods/order", response={200: list[s.ContactOut], **REFUSALS})
def put_in_order(request: HttpRequest, body: s.OrderIn) -> list[ContactMethod]:
    return order_contact_methods(actor=actor_of(request), methods=body.order)


@router.put("/me/contact-methods/{int:pk}", response={200: s.ContactOut, **REFUSALS})
def change(request: HttpRequest, pk: int, body: s.ContactChangeIn) -> ContactMethod | Refused:
    done = change_contact_method(actor=actor_of(request), method=_key(pk), minutes=body.minutes, label=body.label)
    return refused(done) if isinstance(done, Refusal) else done


@router.post("/me/contact-methods/{int:pk}/move", response={200: list[s.ContactOut], **REFUSALS})
def move(request: HttpRequest, pk: int, body: s.MoveIn) -> list[ContactMethod]:
    """One place up (-1) or down (1)."""
    return move_contact_method(actor=actor_of(request), method=_key(pk), by=body.by)


@router.post("/me/contact-methods/{int:pk}/code", response={200: s.ContactOut, **REFUSALS})
def another_code(request: HttpRequest, pk: int) -> ContactMethod | Refused:
    """Have another code sent."""
    done = send_code(actor=actor_of(request), method=_key(pk), now=clock.now())
    return refused(done) if isinstance(done, Refusal) else done


@router.post("/me/contact-methods/{int:pk}/confirm", response={200: s.ContactOut, **REFUSALS})
def confirm(request: HttpRequest, pk: int, body: s.CodeIn) -> ContactMethod | Refused:
    """Enter the code that arrived."""
    done = confirm_contact_method(actor=actor_of(request), method=_key(pk), code=body.code, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else done


@router.delete("/me/contact-methods/{int:pk}", response={204: None, **REFUSALS})
def remove(request: HttpRequest, pk: int) -> Status[None]:
    if not remove_contact_method(actor=actor_of(request), method=_key(pk)):
        msg = f"You have no contact method {pk}."
        raise NotFound(msg)
    return Status(204, None)


@router.get("/me/quiet-hours", response={200: s.QuietOut, **REFUSALS})
def quiet_hours(request: HttpRequest) -> ContactRules:
    return contact_rules_of(actor_of(request).own_id)


@router.put("/me/quiet-hours", response={200: s.QuietOut, **REFUSALS})
def set_quiet(request: HttpRequest, body: s.QuietIn) -> ContactRules | Refused:
    """When only pages come through."""
    done = set_quiet_hours(
        actor=actor_of(request), quiet_from=body.quiet_from, quiet_until=body.quiet_until, as_digest=body.as_digest
    )
    return refused(done) if isinstance(done, Refusal) else done


@router.get("/hard-to-reach", response={200: list[PersonOut], **REFUSALS})
def hard(request: HttpRequest) -> list[Person]:
    """Active people with no contact method but mail, which wakes nobody."""
    require(actor_of(request), Permission.ADMIN)
    return list(hard_to_reach())


@router.get("/incidents/{reference}/messages/troubles", response={200: list[s.TroubleOut], **REFUSALS})
def troubles(request: HttpRequest, reference: str) -> list[Trouble]:
    """What of an incident's messages does not get through now, by channel and reason."""
    return troubles_of(get_incident(actor_of(request), reference))


@router.get("/channels", response={200: list[s.ChannelOut], **REFUSALS})
def channels(request: HttpRequest) -> list[ChannelState]:
    """The channels of this server, and the settings that each still needs."""
    require(actor_of(request), Permission.ADMIN)
    return channel_states(outside().settings)


@router.get("/channels/tests", response={200: list[NotificationOut], **REFUSALS})
def tests(request: HttpRequest) -> list[Notification]:
    """How the last tests went."""
    require(actor_of(request), Permission.ADMIN)
    return [one.row for one in last_tests()]


@router.post("/channels/tests", response={201: NotificationOut, **REFUSALS})
def send_a_test(request: HttpRequest, body: s.TestIn) -> Status[Notification] | Refused:
    """Send a test over a channel."""
    done = send_test_message(actor=actor_of(request), channel=body.channel, address=body.address, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else Status(201, done)


@router.post("/chat", response={200: s.SpokenOut, **REFUSALS})
def chat(request: HttpRequest, body: s.SpokenIn) -> dict[str, str]:
    """A line of the chat command, and what is answered: `ack INC-42`, `help`."""
    return {"words": carry_out(actor=actor_of(request), text=body.text, now=clock.now())}


@router.post("/incidents/{reference}/pins", response={201: s.SpokenOut, **REFUSALS})
def pin(request: HttpRequest, reference: str, body: s.PinIn) -> Status[dict[str, str]] | Refused:
    """Mark what somebody said for the timeline."""
    actor, now = actor_of(request), clock.now()
    incident = get_incident(actor, reference)
    said_by = body.said_by or actor.name
    done = pin_said(actor=actor, incident=incident, text=body.text, said_by=said_by, said_at=body.said_at or now)
    return refused(done) if isinstance(done, Refusal) else Status(201, {"words": "Pinned to the timeline."})


def _key(pk: int) -> int:
    return pk if pk < 2**62 else 0

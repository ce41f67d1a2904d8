"""What customers report by a public form, sent in their name, and what they are told."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of
from hotwash.respond.core.customers import MAX_SHORT, MAX_TEXT, MAX_TITLE, Said
from hotwash.respond.models import AlertFile, CustomerMessage
from hotwash.respond.notify import absolute
from hotwash.respond.queries import (
    address_of_source,
    files_of,
    form_of,
    forms,
    get_alert,
    message_of,
    services_of,
    told_of,
)
from hotwash.respond.steps import end_message, take_message

router = Router(tags=["respond"])


class FormOut(Schema):
    name: str
    address: str
    services: list[str]


class MessageIn(Schema):
    title: str = Field(max_length=MAX_TITLE)
    text: str = Field(default="", max_length=MAX_TEXT)
    name: str = Field(default="", max_length=MAX_SHORT)
    email: str = Field(default="", max_length=MAX_SHORT)
    service: str = Field(default="", max_length=MAX_SHORT)
    since: AwareDatetime | None = None


class MessageOut(Schema):
    """``token`` is the end of the secret link, ``url`` the whole of it."""

    token: str
    url: str
    standing: str
    heading: str
    words: str
    update: str
    updated_at: datetime | None


class AlertFileOut(Schema):
    id: int
    name: str
    size: int
    sha256: str


def message_out(message: CustomerMessage) -> MessageOut:
    told = told_of(message)
    return MessageOut(
        token=message.token,
        url=absolute(f"/public/messages/{message.token}"),
        standing=told.standing.value,
        heading=told.heading,
        words=told.words,
        update=told.update,
        updated_at=told.updated_at,
    )


@router.get("/forms", response={200: list[FormOut], **REFUSALS})
def customer_forms(request: HttpRequest) -> list[FormOut]:
    """The public forms by which customers report a problem."""
    require(actor_of(request), Permission.MANAGE)
    return [
        FormOut(name=row.name, address=absolute(address_of_source(row)), services=services_of(row)) for row in forms()
    ]


@router.post("/forms/{address}/messages", response={201: MessageOut, **REFUSALS})
def report(request: HttpRequest, address: str, body: MessageIn) -> Status[MessageOut] | Refused:
    """Report in the name of a customer. ``address`` is the end of the form's address."""
    actor = actor_of(request)
    require(actor, Permission.RESPOND)
    client = f"api/{actor.name}"
    done = take_message(form=form_of(address), said=Said(**body.dict()), files=[], client=client, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else Status(201, message_out(done))


@router.get("/messages/{token}", response={200: MessageOut, **REFUSALS})
def message(request: HttpRequest, token: str) -> MessageOut:
    """What a customer is told about a message."""
    actor_of(request)
    return message_out(message_of(token))


@router.post("/messages/{token}/end", response={200: MessageOut, **REFUSALS})
def end(request: HttpRequest, token: str) -> MessageOut:
    """Its sender says that it works again."""
    require(actor_of(request), Permission.RESPOND)
    return message_out(end_message(message=message_of(token), now=clock.now()))


@router.get("/alerts/{pk}/files", response={200: list[AlertFileOut], **REFUSALS})
def files(request: HttpRequest, pk: int) -> list[AlertFile]:
    """The files that came with an alert."""
    return files_of(get_alert(actor_of(request), pk))

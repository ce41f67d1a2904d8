"""What customers send by a public form: stored whole before they are answered, and decided about like any alert."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hotwash.kernel import storage
from hotwash.kernel.core.actor import Actor, Role
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import step
from hotwash.respond.core.customers import MAX_FILE_BYTES, MAX_FILES, MAX_SHORT, MAX_TEXT, MAX_TITLE, Said, is_too_much
from hotwash.respond.events import CustomerMessageTaken
from hotwash.respond.models import AlertFile, CustomerMessage, Delivery, Source
from hotwash.respond.queries.customers import counts_since, services_of
from hotwash.respond.steps.alerts.asking import tell_of_deliveries


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came along."""

    name: str
    content: bytes


def take_message(
    *, form: Source, said: Said, files: Sequence[Attached], client: str, now: datetime
) -> CustomerMessage | Refusal:
    """A customer's message. ``client`` says where it came from; it is kept as a digest only.

    What a program typed into the trap is answered like any other and goes nowhere.
    """
    problems = said.problems(services_of(form), now)
    if problems:
        return Refusal(tuple(problems))
    if len(files) > MAX_FILES:
        return refuse("files", f"At most {MAX_FILES} files come with one message.", "attachments")
    said = _plain(said)
    digest = hashlib.sha256(f"{form.secret}/{client}".encode()).hexdigest()
    if is_too_much(*counts_since(form, digest, now)):
        return refuse("too_many", "Many messages came from here just now. Please wait ten minutes and send it again.")
    token = secrets.token_urlsafe(24)
    message = CustomerMessage(
        source=form,
        token=token,
        fingerprint=hashlib.sha256(token.encode()).hexdigest()[:32],
        title=said.title.strip()[:MAX_TITLE],
        text=said.text.strip()[:MAX_TEXT],
        email=said.email.strip()[:MAX_SHORT],
        client=digest,
        received_at=now,
    )
    if said.trap:
        return message
    kept = kept_files(form, message.fingerprint, files, now)
    with step(actor=_actor(form), permission=Permission.RESPOND) as record:
        message.save()
        AlertFile.objects.bulk_create(kept)
        _deliver(form, said.payload(message.fingerprint, [file.name for file in files]), now)
        record(CustomerMessageTaken(source=form.name, title=message.title))
    return message


def end_message(*, message: CustomerMessage, now: datetime) -> CustomerMessage:
    """Its sender says that it works again."""
    if message.ended_at is None:
        with step(actor=_actor(message.source), permission=Permission.RESPOND):
            message.ended_at = now
            message.save(update_fields=["ended_at"])
            said = Said(title=message.title, text=message.text, email=message.email)
            _deliver(message.source, said.payload(message.fingerprint, [], over=True), now)
    return message


def kept_files(source: Source, fingerprint: str, files: Sequence[Attached], now: datetime) -> list[AlertFile]:
    """The bytes are in the store, the rows are yet to be written. A file above the limit is left out."""
    rows = []
    for file in files:
        if len(file.content) <= MAX_FILE_BYTES:
            stored = storage.put(file.content)
            row = AlertFile(source=source, fingerprint=fingerprint, name=file.name.replace("\x00", "")[-255:] or "file")
            row.sha256, row.size, row.received_at = stored.sha256, stored.size, now
            rows.append(row)
    return rows


def _deliver(form: Source, payload: bytes, now: datetime) -> None:
    headers = {"content-type": "application/json"}
    Delivery.objects.create(source=form, received_at=now, headers=headers, body=payload)
    tell_of_deliveries()


def _plain(said: Said) -> Said:
    """Without what the database can't hold."""
    clean = {name: getattr(said, name).replace("\x00", "") for name in ("title", "text", "name", "email", "service")}
    return replace(said, **clean)


def _actor(form: Source) -> Actor:
    return Actor(kind="source", name=form.name, role=Role.MEMBER)

"""The law of writes: one permission, one transaction, the rows, the event log, the outbox."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from hotwash.kernel import clock, eventlog
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.errors import NotPermitted
from hotwash.kernel.core.event import DomainEvent
from hotwash.kernel.core.permissions import Permission, Scope, allowed


class Recorder:
    """Collects what happened; the log is written at the end of the transaction, when all rows are."""

    def __init__(self) -> None:
        self.events: list[DomainEvent] = []

    def __call__(self, event: DomainEvent) -> None:
        self.events.append(event)


def require(actor: Actor, permission: Permission, scope: Scope | None = None) -> None:
    """Raise ``NotPermitted`` with a word for people unless the actor may."""
    if not allowed(actor, permission, scope):
        msg = f"{actor.name} may not do this: it needs the permission “{permission}”. Ask an administrator."
        raise NotPermitted(msg)


@contextmanager
def step(*, actor: Actor, permission: Permission, scope: Scope | None = None, why: str = "") -> Iterator[Recorder]:
    """Open a step. Nothing is written when its body raises, or when it records nothing and writes nothing.

    The time of the log line is the time of writing; what a step is *about* carries its own times in the event.
    """
    require(actor, permission, scope)
    record = Recorder()
    with transaction.atomic():
        yield record
        if record.events:
            eventlog.append(record.events, actor=actor, at=clock.now(), why=why)

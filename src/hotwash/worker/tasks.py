"""What the outbox's jobs do: look an event up in the flow and call its followers, or call one of them again."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import cast

from hotwash.flow import FLOW
from hotwash.kernel import eventlog, outbox
from hotwash.kernel.core.event import DomainEvent, Json, event_type
from hotwash.kernel.models import Event

Failed = Callable[[str, DomainEvent, Exception], None]
"""Told of a follower (by name) that failed, its event, and the error."""


def run_job(name: str, arguments: Mapping[str, Json], *, now: datetime, failed: Failed) -> None:
    """Do one job by its name. A job that this release does not know is done by doing nothing (an older or newer one
    wrote it).

    The followers of an event are called here and now, in their order; one that fails does not keep the others from
    their work. A follower that is called again on its own raises what it raises.
    """
    if name == outbox.FOLLOW:
        row = Event.objects.filter(pk=cast("int", arguments["event"])).first()
        follow(eventlog.restore(row) if row is not None else None, now, failed)
    elif name == outbox.WAKE:
        follow(_event(arguments), now, failed)
    elif name == outbox.RUN:
        event = _event(arguments)
        if event is not None:
            _call(cast("str", arguments["follower"]), event, now)


def follow(event: DomainEvent | None, now: datetime, failed: Failed) -> None:
    if event is None:
        return
    for follower in FLOW.followers(event.type):
        try:
            _call(follower, event, now)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this follower's alone
            failed(follower, event, error)


def _call(name: str, event: DomainEvent, now: datetime) -> None:
    follower = FLOW.follower(name)
    if follower is not None:
        follower(event, now=now)


def _event(arguments: Mapping[str, Json]) -> DomainEvent | None:
    kind = event_type(cast("str", arguments["type"]))
    return None if kind is None else kind.from_payload(cast("Mapping[str, Json]", arguments["payload"]))

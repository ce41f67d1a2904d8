"""What the outbox's jobs do: look an event up in the flow, call one follower."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from hotwash.flow import FLOW
from hotwash.kernel import eventlog, outbox
from hotwash.kernel.core.event import DomainEvent, Json, event_type
from hotwash.kernel.models import Event


def run_job(name: str, arguments: Mapping[str, Json], *, now: datetime) -> None:
    """Do one job by its name. A job that this release does not know is done by doing nothing (an older or newer one
    wrote it).
    """
    if name == outbox.FOLLOW:
        row = Event.objects.filter(pk=cast("int", arguments["event"])).first()
        _follow(eventlog.restore(row) if row is not None else None)
    elif name == outbox.WAKE:
        _follow(_event(arguments))
    elif name == outbox.RUN:
        event, follower = _event(arguments), FLOW.follower(cast("str", arguments["follower"]))
        if event is not None and follower is not None:
            follower(event, now=now)


def _follow(event: DomainEvent | None) -> None:
    if event is not None:
        outbox.defer_runs(FLOW.followers(event.type), event)


def _event(arguments: Mapping[str, Json]) -> DomainEvent | None:
    kind = event_type(cast("str", arguments["type"]))
    return None if kind is None else kind.from_payload(cast("Mapping[str, Json]", arguments["payload"]))

"""Writing and reading the event log: append-only, hash-chained, who / what / when / why."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from django.db import connection

from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.chain import START, Line, chain_name, verify
from hotwash.kernel.core.errors import BrokenContract
from hotwash.kernel.core.event import DomainEvent, event_type
from hotwash.kernel.models import ChainHead, Event
from hotwash.kernel.outbox import defer_follow


def append(events: Sequence[DomainEvent], *, actor: Actor, at: datetime, why: str = "") -> list[Event]:
    """Write events in order and defer their followers. Only inside a transaction, and best at its end: writers of the
    same chain wait for each other from here to the commit.
    """
    rows: list[Event] = []
    ends: list[Event] = []
    for chain in sorted({chain_name(event.incident_id) for event in events}):
        number, previous = _lock_head(chain)
        for event in (event for event in events if chain_name(event.incident_id) == chain):
            number += 1
            line = Line(chain, number, _stamp(at), actor.name, event.type, event.payload(), why, previous)
            previous = line.hash()
            rows.append(_row(line, previous, event, actor, at))
        ends.append(rows[-1])
    Event.objects.bulk_create(rows)
    defer_follow([(row.pk, row.type) for row in rows])
    for last in ends:
        _move_head(last)
    return rows


def restore(row: Event) -> DomainEvent | None:
    """The domain event of a log line, or None when this release does not know its type."""
    kind = event_type(row.type)
    return None if kind is None else kind.from_payload(row.payload)


def sentence(row: Event) -> str:
    """The log line in words for people."""
    event = restore(row)
    return row.type if event is None else event.sentence()


def problems() -> Iterator[str]:
    """What is wrong with the whole log, none when every chain is whole, its head included."""
    for head in ChainHead.objects.order_by("chain").iterator():
        rows = Event.objects.filter(chain=head.chain).order_by("number")
        yield from verify((line_of(row), row.hash) for row in rows.iterator())
        last = rows.last()
        if last is None or last.number != head.number or last.hash != head.hash:
            yield f"{head.chain}: the end of the chain was cut off (line {head.number} was the last)."


def line_of(row: Event) -> Line:
    return Line(row.chain, row.number, _stamp(row.at), row.actor_name, row.type, row.payload, row.why, row.previous)


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _row(line: Line, own_hash: str, event: DomainEvent, actor: Actor, at: datetime) -> Event:
    return Event(
        chain=line.chain,
        number=line.number,
        at=at,
        actor_kind=actor.kind,
        actor_name=actor.name,
        person_id=actor.person_id,
        type=event.type,
        incident_id=event.incident_id,
        payload=dict(line.payload),
        why=line.why,
        previous=line.previous,
        hash=own_hash,
    )


def _lock_head(chain: str) -> tuple[int, str]:
    if not connection.in_atomic_block:
        msg = "The event log is written inside a transaction."
        raise BrokenContract(msg)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO hotwash_chainhead (chain, number, hash) VALUES (%s, 0, %s)"
            " ON CONFLICT (chain) DO UPDATE SET number = hotwash_chainhead.number RETURNING number, hash",
            [chain, START],
        )
        number, head_hash = cursor.fetchone()
    return int(number), str(head_hash)


def _move_head(last: Event) -> None:
    """To the last line of its chain. Open pages are told in the same breath, through the fast door."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH moved AS (UPDATE hotwash_chainhead SET number = %s, hash = %s WHERE chain = %s)"
            " SELECT pg_notify('hotwash_event', %s)",
            [last.number, last.hash, last.chain, f"{last.incident_id or ''}:{last.pk}"],
        )

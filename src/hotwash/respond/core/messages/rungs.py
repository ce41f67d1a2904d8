"""Over which of a person's contact methods a message goes, and when.

A page takes all of them, one after the other, until it is answered. Anything else takes one; the next only where that
one fails.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

#: Minutes after the first at which the second, third, ... method of a person is used who has not said otherwise.
USUAL_MINUTES = (0, 2, 5, 10)
LONGEST_WAIT = 60  # minutes


@dataclass(frozen=True, slots=True)
class Way:
    """A contact method. ``minutes`` after the page it is used; None: as is usual at its place."""

    channel: str
    address: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    way: Way
    wait: timedelta


def ladder(ways: Sequence[Way], at_once: Collection[str], account: Way) -> list[Rung]:
    """When each way of a person is used for a page, the first one at once whatever it says.

    Ways over the channels ``at_once`` (the process says so) do not wait unless the person wants them to. Somebody
    without any way is reached at their ``account``.
    """
    if not ways:
        return [Rung(account, timedelta())]
    waits = [_minutes(place, way, at_once) for place, way in enumerate(ways)]
    least = min(waits)
    rungs = [Rung(way, timedelta(minutes=wait - least)) for way, wait in zip(ways, waits, strict=True)]
    return sorted(rungs, key=lambda rung: rung.wait)


def first_way(ways: Sequence[Way], wanted: Collection[str], account: Way) -> Way:
    """The way for what is no page: the person's first over one of the ``wanted`` channels, else the account."""
    return next((way for way in ways if way.channel in wanted), account)


def next_way(ways: Sequence[Way], used: Collection[tuple[str, str]], account: Way) -> Way | None:
    """The first way that was not used yet, the account at last; None when all were."""
    return next((way for way in (*ways, account) if (way.channel, way.address) not in used), None)


def _minutes(place: int, way: Way, at_once: Collection[str]) -> int:
    if way.minutes is not None:
        return way.minutes
    if way.channel in at_once:
        return 0
    return USUAL_MINUTES[min(place, len(USUAL_MINUTES) - 1)]

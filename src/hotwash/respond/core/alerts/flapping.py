"""Alerts that go on and off: counted, and damped until they are calm."""

from collections.abc import Sequence
from datetime import datetime, timedelta

KEPT = 50  # beginnings that are remembered of one alert


def beginnings(earlier: Sequence[datetime], at: datetime) -> list[datetime]:
    """The last beginnings of an alert, with the one of now."""
    return [*earlier, at][-KEPT:]


def recent(begun: Sequence[datetime], at: datetime, minutes: int) -> int:
    """How many of the beginnings lie within the last minutes, the one at ``at`` included."""
    return sum(at - timedelta(minutes=minutes) < began <= at for began in begun)


def flaps(earlier: Sequence[datetime], at: datetime, times: int, minutes: int) -> bool:
    """Whether an alert that begins now has begun more often than ``times`` in these minutes; never for 0."""
    return times > 0 and recent(beginnings(earlier, at), at, minutes) > times

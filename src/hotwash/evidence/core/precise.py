"""Times that are known to some precision, and which of two is surely the earlier.

A time stands for the interval in which the event may lie: ``14:05`` to the minute is any moment of it, ``about``
ten minutes to both sides, ``before`` everything up to it, ``after`` everything from it on, ``unknown`` anything at all.
Two times contradict an order only where their intervals cannot be put into it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

ABOUT = timedelta(minutes=10)
_WIDTHS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "day": timedelta(days=1),
    "ms": timedelta(milliseconds=1),
    "us": timedelta(microseconds=1),
    "ns": timedelta(microseconds=1),
    "exact": timedelta(0),
}
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class When:
    """A time as it is written down. ``until`` makes it a span: something that lasted, not a time that is unsure."""

    at: datetime
    precision: str = "second"
    until: datetime | None = None

    @property
    def earliest(self) -> datetime:
        """The first moment at which it may have begun."""
        if self.precision in {"before", "unknown"}:
            return _FIRST
        if self.precision == "about":
            return _moved(self.at, -ABOUT)
        return self._floor()

    @property
    def latest(self) -> datetime:
        """The last moment at which it may have begun."""
        if self.precision in {"after", "unknown"}:
            return _LAST
        if self.precision == "before":
            return self.at
        if self.precision == "about":
            return _moved(self.at, ABOUT)
        width = _WIDTHS.get(self.precision, timedelta(seconds=1))
        return _moved(self._floor(), max(width - timedelta(microseconds=1), timedelta()))

    def _floor(self) -> datetime:
        """The time with what its precision does not say taken away."""
        if self.precision == "day":
            return self.at.replace(hour=0, minute=0, second=0, microsecond=0)
        if self.precision == "minute":
            return self.at.replace(second=0, microsecond=0)
        return self.at.replace(microsecond=0) if self.precision == "second" else self.at


def _moved(at: datetime, by: timedelta) -> datetime:
    try:
        return at + by
    except OverflowError:
        return _FIRST if by < timedelta() else _LAST


def surely_before(one: When, two: When) -> bool:
    """Whether ``one`` began before ``two`` did, whatever each of them exactly was."""
    return one.latest < two.earliest


def order(one: When, two: When) -> int | None:
    """-1 where ``one`` is surely the earlier, 1 where it is the later, None where their precision does not say."""
    if surely_before(one, two):
        return -1
    return 1 if surely_before(two, one) else None


def may_be_during(one: When, two: When) -> bool:
    """Whether ``one`` may lie in the span of ``two``; a time without an end is as long as its precision."""
    end = two.until or two.latest
    return not (one.latest < two.earliest or one.earliest > max(end, two.latest))


def widened(when: When, by: timedelta) -> When:
    """The same span with ``by`` more at both ends."""
    return When(_moved(when.earliest, -by), "ns", _moved(when.until or when.latest, by))

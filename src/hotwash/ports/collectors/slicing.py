"""Cutting a window into pieces, and telling times the way systems want them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from hotwash.ports.collectors.contract import Window

_NICE = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400)  # seconds


def slices(window: Window, longest: timedelta) -> Iterator[Window]:
    """The window in order, in pieces of at most that length."""
    begin = window.begin
    while begin < window.end:
        end = min(begin + longest, window.end)
        yield Window(begin, end)
        begin = end


def step_of(window: Window, points: int, least: int = 1) -> int:
    """A round number of seconds between samples, so that about so many fill the window at most."""
    wanted = max(window.seconds / points, least)
    return next((step for step in _NICE if step >= wanted), _NICE[-1])


def iso(moment: datetime) -> str:
    """RFC 3339 in UTC, to the microsecond where there is one."""
    text = moment.astimezone(UTC).isoformat()
    return text.removesuffix("+00:00") + "Z"


def epoch_ms(moment: datetime) -> int:
    return epoch_us(moment) // 1000


def epoch_us(moment: datetime) -> int:
    """Whole microseconds since 1970, without the rounding of a float."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def epoch_ns(moment: datetime) -> int:
    return epoch_us(moment) * 1000

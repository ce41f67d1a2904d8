"""Times as people type them: a whole time, or a time of day on a day that is known."""

import re
from datetime import date, datetime, tzinfo

from hotwash.evidence.core.bounds import storable
from hotwash.ports.stamps import Precision, from_text
from hotwash.ports.stamps.stamp import to_datetime

_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?$")
_LOCAL = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d{1,2}):(\d\d)(?::(\d\d))?(?:[.,](\d{1,6}))?$")


class NoTimeError(ValueError):
    """The message is for the person who typed it."""


_HELP = (
    "Write it as 2026-03-10 14:05:30, or only 14:05 for the day of the incident; a zone such as +01:00 or Z may follow."
)


def typed_time(text: str, zone: tzinfo, day: date) -> tuple[datetime, str]:
    """An aware time and its precision (second or minute). Without a zone it is in ``zone``, without a day on ``day``.

    Raises ``NoTimeError`` with what to do.
    """
    text = text.strip()
    try:
        moment, precision = _read(text, zone, day)
        fits = storable(moment)
    except (ValueError, OverflowError) as error:
        msg = f"“{text[:40]}” is not a time. {_HELP}"
        raise NoTimeError(msg) from error
    if not fits:
        msg = f"“{text[:40]}” is too far away: times of the years 1900 to 2999 can be kept."
        raise NoTimeError(msg)
    return moment, precision


def _read(text: str, zone: tzinfo, day: date) -> tuple[datetime, str]:
    if clock := _CLOCK.match(text):
        at = datetime(day.year, day.month, day.day, int(clock[1]), int(clock[2]), int(clock[3] or 0), tzinfo=zone)
        return at, Precision.SECOND if clock[3] else Precision.MINUTE
    if local := _LOCAL.match(text):
        year, month, dom, hour, minute = (int(part) for part in local.groups()[:5])
        micro = int((local[7] or "").ljust(6, "0"))
        at = datetime(year, month, dom, hour, minute, int(local[6] or 0), micro, tzinfo=zone)
        _ = at.utctimetuple()
        return at, Precision.SECOND if local[6] else Precision.MINUTE
    stamp = from_text(text)
    moment = to_datetime(stamp) if stamp else None
    if stamp is None or moment is None:
        raise ValueError(text)
    return moment, Precision.MINUTE if stamp.digits < 0 else Precision.SECOND

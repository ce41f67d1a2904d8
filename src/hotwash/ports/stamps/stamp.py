"""One time as it was read from a text."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from functools import lru_cache

NS = 1_000_000_000
DAY = 86_400
YEARLESS = 2000  # a leap year stands in, so that 29 February can be written without a year
_FOREVER = (9999, 12, 31)  # what databases write for "no end"; the year 1 is the "no value" of Go and .NET
_EPOCH = date(1970, 1, 1).toordinal()


class Basis(StrEnum):
    """How a zone or a year is known. Everything after FORMAT is a guess and has to look like one."""

    LINE = "line"  # written beside the time
    RECORD = "record"  # written elsewhere in the same record
    FORMAT = "format"  # the format's definition says so
    FILE = "file"  # taken from other lines of the same file
    ASSUMED = "assumed"  # an abbreviation such as PDT, looked up in a table
    SETTING = "setting"  # a person said so for this source
    REFERENCE = "reference"  # the incident's window or a file date
    NONE = "none"


class Precision(StrEnum):
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"
    MILLISECOND = "ms"
    MICROSECOND = "us"
    NANOSECOND = "ns"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stamp:
    """``ns`` counts from 1970-01-01T00:00:00: of UTC where ``offset`` is known, else of the unknown wall clock.

    ``digits`` is the number of fraction digits read; 0 is a second, -1 a minute, -2 a day. ``offset`` is seconds
    east of UTC. A ``yearless`` stamp is written in the year 2000.
    """

    ns: int
    digits: int
    offset: int | None = None
    zone: Basis = Basis.NONE
    yearless: bool = False
    raw: str = ""
    year: Basis = Basis.LINE

    @property
    def precision(self) -> Precision:
        if self.digits < 0:
            return Precision.MINUTE if self.digits == -1 else Precision.DAY
        steps = (Precision.SECOND, Precision.MILLISECOND, Precision.MICROSECOND, Precision.NANOSECOND)
        return steps[(min(self.digits, 9) + 2) // 3]

    @property
    def grain(self) -> int:
        """Width of the interval that the stamp stands for, in ns."""
        if self.digits < 0:
            return 60 * NS if self.digits == -1 else DAY * NS
        return int(10 ** (9 - min(self.digits, 9)))


@lru_cache(maxsize=4096)
def day_number(year: int, month: int, day: int) -> int | None:
    """Days since 1970-01-01, or None where the calendar has no such day."""
    try:
        return date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None


def to_stamp(
    day: tuple[int, int, int], clock: tuple[int, int, int], fraction: str, offset: int | None, raw: str = ""
) -> Stamp | None:
    """A stamp from calendar parts, or None where they are no time. Year 0 means that no year is written.

    ``fraction`` holds the digits as read. A sentinel such as the year 1 gives None.
    """
    year, month, dom = day
    number = day_number(year or YEARLESS, month, dom)
    hour, minute, second = clock
    if number is None or year == 1 or day == _FOREVER or hour > 24 or minute > 59 or second > 60:
        return None
    seconds = number * DAY + hour * 3600 + minute * 60 + second - (offset or 0)
    digits = min(len(fraction), 9)
    ns = seconds * NS + (int(fraction[:9].ljust(9, "0")) if digits else 0)
    basis = Basis.NONE if offset is None else Basis.LINE
    return Stamp(ns, digits, offset, basis, year == 0, raw, Basis.LINE if year else Basis.NONE)


def iso(stamp: Stamp) -> str:
    """ISO 8601: ``Z`` or an offset where the zone is known, no suffix where not, ``--`` where the year is not.

    A zone that was only assumed from an abbreviation is written as an offset, so that the wall clock stays readable.
    """
    shown = stamp.offset if stamp.zone is Basis.ASSUMED and stamp.offset else 0
    seconds, rest = divmod(stamp.ns, NS)
    try:
        moment = datetime(1970, 1, 1) + timedelta(seconds=seconds + shown)  # noqa: DTZ001 - wall clock on purpose
    except OverflowError:
        return f"{seconds}s"
    text = moment.strftime("%m-%dT%H:%M:%S" if stamp.yearless else "-%m-%dT%H:%M:%S")
    text = ("--" if stamp.yearless else f"{moment.year:04d}") + text
    if stamp.digits == -2:
        text = text[: text.index("T")]
    elif stamp.digits == -1:
        text = text[:-3]
    elif stamp.digits > 0:
        text += "." + f"{rest:09d}"[: stamp.digits]
    return text + (_suffix(shown) if stamp.offset is not None and stamp.digits > -2 else "")


def _suffix(offset: int) -> str:
    if not offset:
        return "Z"
    sign, left = ("-", -offset) if offset < 0 else ("+", offset)
    return f"{sign}{left // 3600:02d}:{left % 3600 // 60:02d}"


def to_datetime(stamp: Stamp) -> datetime | None:
    """Aware UTC to the microsecond where zone and year are known, else None. Outside the years 1 to 9999: None."""
    if stamp.offset is None or stamp.yearless:
        return None
    try:
        return datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=stamp.ns // 1000)  # noqa: UP017
    except OverflowError:
        return None

"""Putting a year on times that have none, and a zone on times that name none."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hotwash.ports.stamps.stamp import DAY, NS, YEARLESS, Basis, Stamp, day_number

_HALF_A_YEAR = 183 * DAY * NS


def turns(times: Iterable[int]) -> list[int]:
    """How many New Years each yearless time is after the first. Only a backward jump of over half a year is one:
    smaller ones are disorder or the end of summer time.
    """
    count, before, found = 0, None, []
    for time in times:
        if before is not None and before - time > _HALF_A_YEAR:
            count += 1
        elif before is not None and time - before > _HALF_A_YEAR and count:
            count -= 1
        before = time
        found.append(count)
    return found


def in_year(stamp: Stamp, year: int, basis: Basis) -> Stamp | None:
    """The yearless stamp moved into ``year``; None for 29 February of a common year."""
    start, stand_in = day_number(year, 1, 1), day_number(YEARLESS, 1, 1)
    assert start is not None
    assert stand_in is not None
    day = stamp.ns // (DAY * NS) - stand_in
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if day >= 60 and not leap:
        day -= 1
    elif day == 59 and not leap:
        return None
    ns = (start + day) * DAY * NS + stamp.ns % (DAY * NS)
    return replace(stamp, ns=ns, yearless=False, year=basis)


def last_year(times: Sequence[int], reference: int, slack: int = DAY * NS) -> int:
    """The year of the last of ``times`` (yearless, in file order) that puts it at or before ``reference`` (ns),
    and not more than a year back. ``slack`` lets clocks differ.
    """
    year = 1970 + reference // (DAY * NS * 365)
    last = Stamp(times[-1], 0, yearless=True)
    for candidate in range(year + 1, year - 3, -1):
        moved = in_year(last, candidate, Basis.REFERENCE)
        if moved and moved.ns <= reference + slack:
            return candidate
    return year

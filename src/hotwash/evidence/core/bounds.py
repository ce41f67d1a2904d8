"""What rows can hold: times that a calendar of incidents needs, texts without NUL."""

from collections.abc import Iterable
from datetime import UTC, datetime

from hotwash.kernel.core.refusal import Reason
from hotwash.ports.stamps import Stamp
from hotwash.ports.stamps.stamp import to_datetime

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(3000, 1, 1, tzinfo=UTC)


def storable(moment: datetime) -> bool:
    """Whether a time lies in the years 1900 to 2999. Beyond, databases, browsers and zones stop agreeing."""
    return EARLIEST <= moment < LATEST


def unstorable(times: Iterable[tuple[str, datetime | None]]) -> list[Reason]:
    """A reason for each named time that cannot be kept."""
    return [
        Reason("far", f"{moment.year} is too far away. Enter a time between the years 1900 and 2999.", name)
        for name, moment in times
        if moment is not None and not storable(moment)
    ]


def plain(text: str) -> str:
    """A text as it can be kept: no NUL, no blanks around it."""
    return text.replace("\x00", "").strip()


def storable_time(stamp: Stamp | None) -> datetime | None:
    """The time for rows. Where the zone is not known the wall clock is taken as UTC; the basis of the zone says so."""
    if stamp is None or stamp.yearless:
        return None
    moment = to_datetime(Stamp(stamp.ns, stamp.digits, stamp.offset or 0))
    return moment if moment and storable(moment) else None

"""What lasts from a first to a last time, against a window: for systems that take no times and answer with all."""

from collections.abc import Iterable, Sequence

from hotwash.ports import payload as read
from hotwash.ports.collectors.contract import Window

Path = Sequence[str]


def overlapping(rows: Iterable[read.Json], window: Window, paths: Sequence[Path], otherwise: Path = ()) -> int:
    """How many rows have some of their time in the window: from the earliest to the latest time at these paths."""
    return sum(_overlaps(row, window, paths, otherwise) for row in rows)


def _overlaps(row: read.Json, window: Window, paths: Sequence[Path], otherwise: Path) -> bool:
    times = [moment for path in paths if (moment := read.moment(row, *path)) is not None]
    made = read.moment(row, *otherwise) if otherwise else None
    known = times or ([made] if made else [])
    return bool(known) and min(known) < window.end and max(known) >= window.begin

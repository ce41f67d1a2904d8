"""How dense a source is over time."""

from dataclasses import dataclass

from hotwash.ports.formats import Record
from hotwash.ports.stamps.stamp import to_datetime

BINS = 240
MOST_MINUTES = 500_000


@dataclass(slots=True)
class Density:
    """How many records each stretch of time holds, in at most ``BINS`` stretches. Minutes that were empty count too."""

    minutes: dict[int, int]

    def add(self, record: Record) -> None:
        moment = to_datetime(record.stamp) if record.stamp else None
        if moment is not None:
            self.count(int(moment.timestamp()) // 60)

    def count(self, minute: int, records: int = 1) -> None:
        """``minute`` counts from 1970."""
        if len(self.minutes) <= MOST_MINUTES:
            self.minutes[minute] = self.minutes.get(minute, 0) + records

    def summed_up(self) -> dict[str, object]:
        """``start`` and ``step`` in seconds since 1970, ``counts`` in order; empty where there are no times."""
        if not self.minutes:
            return {}
        first, last = min(self.minutes), max(self.minutes)
        step = max(1, -(-(last - first + 1) // BINS))
        counts = [0] * ((last - first) // step + 1)
        for at, count in self.minutes.items():
            counts[(at - first) // step] += count
        return {"start": first * 60, "step": step * 60, "counts": counts}

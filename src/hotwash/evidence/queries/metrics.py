"""Metrics in the evidence of an incident: which series there are, their samples, and what they say about impact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hotwash.evidence.core.metrics import Breach, Limit, Meaning, Point, breaches, guessed_meaning, suggested
from hotwash.evidence.models import EvidenceFile
from hotwash.evidence.queries.records import shift_of
from hotwash.kernel import storage
from hotwash.kernel.columns import engine
from hotwash.kernel.core.errors import NotFound

if TYPE_CHECKING:
    from hotwash.respond.models import Incident

MOST_SERIES = 200
MOST_SAMPLES = 200_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A sample says "{labels} value"; see the format of series.
_SAMPLES = """
SELECT ns, regexp_extract(text, '^(.*) (\\S+)$', 1) AS name,
  TRY_CAST(regexp_extract(text, '(\\S+)$', 1) AS DOUBLE) AS value
FROM read_parquet(?) WHERE kind = 'metric.sample' AND ns IS NOT NULL AND NOT yearless
"""
_FINITE = "value IS NOT NULL AND isfinite(value)"


@dataclass(frozen=True, slots=True)
class Series:
    """``name`` is how its source writes its labels; ``number`` counts from 1 in the order of the names."""

    file: EvidenceFile
    number: int
    name: str
    samples: int
    lowest: float
    highest: float
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """A series measured by a limit; without one, nothing in it strays from what is usual."""

    series: Series
    points: Sequence[Point]
    limit: Limit | None
    meaning: Meaning
    found: Sequence[Breach]

    @property
    def lost(self) -> list[float | None]:
        """Per cent that each stretch lost."""
        return [self.meaning.lost(one.mean) for one in self.found]

    @property
    def length(self) -> timedelta:
        return sum((one.length for one in self.found), timedelta())


def metrics_of(incident: Incident) -> list[Series]:
    """The series of all files, by file and name; at most two hundred of each file."""
    files = EvidenceFile.objects.filter(incident=incident, removed_at=None, format="series").exclude(book="")
    return [one for file in files.order_by("number") for one in _series(file)]


def get_metric(file: EvidenceFile, number: int) -> Series:
    """``NotFound`` where the file has no such series."""
    found = next((one for one in _series(file) if one.number == number), None)
    if found is None:
        msg = f"{file.reference} has no series {number}. It may have been read anew; reload the page."
        raise NotFound(msg)
    return found


def _series(file: EvidenceFile) -> list[Series]:
    if not file.book or not storage.path_of(file.book).exists():
        return []
    query = (
        f"SELECT name, count(*), min(value), max(value), min(ns), max(ns) FROM ({_SAMPLES}) WHERE {_FINITE}"  # noqa: S608 - ours
        f" GROUP BY name ORDER BY name LIMIT {MOST_SERIES}"
    )
    with engine() as connection:
        rows = connection.execute(query, [str(storage.path_of(file.book))]).fetchall()
    return [
        Series(file, number, name, count, low, high, _at(first, file), _at(last, file))
        for number, (name, count, low, high, first, last) in enumerate(rows, start=1)
    ]


def samples_of(series: Series) -> list[Point]:
    """In the order of time, at most two hundred thousand."""
    return samples_in(series.file, series.name)


def samples_in(file: EvidenceFile, name: str) -> list[Point]:
    """Of the series with that name in a file; none where there is no such series."""
    if not file.book or not storage.path_of(file.book).exists():
        return []
    query = f"SELECT ns, value FROM ({_SAMPLES}) WHERE {_FINITE} AND name = ? ORDER BY ns LIMIT {MOST_SAMPLES}"  # noqa: S608 - ours
    with engine() as connection:
        rows = connection.execute(query, [str(storage.path_of(file.book)), name]).fetchall()
    return [Point(_at(ns, file), value) for ns, value in rows]


def judged(incident: Incident, series: Series, limit: Limit | None = None, meaning: Meaning | None = None) -> Judged:
    """What a series says; limit and meaning are suggested where they are not given."""
    points = samples_of(series)
    limit = limit or suggested(points, incident.started_at)
    meaning = meaning or guessed_meaning(series.name, points)
    return Judged(series, points, limit, meaning, breaches(points, limit) if limit else ())


def _at(ns: int, file: EvidenceFile) -> datetime:
    return _EPOCH + timedelta(microseconds=(ns + shift_of(file)) // 1000)

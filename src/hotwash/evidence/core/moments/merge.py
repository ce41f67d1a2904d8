"""Several sources on one time line: stable order, one limit for all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from hotwash.evidence.core.moments.moment import Moment
from hotwash.ports.formats import Record
from hotwash.ports.stamps import Basis, Stamp, iso
from hotwash.ports.stamps.years import in_year, last_year

MOST = 300


@dataclass(frozen=True, slots=True)
class Sourced:
    """A record with the file it came from. ``place`` is the number of that file in reading order."""

    record: Record
    file: str
    format: str
    place: int
    score: float | None = None
    why: str = ""
    kind: str = ""
    like: int = 0

    @property
    def sort_key(self) -> tuple[int, int, int, int]:
        """Times first, then what has none. Equal times keep the order of files and lines."""
        stamp = self.record.stamp
        return (stamp is None, stamp.ns if stamp else 0, self.place, self.record.line)


def from_moment(moment: Moment, file: str, form: str, place: int) -> Sourced:
    return Sourced(moment.record, file, form, place, moment.score, moment.why, moment.kind, moment.like)


def best(found: Iterable[Sourced], most: int = MOST) -> list[Sourced]:
    """At most ``most``, the highest scores; of equal scores the earlier file and line."""
    return sorted(found, key=lambda one: (-(one.score or 0), one.place, one.record.line))[:most]


def in_order(found: Iterable[Sourced]) -> list[Sourced]:
    return sorted(found, key=lambda one: one.sort_key)


def with_years(found: Sequence[Sourced]) -> list[Sourced]:
    """Yearless times take the year that puts their file's last one before the last time of the other files."""
    known = [one.record.stamp.ns for one in found if one.record.stamp and not one.record.stamp.yearless]
    if not known:
        return list(found)
    reference = max(known)
    latest: dict[int, int] = {}
    for one in found:
        if one.record.stamp and one.record.stamp.yearless:
            latest[one.place] = one.record.stamp.ns
    years = {place: last_year([ns], reference) for place, ns in latest.items()}
    return [_moved(one, years) for one in found]


def _moved(one: Sourced, years: dict[int, int]) -> Sourced:
    stamp = one.record.stamp
    if stamp is None or not stamp.yearless:
        return one
    moved: Stamp | None = in_year(stamp, years[one.place], Basis.REFERENCE)
    return replace(one, record=replace(one.record, stamp=moved)) if moved else one


def as_json(one: Sourced) -> dict[str, object]:
    """The object that ``hotwash timeline`` writes."""
    record, stamp = one.record, one.record.stamp
    return {
        "time": iso(stamp) if stamp else None,
        "precision": stamp.precision.value if stamp else "unknown",
        "zone_basis": stamp.zone.value if stamp else None,
        "source": one.file.rsplit("/", 1)[-1],
        "format": one.format,
        "kind": one.kind or record.kind,
        "level": record.level.value if record.level else None,
        "text": record.text,
        "file": one.file,
        "line": record.line,
        "offset": record.offset,
        "score": one.score,
        "why": one.why or None,
    }

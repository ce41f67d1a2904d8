"""Impact as exhibits: what customers reported and what was measured, drawn and said for documents and bundles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotwash.evidence.core.curve import Curve, curve_svg
from hotwash.evidence.core.customers import CustomerCurve, course_svg
from hotwash.evidence.core.keytimes import span_text
from hotwash.evidence.core.metrics import Breach, Limit, Measured, Point, measured

MOST_METRICS = 6  # of more, the document shows the first; all of them are in the evidence


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A picture, ``alt`` for who does not see it, ``caption`` with what it shows in figures."""

    svg: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Impact that has a note and a span."""

    note: str
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A series out of which impact was written, and the stretches that were written."""

    source: Measured
    stretches: Sequence[Stretch]


def taken_from_metrics(rows: Iterable[Stretch]) -> list[Taken]:
    """In the order of the rows, each series once for each limit."""
    found: dict[Measured, list[Stretch]] = {}
    for row in rows:
        source = measured(row.note)
        if source is not None:
            found.setdefault(source, []).append(row)
    return [Taken(source, tuple(stretches)) for source, stretches in found.items()]


def customers_exhibit(curve: CustomerCurve) -> Exhibit:
    """Times are those of the curve's zone."""
    course = curve.course
    reports = _count(course.total, "customer report")
    alt = f"{reports} over time, from {_label(course.start)} to {_label(course.end)}, with the key times"
    said = [one.format(first=_label(curve.first)) for one in curve.told]
    if curve.known is not None:
        said.append(f"{curve.known:,} had come when it was detected.")
    legend = "Bars: reports in each stretch; line: all so far; dashed: key times."
    return Exhibit(course_svg(course, curve.marks, _label), alt, " ".join([*said, legend]))


def metric_exhibit(taken: Taken, points: Sequence[Point]) -> Exhibit | None:
    """None where the file has no such samples any more."""
    if not points:
        return None
    source = taken.source
    beyond = [_breach(one, points[-1].at) for one in taken.stretches if one.start]
    drawn = curve_svg(Curve(points, source.limit, beyond, source.name), _label)
    side = _side(source.limit)
    values = [point.value for point in points]
    alt = (
        f"{source.name} from {_label(points[0].at)} to {_label(points[-1].at)}: {min(values):.4g} to {max(values):.4g},"
        f" {_count(len(beyond), 'stretch', 'stretches')} {side}"
    )
    length = sum((one.length for one in beyond), timedelta())
    caption = f"{source.name} ({source.reference}). Shaded: {side}, {span_text(length)} in all; dashed: the limit."
    return Exhibit(drawn, alt, caption)


def metric_row(taken: Taken, points: Sequence[Point]) -> Mapping[str, object]:
    """For a file: which series, by which limit, what was written of it."""
    source = taken.source
    return {
        "file": source.reference,
        "series": source.name,
        "limit": source.limit.value,
        "side": "over" if source.limit.over else "under",
        "samples": len(points),
        "stretches": [{"starts_at": one.start, "ends_at": one.end} for one in taken.stretches],
    }


def _breach(one: Stretch, last: datetime) -> Breach:
    start = one.start or last
    return Breach(start, one.end or max(start, last), 0.0, 0.0)


def _side(limit: Limit) -> str:
    return f"{'over' if limit.over else 'under'} {limit.value:g}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {many or one + 's'}"


def _label(at: datetime) -> str:
    return f"{at:%d %b %H:%M} {at:%Z}".strip()

"""Change points of metric series: where a value leaves for good what was usual for it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from hotwash.evidence.core.moments.bins import Change, change_points
from hotwash.evidence.core.moments.moment import Moment
from hotwash.ports.formats import Record

SERIES = 200
POINTS = 2_000  # of one series; more are thinned out
TOLD = 12


@dataclass(slots=True)
class _One:
    """The points of one series, every ``step``-th of them."""

    first: Record
    step: int = 1
    seen: int = 0
    points: list[tuple[int, float, int, int]] = field(default_factory=list)  # ns, value, line, offset

    def add(self, ns: int, value: float, record: Record) -> None:
        if self.seen % self.step == 0:
            self.points.append((ns, value, record.line, record.offset))
        self.seen += 1
        if len(self.points) >= POINTS:
            self.points, self.step = self.points[::2], self.step * 2


@dataclass(slots=True)
class Series:
    """For records of the kind ``metric.sample`` with the fields ``value`` and ``labels``."""

    _series: dict[str, _One] = field(default_factory=dict)

    def feed(self, record: Record) -> None:
        value = number(record.fields.get("value", ""))
        if value is None or record.stamp is None:
            return
        labels = record.fields.get("labels", "")
        one = self._series.get(labels)
        if one is None:
            if len(self._series) >= SERIES:
                return
            one = self._series[labels] = _One(record)
        one.add(record.stamp.ns, value, record)

    def moments(self) -> list[Moment]:
        found = [moment for labels, one in self._series.items() for moment in _told(labels, one)]
        return sorted(found, key=lambda moment: -moment.score)[:TOLD]


def _told(labels: str, one: _One) -> Iterator[Moment]:
    points = sorted(one.points)
    for place, change in enumerate(change_points([value for _, value, _, _ in points])):
        ns, _, line, offset = points[change.place]
        stamp = replace(one.first.stamp, ns=ns, raw="") if one.first.stamp else None
        turn = "rises" if change.after > change.before else "falls"
        text = f"{{{labels}}} {turn} from about {_short(change.before)} to about {_short(change.after)}"
        record = replace(one.first, stamp=stamp, text=text, line=line, offset=offset)
        score = (0.66 if change.size >= 12 else 0.58) - 0.06 * min(place, 2)
        yield Moment(record, round(score, 3), _why(change), "metric.change")


def _why(change: Change) -> str:
    times = f"{min(change.size, 999):.0f} times"
    return f"the values change by {times} their usual scatter, and stay there"


def _short(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1e6 else f"{value:.2e}"


def number(text: str) -> float | None:
    """A sample's value; None for NaN, infinity and what is no number."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e300 else None

"""The picture of a metric: its curve, the limit, and the stretches beyond it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from hotwash.evidence.core.metrics import Breach, Limit, Point

WIDE, HIGH, FOOT, TOP = 960, 170, 22, 8
MOST = 900  # points drawn; of more, the extremes of each stretch


@dataclass(frozen=True, slots=True)
class Curve:
    points: Sequence[Point]
    limit: Limit | None = None
    beyond: Sequence[Breach] = field(default=())
    title: str = "Metric"


def thinned(points: Sequence[Point], most: int = MOST) -> list[Point]:
    """At most so many points that look the same: of each stretch the lowest and the highest, in their order."""
    if len(points) <= most:
        return list(points)
    size = -(-len(points) // (most // 2))
    found: list[Point] = []
    for start in range(0, len(points), size):
        part = points[start : start + size]
        ends = {
            min(range(len(part)), key=lambda at: part[at].value),
            max(range(len(part)), key=lambda at: part[at].value),
        }
        found += [part[at] for at in sorted(ends)]
    return found


def _value(point: Point) -> float:
    return point.value


def curve_svg(curve: Curve, label: Callable[[datetime], str]) -> str:
    """No style is inline: classes and presentation attributes only."""
    if not curve.points:
        return ""
    scale = _Scale.of(curve)
    told = f"{curve.title}: {len(curve.points)} samples, {_number(scale.low)} to {_number(scale.high)}"
    stretches = "1 stretch" if len(curve.beyond) == 1 else f"{len(curve.beyond)} stretches"
    told += f", {stretches} beyond {_number(curve.limit.value)}" if curve.limit else ""
    size = f'viewBox="0 0 {WIDE} {HIGH + FOOT}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="curve" {size} role="img" aria-label={quoteattr(told)}>',
        f"<title>{escape(curve.title)}</title>",
        *(_stretch(one, scale) for one in curve.beyond),
        _line(thinned(curve.points), scale),
        *_limit(curve.limit, scale),
        *_labels(curve, scale, label),
        "</svg>",
    ]
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class _Scale:
    start: datetime
    seconds: float
    low: float
    high: float

    @classmethod
    def of(cls, curve: Curve) -> "_Scale":
        values = [point.value for point in curve.points] + ([curve.limit.value] if curve.limit else [])
        start, end = curve.points[0].at, curve.points[-1].at
        low, high = min(values), max(values)
        low = 0.0 if 0 < low < high / 2 else low  # from nothing on, where that costs little height
        return cls(start, max(1.0, (end - start).total_seconds()), low, high if high > low else low + 1)

    def x(self, at: datetime) -> float:
        return round(WIDE * min(1.0, max(0.0, (at - self.start).total_seconds() / self.seconds)), 1)

    def y(self, value: float) -> float:
        return round(TOP + (HIGH - TOP) * (1 - (value - self.low) / (self.high - self.low)), 1)


def _line(points: Sequence[Point], scale: _Scale) -> str:
    """Steps: a sample holds until the next."""
    places = [f"M{scale.x(points[0].at)} {scale.y(points[0].value)}"]
    places += [f"H{scale.x(point.at)}V{scale.y(point.value)}" for point in points[1:]]
    return f'<path class="line" d="{"".join(places)}" fill="none" stroke="currentColor" stroke-width="1.5"/>'


def _stretch(one: Breach, scale: _Scale) -> str:
    left, right = scale.x(one.start), scale.x(one.end)
    return (
        f'<rect class="beyond" x="{left}" y="0" width="{max(2.0, right - left):.1f}" height="{HIGH}"'
        ' fill="currentColor" fill-opacity="0.14"/>'
    )


def _limit(limit: Limit | None, scale: _Scale) -> list[str]:
    if limit is None:
        return []
    y = scale.y(limit.value)
    dashes = 'stroke="currentColor" stroke-dasharray="6 4"'
    return [f'<line class="limit" x1="0" y1="{y}" x2="{WIDE}" y2="{y}" {dashes}/>']


def _labels(curve: Curve, scale: _Scale, label: Callable[[datetime], str]) -> list[str]:
    form = 'font-size="13" fill="currentColor"'
    first, last = curve.points[0].at, curve.points[-1].at
    return [
        f'<text class="tick-label" x="4" y="{TOP + 12}" {form}>{_number(scale.high)}</text>',
        f'<text class="tick-label" x="4" y="{HIGH - 4}" {form}>{_number(scale.low)}</text>',
        f'<text class="tick-label" x="0" y="{HIGH + 16}" {form}>{escape(label(first))}</text>',
        f'<text class="tick-label" x="{WIDE}" y="{HIGH + 16}" text-anchor="end" {form}>{escape(label(last))}</text>',
    ]


def _number(value: float) -> str:
    return f"{value:,.4g}"

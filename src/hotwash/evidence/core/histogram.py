"""How many records of each level a stretch of time holds, and its picture."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape, quoteattr

NS = 1_000_000_000
BINS = 120
WIDE, HIGH, FOOT = 960, 84, 18
STEPS = tuple(
    seconds * NS
    for seconds in (
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800,
        1209600, 2592000, 7776000, 31536000, 315360000, 3153600000, 31536000000,
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """``start`` and ``step`` in ns; bins of equal length that begin at round times."""

    start: int
    step: int
    bins: int

    def begin_of(self, place: int) -> datetime | None:
        """When a bin begins; None outside the years that a date can hold."""
        try:
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=(self.start + place * self.step) // NS)
        except OverflowError:
            return None


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts for each bin of the span: errors and worse, warnings, everything else."""

    span: Span
    bad: list[int]
    warning: list[int]
    other: list[int]

    @property
    def total(self) -> int:
        return sum(self.bad) + sum(self.warning) + sum(self.other)

    @property
    def highest(self) -> int:
        return max((sum(bin_) for bin_ in zip(self.bad, self.warning, self.other, strict=True)), default=0)


def bins_of(first: int, last: int, most: int = BINS) -> Span:
    """At most ``most`` bins of a round length that hold both times (ns)."""
    step = next((step for step in STEPS if (last - first) // step + 2 <= most), STEPS[-1])
    start = first // step * step
    return Span(start, step, (last - start) // step + 1)


Link = Callable[[datetime, datetime], str]


def histogram_svg(found: Histogram, label: Callable[[datetime], str], link: Link | None = None) -> str:
    """Stacked bars, worst at the bottom. ``label`` writes a time for people; ``link`` gives the address of a stretch.

    No style is inline: classes and presentation attributes only.
    """
    span = found.span
    first, last = span.begin_of(0), span.begin_of(span.bins)
    told = f"{found.total} records, {sum(found.bad)} of them errors, {sum(found.warning)} warnings"
    if first and last:
        told += f", from {label(first)} to {label(last)}"
    size = f'viewBox="0 0 {WIDE} {HIGH + FOOT}"'
    role = "group" if link else "img"  # a picture may hold nothing that can be chosen
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="histogram" {size} role="{role}" aria-label={quoteattr(told)}>',
        *(_bar(found, place, link) for place in range(span.bins)),
        f'<line class="axis" x1="0" y1="{HIGH}" x2="{WIDE}" y2="{HIGH}" stroke="currentColor" stroke-opacity="0.3"/>',
        *_labels(span, label),
        "</svg>",
    ]
    return "".join(parts)


def _bar(found: Histogram, place: int, link: Link | None) -> str:
    counts = (found.bad[place], found.warning[place], found.other[place])
    if not any(counts):
        return ""
    wide = WIDE / found.span.bins
    x, y = place * wide, float(HIGH)
    parts = []
    for name, count in zip(("bad", "warning", "other"), counts, strict=True):
        tall = _height(count, found.highest) if count else 0.0
        if tall:
            y -= tall
            size = f'width="{max(1.0, wide - 1):.1f}" height="{tall:.1f}"'
            parts.append(f'<rect class="bar-{name}" x="{x:.1f}" y="{y:.1f}" {size}/>')
    begin, end = found.span.begin_of(place), found.span.begin_of(place + 1)
    said = _said(counts)
    title = f"<title>{said}</title>"
    inner = f"<g>{title}{''.join(parts)}</g>"
    if link and begin and end:
        return f'<a href={quoteattr(link(begin, end))} tabindex="-1" aria-label="{said}">{inner}</a>'
    return inner


def _said(counts: Sequence[int]) -> str:
    names = ("errors", "warnings", "others")
    return escape(", ".join(f"{count} {name}" for name, count in zip(names, counts, strict=True) if count))


def _height(count: int, highest: int) -> float:
    """In proportion, but never so low that it cannot be seen."""
    return round(max(1.5, count / highest * (HIGH - 6)), 1)


def _labels(span: Span, label: Callable[[datetime], str]) -> list[str]:
    places = sorted({0, span.bins // 2, span.bins}) if span.bins > 1 else [0]
    parts = []
    for place in places:
        at = span.begin_of(place)
        if at is None:
            continue
        anchor = "start" if place == 0 else "end" if place == span.bins else "middle"
        where = f'x="{WIDE * place / span.bins:.0f}" y="{HIGH + 14}" text-anchor="{anchor}"'
        parts.append(f'<text class="tick-label" {where} font-size="11" fill="currentColor">{escape(label(at))}</text>')
    return parts

"""The charts of this stage as SVG text: the same picture in a page, in a report and on paper.

No style attribute and no script (the pages' content policy forbids both); colours come from `currentColor` and from
classes (`dot`, `median`, `band`, `axis`, `bar`) that a style sheet may set. Every text is escaped here.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

WIDTH: Final = 640
LEFT: Final = 8
RIGHT: Final = 24
ROW: Final = 64  # height of one row of dots, label included
DOT: Final = 4.5
MINUTE: Final = 60.0

# Where a duration axis may have a mark, in seconds, with its words.
_MARKS: Final = (
    (1, "1 s"), (10, "10 s"), (60, "1 min"), (600, "10 min"), (3600, "1 h"), (6 * 3600, "6 h"), (86_400, "1 d"),
    (7 * 86_400, "1 w"), (30 * 86_400, "30 d"), (365 * 86_400, "1 y"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dot:
    label: str
    seconds: float
    href: str = ""


@dataclass(frozen=True, slots=True)
class DotRow:
    """One phase: every incident a dot. ``median``, ``low`` and ``high`` in seconds, or None where n is too small."""

    title: str
    dots: tuple[Dot, ...]
    median: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """One small multiple: a count for each period, all with the same periods."""

    title: str
    counts: tuple[int, ...]


def duration_words(seconds: float) -> str:
    """`45 s`, `12 min`, `3 h 20 min`, `2 d 4 h`: two units at most."""
    whole = round(seconds)
    if whole < MINUTE:
        return f"{whole} s"
    days, rest = divmod(whole, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes = rest // 60
    parts = [(days, "d"), (hours, "h"), (minutes, "min")]
    first = next(at for at, (amount, _) in enumerate(parts) if amount)
    return " ".join(f"{amount} {unit}" for amount, unit in parts[first : first + 2] if amount)


def draw_dots(rows: Sequence[DotRow]) -> str:
    """Rows of dots over one logarithmic axis of time. Dots that would cover each other are stacked."""
    values = [max(1.0, dot.seconds) for row in rows for dot in row.dots]
    if not values:
        return ""
    low, high = _span(min(values), max(values))
    height = ROW * len(rows) + 28
    body = [part for at, row in enumerate(rows) for part in _dot_row(row, ROW * at, low, high)]
    return _svg(height, "Durations, one dot for each incident", [*_axis(low, high, height - 22), *body])


def _span(least: float, most: float) -> tuple[float, float]:
    """The marks just outside the values, so that every axis begins and ends at a word."""
    below = [mark for mark, _ in _MARKS if mark <= least]
    above = [mark for mark, _ in _MARKS if mark > most]
    return float(below[-1] if below else 1), float(above[0] if above else most * 1.1)


def _x(seconds: float, low: float, high: float) -> float:
    share = math.log(max(low, min(seconds, high)) / low) / math.log(high / low)
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _axis(low: float, high: float, bottom: float) -> list[str]:
    lines = []
    for mark, words in _MARKS:
        if low <= mark <= high:
            x = _x(mark, low, high)
            lines.append(
                f'<line class="axis" x1="{x}" x2="{x}" y1="0" y2="{bottom}" stroke="currentColor" opacity="0.15"/>'
            )
            anchor = "start" if mark == low else "end" if mark == high else "middle"
            lines.append(_text(x, bottom + 16, words, anchor=anchor, name="axis"))
    return lines


def _dot_row(row: DotRow, top: float, low: float, high: float) -> list[str]:
    middle = top + 40
    parts = [_text(LEFT, top + 14, f"{row.title} (n = {len(row.dots)})", name="label")]
    if row.low is not None and row.high is not None:
        x1, x2 = _x(row.low, low, high), _x(row.high, low, high)
        parts.append(
            f'<rect class="band" x="{x1}" y="{middle - 16}" width="{max(1.0, round(x2 - x1, 1))}" height="32" '
            'fill="currentColor" opacity="0.1"/>'
        )
    parts += [_dot(dot, x, middle + rise) for dot, x, rise in _stacked(row.dots, low, high)]
    if row.median is not None:
        x = _x(row.median, low, high)
        parts.append(
            f'<line class="median" x1="{x}" x2="{x}" y1="{middle - 18}" y2="{middle + 18}" stroke="currentColor" '
            f'stroke-width="2"><title>median {duration_words(row.median)}</title></line>'
        )
    return parts


def _stacked(dots: Sequence[Dot], low: float, high: float) -> list[tuple[Dot, float, float]]:
    """Each dot with its place and its rise above or below the middle: 0, -6, 6, -12, 12 ... within the row."""
    placed: list[tuple[Dot, float, float]] = []
    last, depth = -100.0, 0
    for dot in sorted(dots, key=lambda dot: (dot.seconds, dot.label)):
        x = _x(dot.seconds, low, high)
        depth = depth + 1 if x - last < DOT * 1.6 else 0
        last = x if depth == 0 else last
        step = min((depth + 1) // 2, 3) * 6
        placed.append((dot, x, step if depth % 2 == 0 else -step))
    return placed


def _dot(dot: Dot, x: float, y: float) -> str:
    title = f"<title>{escape(dot.label)}: {duration_words(dot.seconds)}</title>"
    circle = f'<circle class="dot" cx="{x}" cy="{y}" r="{DOT}" fill="currentColor" opacity="0.75">{title}</circle>'
    return f"<a href={quoteattr(dot.href)}>{circle}</a>" if dot.href else circle


def draw_bars(periods: Sequence[str], rows: Sequence[Bars]) -> str:
    """Small multiples of counts over the same periods and with the same scale, one below the other."""
    most = max((count for row in rows for count in row.counts), default=0)
    if not most or not periods:
        return ""
    height = 48 * len(rows) + 24
    step = (WIDTH - LEFT - RIGHT) / len(periods)
    parts = [part for at, row in enumerate(rows) for part in _bar_row(row, periods, 48.0 * at, step, most)]
    parts.append(_text(LEFT, height - 6, periods[0], name="axis"))
    if len(periods) > 1:
        parts.append(_text(WIDTH - RIGHT, height - 6, periods[-1], anchor="end", name="axis"))
    return _svg(height, "Counts over time", parts)


def _bar_row(row: Bars, periods: Sequence[str], top: float, step: float, most: int) -> list[str]:
    floor = top + 44
    parts = [_text(LEFT, top + 12, f"{row.title}: {sum(row.counts)}", name="label")]
    parts.append(
        f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{floor}" y2="{floor}" '
        'stroke="currentColor" opacity="0.25"/>'
    )
    for at, count in enumerate(row.counts):
        if count:
            tall = round(28 * count / most, 1)
            parts.append(
                f'<rect class="bar" x="{round(LEFT + at * step + 1, 1)}" y="{round(floor - tall, 1)}" '
                f'width="{round(max(1.0, min(step - 2, 28)), 1)}" height="{tall}" fill="currentColor" opacity="0.7">'
                f"<title>{escape(periods[at])}: {count}</title></rect>"
            )
    return parts


def _text(x: float, y: float, words: str, anchor: str = "start", name: str = "") -> str:
    place = f'class="{name}" x="{x}" y="{y}" text-anchor="{anchor}"'
    return f'<text {place} font-size="13" fill="currentColor">{escape(words)}</text>'


def _svg(height: float, label: str, parts: Sequence[str]) -> str:
    """A picture, or a group where it holds links: what is inside a picture cannot be reached by a screen reader."""
    role = "group" if any(part.startswith("<a ") for part in parts) else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" role="{role}" '
        f'aria-label="{escape(label)}" class="chart" font-family="inherit">{"".join(parts)}</svg>'
    )

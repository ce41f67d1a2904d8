"""The picture of a timeline: one drawing function for the page, the report and every export.

It takes counts and a handful of marks, so its size does not grow with the number of entries. No style is inline: classes
and presentation attributes only, colours by ``currentColor`` and the classes of the page it stands in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from xml.sax.saxutils import escape, quoteattr

BINS = 120
LANE, HEAD, FOOT, LEFT, RIGHT = 34, 30, 30, 132, 16
_STEPS = tuple(
    timedelta(seconds=step)
    for step in (
        1,
        5,
        15,
        30,
        60,
        300,
        900,
        1800,
        3600,
        10800,
        21600,
        43200,
        86400,
        604800,
        2592000,
        31536000,
        315360000,
    )
)


_FORMS = (
    (timedelta(minutes=1), "%H:%M:%S"),
    (timedelta(days=1), "%H:%M"),
    (timedelta(days=29), "%d %b"),
    (timedelta(days=364), "%b %Y"),
    (timedelta.max, "%Y"),
)


@dataclass(frozen=True, slots=True)
class Lane:
    """``counts`` are entries by bin over the whole time axis, ``weight`` the lines of log behind them (may be empty)."""

    name: str
    counts: Sequence[int]
    weight: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Picture:
    start: datetime
    end: datetime
    lanes: Sequence[Lane]
    rules: Sequence[Rule] = field(default=())
    width: int = 960
    title: str = "Timeline by source"


def axis(first: datetime, last: datetime, marked: Sequence[datetime]) -> tuple[datetime, datetime]:
    """From when to when the picture shows: all entries, but at most three times the marked times' span on either side.

    A single entry of another month would else press everything that matters into one line; it stands at the edge.
    """
    times = [first, last, *marked]
    start, end = min(times), max(times)
    if len(marked) < 2 or min(marked) == max(marked):
        return start, end
    reach = 3 * (max(marked) - min(marked))
    if min(marked) - start > reach:
        start = min(marked) - reach
    if end - max(marked) > reach:
        end = max(marked) + reach
    return start, end


def bin_of(at: datetime, start: datetime, end: datetime, bins: int = BINS) -> int:
    """The bin of a time; outside the axis the first or the last."""
    length = (end - start).total_seconds()
    if length <= 0:
        return 0
    return max(0, min(bins - 1, int((at - start).total_seconds() / length * bins)))


def lanes_svg(picture: Picture) -> str:
    """The timeline as SVG, with a title and a description for those who cannot see it."""
    height = HEAD + LANE * max(1, len(picture.lanes)) + FOOT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="lanes" viewBox="0 0 {picture.width} {height}" role="img" aria-label={quoteattr(_described(picture))}>',
        f"<title>{escape(picture.title)}</title>",
        *_ticks(picture, height),
        *(part for place, lane in enumerate(picture.lanes) for part in _lane(picture, lane, HEAD + place * LANE)),
        *_rules(picture, height),
        "</svg>",
    ]
    return "".join(parts)


def _described(picture: Picture) -> str:
    lanes = ", ".join(f"{lane.name} {sum(lane.counts)}" for lane in picture.lanes)
    rules = ", ".join(f"{rule.name} {rule.at:%Y-%m-%d %H:%M} UTC" for rule in picture.rules)
    return f"{picture.title}: entries by source: {lanes or 'none'}; key times: {rules or 'none'}"


def _x(picture: Picture, at: datetime) -> float:
    length = (picture.end - picture.start).total_seconds() or 1.0
    share = max(0.0, min(1.0, (at - picture.start).total_seconds() / length))
    return round(LEFT + share * (picture.width - LEFT - RIGHT), 1)


def _ticks(picture: Picture, height: int) -> list[str]:
    length = picture.end - picture.start
    step = next((step for step in _STEPS if length / step <= 8), _STEPS[-1])
    parts = []
    for at in _marks(picture.start, picture.end, step):
        x = _x(picture, at)
        label = at.strftime(next(form for limit, form in _FORMS if step < limit))
        parts.append(
            f'<line class="tick" x1="{x}" y1="{HEAD - 6}" x2="{x}" y2="{height - FOOT}" stroke="currentColor" stroke-opacity="0.12"/>'
        )
        parts.append(
            f'<text class="tick-label" x="{x}" y="{height - 10}" text-anchor="middle" font-size="11" fill="currentColor">{label}</text>'
        )
    return parts


def _marks(start: datetime, end: datetime, step: timedelta) -> list[datetime]:
    origin = datetime(start.year, 1, 1, tzinfo=start.tzinfo)  # whole hours and days of the zone that is shown
    at = origin + ((start - origin) // step) * step
    found: list[datetime] = []
    while at <= end and len(found) < 14:
        if at >= start:
            found.append(at)
        if at > datetime.max.replace(tzinfo=start.tzinfo) - step:
            break
        at += step
    return found


def _lane(picture: Picture, lane: Lane, top: int) -> list[str]:
    middle = top + LANE / 2
    wide = (picture.width - LEFT - RIGHT) / max(1, len(lane.counts))
    parts = [
        f'<text class="lane-name" x="8" y="{middle + 4}" font-size="12" fill="currentColor">{escape(lane.name[:18])}</text>',
        f'<line class="lane-line" x1="{LEFT}" y1="{middle}" x2="{picture.width - RIGHT}" y2="{middle}" stroke="currentColor" stroke-opacity="0.2"/>',
    ]
    most = max(lane.weight, default=0)
    for place, weight in enumerate(lane.weight):
        if weight:
            tall = round(max(1.0, (LANE - 8) * weight / most), 1)
            parts.append(
                f'<rect class="density" x="{LEFT + place * wide:.1f}" y="{top + LANE - 4 - tall:.1f}" width="{wide:.1f}" height="{tall}" fill="currentColor" fill-opacity="0.1"/>'
            )
    for place, count in enumerate(lane.counts):
        if count:
            size = min(9.0, 3.2 + 1.1 * count**0.5)
            parts.append(
                f'<circle class="dot" cx="{LEFT + (place + 0.5) * wide:.1f}" cy="{middle}" r="{size:.1f}" fill="currentColor"><title>{count}</title></circle>'
            )
    return parts


def _rules(picture: Picture, height: int) -> list[str]:
    """A line for each key time. Where two stand too near for their names, the later one has its name on hover only."""
    parts = []
    taken = [-1000.0, -1000.0]
    for rule in sorted(picture.rules, key=lambda one: one.at):
        x, name = _x(picture, rule.at), escape(rule.name)
        key = rule.name if rule.name.isascii() and rule.name.isalpha() else "own"
        parts.append(
            f'<line class="rule rule-{key}" x1="{x}" y1="{HEAD - 8}" x2="{x}" y2="{height - FOOT}" stroke="currentColor" stroke-width="1.5"><title>{name}</title></line>'
        )
        row = next((row for row, last in enumerate(taken) if x - last > 84), None)
        if row is None:
            continue
        taken[row] = x
        anchor, aside = ("end", -3) if x > picture.width - 90 else ("start", 3)
        parts.append(
            f'<text class="rule-label" x="{x + aside:.1f}" y="{10 + 12 * row}" text-anchor="{anchor}" font-size="11" fill="currentColor">{name}</text>'
        )
    return parts

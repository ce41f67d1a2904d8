"""Weeks of a schedule as SVG text, by one function for desk and phone: a band for each week, a bar for each shift.

No style attribute and no script (the pages' content policy forbids both); a style sheet colours the classes `s1` to
`s6` (people), `gap` and `taken` (an override). Every text is escaped here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from xml.sax.saxutils import escape, quoteattr
from zoneinfo import ZoneInfo

from hotwash.respond.core.oncall.rotations import Shift

DESK: Final = 960
PHONE: Final = 340
HEAD: Final = 20
LANE: Final = 26
GAP: Final = 10  # below each week
LETTER: Final = 7.0  # width of a letter, about
GUTTER: Final = 120
SERIES: Final = 6


@dataclass(frozen=True, slots=True)
class Lane:
    """``title`` is shown where there is more than one lane and room for it."""

    title: str
    shifts: Sequence[Shift]
    shows_gaps: bool = False


@dataclass(frozen=True, slots=True)
class Weeks:
    """``names`` of everybody who has a shift; a person keeps the colour of their place in it."""

    zone: ZoneInfo
    first: date
    count: int
    lanes: Sequence[Lane]
    names: Mapping[int, str]
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Band:
    """One week on the paper: its span, and where it lies."""

    begins: datetime
    ends: datetime
    top: int
    left: int
    width: int

    def x(self, at: datetime) -> float:
        share = (at - self.begins) / (self.ends - self.begins)
        return round(self.left + min(max(share, 0.0), 1.0) * self.width, 1)


def draw_weeks(weeks: Weeks, width: int = DESK) -> str:
    """The picture; days are columns of equal width, a DST night included."""
    gutter = GUTTER if len(weeks.lanes) > 1 and width >= DESK else 0
    step = HEAD + LANE * len(weeks.lanes) + GAP
    parts: list[str] = []
    for number in range(weeks.count):
        monday = weeks.first + timedelta(days=7 * number)
        begins, ends = _midnight(monday, weeks.zone), _midnight(monday + timedelta(days=7), weeks.zone)
        band = _Band(begins, ends, number * step, gutter, width - gutter)
        parts += _days(weeks, band, monday, narrow=width < DESK)
        for place, lane in enumerate(weeks.lanes):
            top = band.top + HEAD + place * LANE
            if gutter:
                parts.append(_text(0, top + 16, lane.title[:16], "lane"))
            parts += _bars(weeks, lane, band, top)
        parts += _now(weeks, band, step)
    height = step * weeks.count
    label = f"Who is on call in the {weeks.count} weeks from {weeks.first:%d %B %Y}"
    return (
        f'<svg class="watch" viewBox="0 0 {width} {height}" role="img" aria-label={quoteattr(label)}>'
        f"{''.join(parts)}</svg>"
    )


def initials(name: str) -> str:
    return "".join(word[0] for word in name.split()[:2]).upper()


def _days(weeks: Weeks, band: _Band, monday: date, *, narrow: bool) -> Iterator[str]:
    column = band.width / 7
    bottom = band.top + HEAD + LANE * len(weeks.lanes)
    for number in range(7):
        day, x = monday + timedelta(days=number), round(band.left + number * column, 1)
        words = f"{day:%a}"[:2] + f" {day.day}" if narrow else f"{day:%a} {day.day} {day:%b}"
        yield _text(x + 2, band.top + 14, words, "day" if day.weekday() < 5 else "day weekend")
        yield f'<line class="axis" x1="{x}" x2="{x}" y1="{band.top + 4}" y2="{bottom}"/>'


def _bars(weeks: Weeks, lane: Lane, band: _Band, top: int) -> Iterator[str]:
    order = {person: place for place, person in enumerate(weeks.names)}
    for shift in lane.shifts:
        if shift.ends_at <= band.begins or shift.starts_at >= band.ends:
            continue
        if shift.person is None and not lane.shows_gaps:
            continue
        x1, x2 = band.x(shift.starts_at), band.x(shift.ends_at)
        wide = max(x2 - x1 - 1, 1.0)
        name = weeks.names.get(shift.person, "somebody") if shift.person is not None else "nobody"
        kind = "gap" if shift.person is None else f"s{order.get(shift.person, 0) % SERIES + 1}"
        taken = " taken" if shift.via == "override" else ""
        begins, ends = (at.astimezone(weeks.zone) for at in (shift.starts_at, shift.ends_at))
        title = f"{name}, {begins:%a %d %b %H:%M} to {ends:%a %d %b %H:%M}{', override' if taken else ''}"
        yield f'<g class="{kind}{taken}"><title>{escape(title)}</title>'
        yield f'<rect x="{x1}" y="{top + 2}" width="{wide:.1f}" height="{LANE - 4}" rx="3"/>'
        yield _text(x1 + 5, top + 17, _fitting(name, wide - 8), "name") + "</g>"


def _fitting(name: str, wide: float) -> str:
    """The name, its first word or its initials: the longest that fits."""
    choices = (name, name.split(maxsplit=1)[0] if name.split() else "", initials(name))
    return next((words for words in choices if len(words) * LETTER <= wide), "")


def _now(weeks: Weeks, band: _Band, step: int) -> list[str]:
    if weeks.now is None or not band.begins <= weeks.now < band.ends:
        return []
    x = band.x(weeks.now)
    return [f'<line class="now" x1="{x}" x2="{x}" y1="{band.top + HEAD - 4}" y2="{band.top + step - GAP + 2}"/>']


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), tzinfo=zone)


def _text(x: float, y: float, words: str, name: str) -> str:
    return f'<text class="{name}" x="{x}" y="{y}">{escape(words)}</text>' if words else ""

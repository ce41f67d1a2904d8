"""What customers reported, over time: a table as it is pasted, the curve, and how it stands to the key times."""

import csv
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import accumulate
from xml.sax.saxutils import escape, quoteattr

from hotwash.evidence.core.keytimes import span_text
from hotwash.evidence.core.typed_times import NoTimeError, typed_time

CHANNELS = ("ticket", "mail", "call", "chat", "social", "other")
MOST_ROWS = 5000
MOST_COUNT = 1_000_000
LONGEST_NOTE = 500
_NAMES: Mapping[str, tuple[str, ...]] = {
    "at": ("time", "at", "when", "date", "created", "created at", "created_at", "opened", "opened at", "received"),
    "count": ("count", "number", "reports", "customers", "n", "amount"),
    "channel": ("channel", "via", "source", "type"),
    "note": ("note", "comment", "subject", "title", "text", "summary", "description"),
}  # fmt: skip
_ORDER = ("at", "count", "channel", "note")


@dataclass(frozen=True, slots=True)
class Reported:
    """``count`` reports that came at one time."""

    at: datetime
    count: int = 1
    channel: str = "other"
    note: str = ""


def read_table(text: str, zone: tzinfo, day: date) -> tuple[list[Reported], list[str]]:
    """Rows of time, count, channel and note, parted by tab, semicolon or comma, with or without a head.

    Only a time will do. Second: what could not be read, line by line, in words.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_ROWS:
        return [], [f"More than {MOST_ROWS:,} lines: give them in parts, or add the file as evidence."]
    found: list[Reported] = []
    problems: list[str] = []
    order: Sequence[str] = _ORDER
    for place, (number, line) in enumerate(lines):
        cells = _cells(line)
        if place == 0 and (head := _head(cells)):
            order = head
            continue
        row = dict(zip(order, cells, strict=False))
        try:
            found.append(_reported(row, zone, day))
        except ValueError as error:
            problems.append(f"Line {number}: {error}")
    return found, problems


def _cells(line: str) -> list[str]:
    sign = next((sign for sign in "\t;," if sign in line), ",")
    return [cell.strip() for cell in next(csv.reader([line], delimiter=sign, skipinitialspace=True), [])]


def _head(cells: Sequence[str]) -> list[str]:
    """The meaning of each column where the first line names them; nothing where it does not name a time."""
    known = {name: key for key, names in _NAMES.items() for name in names}
    named = [known.get(cell.lower(), "") for cell in cells]
    return named if "at" in named else []


def _reported(row: Mapping[str, str], zone: tzinfo, day: date) -> Reported:
    at, _ = typed_time(row.get("at", ""), zone, day)
    text = row.get("count", "").replace(" ", "")
    channel = row.get("channel", "").lower()
    if text and not (text.isascii() and text.isdecimal()):
        msg = f"“{text[:40]}” is not a number of reports."
        raise NoTimeError(msg)
    made = Reported(at, int(text or 1), channel if channel in CHANNELS else "other", row.get("note", "")[:LONGEST_NOTE])
    if problem := unfit(made):
        raise NoTimeError(problem)
    return made


def unfit(one: Reported) -> str:
    """Why a report cannot be taken; nothing where it can."""
    if not 1 <= one.count <= MOST_COUNT:
        return f"{one.count} reports: between 1 and {MOST_COUNT:,} can be entered at once."
    return "" if one.channel in CHANNELS else f"“{one.channel[:40]}” is none of {', '.join(CHANNELS)}."


@dataclass(frozen=True, slots=True)
class Course:
    """Reports by time: ``counts`` from ``start`` on, each for one ``step``."""

    start: datetime
    step: timedelta
    counts: Sequence[int]

    @property
    def end(self) -> datetime:
        return self.start + self.step * len(self.counts)

    @property
    def total(self) -> int:
        return sum(self.counts)


_STEPS = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 15, 30, 60, 180, 360, 720, 1440, 10080, 43200)]
MOST_BINS = 96


def course(reports: Sequence[Reported], times: Iterable[datetime] = ()) -> Course | None:
    """From the first to the last of the reports and the key times beside them that are not far away."""
    if not reports:
        return None
    first, last = min(one.at for one in reports), max(one.at for one in reports)
    near = max(last - first, timedelta(hours=1)) * 2
    marks = [at for at in times if first - near <= at <= last + near]
    first, last = min([first, *marks]), max([last, *marks])
    step = next((step for step in _STEPS if (last - first) / step < MOST_BINS), (last - first) / (MOST_BINS - 1))
    start = first - (first - datetime.min.replace(tzinfo=first.tzinfo)) % step
    counts = [0] * ((last - start) // step + 1)
    for one in reports:
        counts[(one.at - start) // step] += one.count
    return Course(start, step, counts)


def told(reports: Sequence[Reported], *, detected: datetime | None, alerted: datetime | None) -> list[str]:
    """How the first report stands to the first alert and to detection, and what there was by then, in sentences."""
    if not reports:
        return []
    first = min(one.at for one in reports)
    found = [f"{sum(one.count for one in reports):,} reports, the first at {{first}}."]
    for at, name in ((alerted, "the first alert"), (detected, "the detection")):
        if at is None:
            continue
        if first == at:
            found.append(f"The first report came with {name}.")
            continue
        side, apart = ("before", at - first) if first < at else ("after", first - at)
        found.append(f"The first report came {span_text(apart)} {side} {name}.")
    return found


def known_by(reports: Sequence[Reported], at: datetime) -> int:
    """How many reports there were at a time."""
    ordered = sorted((one.at, one.count) for one in reports)
    sums = [0, *accumulate(count for _, count in ordered)]
    return sums[bisect_right([when for when, _ in ordered], at)]


@dataclass(frozen=True, slots=True)
class CustomerCurve:
    """``marks`` are the key times, and the first alert; ``told`` says how the first report stands to them.

    ``{first}`` in it is for the time of the first report. ``known`` is how many there were when it was detected.
    """

    course: Course
    first: datetime
    marks: dict[str, datetime]
    told: list[str]
    known: int | None


def curve_of(
    reports: Sequence[Reported], marks: Mapping[str, datetime], alerted: datetime | None
) -> CustomerCurve | None:
    """``marks`` are the key times by name; ``alerted`` is when the first alert came. None without any report."""
    shown = {**marks, "first alert": alerted} if alerted else dict(marks)
    found = course(reports, shown.values())
    if found is None:
        return None
    detected = marks.get("detected")
    return CustomerCurve(
        found,
        min(one.at for one in reports),
        shown,
        told(reports, detected=detected, alerted=alerted),
        known_by(reports, detected) if detected else None,
    )


WIDE, HIGH, HEAD, FOOT = 960, 150, 34, 22
LETTERS = 13  # in the units of the picture
APART = 110  # from one name to the next in its row


def course_svg(shown: Course, marks: Mapping[str, datetime], label: Callable[[datetime], str]) -> str:
    """Bars for each stretch, a line for the sum, the key times as rules. No style is inline."""
    most = max(shown.counts, default=0) or 1
    names = {name: at for name, at in marks.items() if shown.start <= at <= shown.end}
    said = f"Customer reports: {shown.total} from {label(shown.start)} to {label(shown.end)}, at most {most} at once"
    if names:
        said += f"; key times: {', '.join(f'{name} {label(at)}' for name, at in names.items())}"
    size = f'viewBox="0 0 {WIDE} {HEAD + HIGH + FOOT}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="curve" {size} role="img" aria-label={quoteattr(said)}>',
        "<title>Customer reports over time</title>",
        *_bars(shown, most),
        _sum_line(shown),
        *_marks(shown, names),
        *_labels(shown, most, label),
        "</svg>",
    ]
    return "".join(parts)


def _x(shown: Course, at: datetime) -> float:
    return round(WIDE * ((at - shown.start) / (shown.end - shown.start)), 1)


def _bars(shown: Course, most: int) -> list[str]:
    wide = WIDE / len(shown.counts)
    return [
        f'<rect class="bar" x="{place * wide:.1f}" y="{HEAD + HIGH - high:.1f}" width="{max(1.0, wide - 1):.1f}"'
        f' height="{high:.1f}" fill="currentColor" fill-opacity="0.45"/>'
        for place, count in enumerate(shown.counts)
        if count and (high := max(2.0, HIGH * count / most))
    ]


def _sum_line(shown: Course) -> str:
    wide, total = WIDE / len(shown.counts), shown.total or 1
    steps = "".join(
        f"H{(place + 1) * wide:.1f}V{HEAD + HIGH * (1 - so_far / total):.1f}"
        for place, so_far in enumerate(accumulate(shown.counts))
    )
    start = f"M0 {HEAD + HIGH}"
    return f'<path class="line" d="{start}{steps}" fill="none" stroke="currentColor" stroke-width="1.5"/>'


def _marks(shown: Course, names: Mapping[str, datetime]) -> list[str]:
    """A rule for each key time. Where three stand too near for their names, the later has its name on hover only."""
    found: list[str] = []
    taken = [-float(WIDE), -float(WIDE)]
    for name, at in sorted(names.items(), key=lambda one: one[1]):
        x, word = _x(shown, at), escape(name)
        found.append(
            f'<line class="limit" x1="{x}" y1="{HEAD - 6}" x2="{x}" y2="{HEAD + HIGH}"'
            f' stroke="currentColor" stroke-dasharray="3 3"><title>{word}</title></line>'
        )
        row = next((row for row, last in enumerate(taken) if x - last > APART), None)
        if row is None:
            continue
        taken[row] = x
        side, aside = ("end", -4) if x > WIDE * 0.88 else ("start", 4)
        found.append(
            f'<text class="tick-label" x="{x + aside:.1f}" y="{12 + 15 * row}" text-anchor="{side}"'
            f' font-size="{LETTERS}" fill="currentColor">{word}</text>'
        )
    return found


def _labels(shown: Course, most: int, label: Callable[[datetime], str]) -> list[str]:
    form = f'font-size="{LETTERS}" fill="currentColor"'
    y = HEAD + HIGH + 16
    scale = f"at most {most} in {span_text(shown.step)}"
    return [
        f'<text class="tick-label" x="0" y="{y}" {form}>{escape(label(shown.start))}</text>',
        f'<text class="tick-label" x="{WIDE / 2}" y="{y}" text-anchor="middle" {form}>{scale}</text>',
        f'<text class="tick-label" x="{WIDE}" y="{y}" text-anchor="end" {form}>{escape(label(shown.end))}</text>',
    ]

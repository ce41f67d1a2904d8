"""The timeline of a document: lines, items, headings and rows that begin with a time."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

from hotwash.reports.core.reading.nodes import Kind, Node, clean
from hotwash.reports.core.reading.sections import Placed, Role
from hotwash.reports.core.reading.times import Clock, Day, Found, at_head, inside, with_year

_TIME_COLUMN = re.compile(r"\b(time|date|when|day|timestamp|uhrzeit|datum|heure)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_BACK = 12 * 60  # minutes: a time of day that lies further back than this belongs to the next day


@dataclass(frozen=True, slots=True)
class Raw:
    """A time at the head of a text, as written, with the place it was found at."""

    found: Found
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Event:
    """``time`` is ISO 8601 as the offline commands give it: without suffix where the zone is not known."""

    time: str
    precision: str
    text: str
    line: int
    about: bool = False
    until: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the document says about its times as a whole.

    ``day`` is used until a line brings its own; ``fixed``: for every line that brings none ("unless otherwise noted").
    """

    day: Day | None
    offset: int | None
    fixed: bool = False


def raw_events(placed: Sequence[Placed]) -> list[Raw]:
    """From the timeline sections; from all sections where these have none; two at least, for one alone is chance;
    from the sentences that name a time of day where nothing begins with one.
    """
    named = list(_raw(placed, lambda item: item.role is Role.TIMELINE))
    if any(raw.found.clock for raw in named):
        return named
    anywhere = list(_raw(placed, lambda item: item.role not in {Role.ACTIONS, Role.QUESTIONS}))
    if sum(raw.found.clock is not None for raw in anywhere) >= 2:
        return anywhere
    return list(_from_sentences(placed))


def _from_sentences(placed: Sequence[Placed]) -> Iterator[Raw]:
    for item in placed:
        if item.role in {Role.ACTIONS, Role.QUESTIONS} or item.node.kind not in {Kind.TEXT, Kind.ITEM}:
            continue
        for sentence in _SENTENCE.split(clean(item.node.text)):
            found = inside(sentence)
            if found is not None:
                yield Raw(found, sentence, item.node.line)


def _raw(placed: Sequence[Placed], wanted: Callable[[Placed], bool]) -> Iterator[Raw]:
    columns: tuple[str, ...] = ()
    for index, item in enumerate(placed):
        node = item.node
        columns = node.cells if node.kind is Kind.HEAD else columns
        if node.kind is Kind.HEAD or not wanted(item):
            continue
        if node.kind is Kind.ROW:
            yield from _from_row(node, columns)
        elif node.kind is Kind.HEADING:
            yield from _from_heading(placed, index)
        else:
            yield from _from_lines(node)


def _from_heading(placed: Sequence[Placed], index: int) -> Iterator[Raw]:
    """A heading that is a time: its event is the first thing said beneath it, unless words follow the time itself."""
    node = placed[index].node
    found = at_head(clean(node.text))
    if found is None:
        return
    if found.rest or found.clock is None:
        yield Raw(found, found.rest, node.line)
        return
    below = placed[index + 1].node if index + 1 < len(placed) else None
    if below is not None and below.kind in {Kind.TEXT, Kind.ITEM}:
        yield Raw(found, clean(below.text), node.line)


def _from_lines(node: Node) -> Iterator[Raw]:
    """Each line of a paragraph or item may begin a new event; lines that do not are the rest of the one before."""
    open_: Raw | None = None
    for number, line in enumerate(node.text.split("\n")):
        bare = clean(line)
        found = at_head(bare)
        if found is not None and (number == 0 or found.clock is not None):
            if open_ is not None:
                yield open_
            open_ = Raw(found, found.rest, node.line + number)
        elif open_ is not None and bare:
            open_ = replace(open_, text=f"{open_.text} {bare}".strip())
    if open_ is not None:
        yield open_


def _from_row(node: Node, columns: Sequence[str]) -> Iterator[Raw]:
    cells = [clean(cell) for cell in node.cells]
    timed = [index for index, name in enumerate(columns[: len(cells)]) if _TIME_COLUMN.search(clean(name))] or [0]
    lead = " ".join(cells[index] for index in timed)
    found = at_head(lead)
    if found is None or found.rest.strip(" .~"):
        return
    text = " ".join(cell for index, cell in enumerate(cells) if index not in timed and cell)
    yield Raw(found, text, node.line)


def to_events(raws: Sequence[Raw], frame: Frame) -> list[Event]:
    """Days, years and zones filled in from what came before and from the frame."""
    events: list[Event] = []
    day, before = frame.day, -1
    year = frame.day.year if frame.day else 0
    for raw in raws:
        if raw.found.day is not None:
            day, before = with_year(raw.found.day, year), -1
            year = day.year or year
        elif frame.fixed:
            day = frame.day
        clock = raw.found.clock
        if clock and not raw.found.day and day and not frame.fixed and before - clock.minutes > _BACK:
            day = _next(day)
        if clock is not None:
            before = clock.minutes
        if raw.text and (clock is not None or raw.found.day is not None):
            events.append(_event(raw, day, frame.offset))
    return events


def _event(raw: Raw, day: Day | None, offset: int | None) -> Event:
    found = raw.found
    if found.clock is None:
        return Event(_date(day), "day", raw.text, raw.line, found.about)
    zone = offset if found.offset is None else found.offset
    precision = "minute" if found.clock.second < 0 else "second"
    until = _time(day, found.until, zone) if found.until else ""
    return Event(_time(day, found.clock, zone), precision, raw.text, raw.line, found.about, until)


def _date(day: Day | None) -> str:
    if day is None:
        return ""
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}" if day.year else f"--{day.month:02d}-{day.day:02d}"


def _time(day: Day | None, clock: Clock, offset: int | None) -> str:
    time = f"{clock.hour:02d}:{clock.minute:02d}" + (f":{clock.second:02d}" if clock.second >= 0 else "")
    return f"{_date(day)}T{time}{_suffix(offset)}"


def _suffix(offset: int | None) -> str:
    if offset is None:
        return ""
    if offset == 0:
        return "Z"
    sign, size = ("-", -offset) if offset < 0 else ("+", offset)
    return f"{sign}{size // 3600:02d}:{size % 3600 // 60:02d}"


def _next(day: Day) -> Day:
    try:
        following = date(day.year or 2000, day.month, day.day) + timedelta(days=1)
    except (ValueError, OverflowError):
        return day
    return Day(following.year if day.year else 0, following.month, following.day)


def instant(time: str) -> datetime | None:
    """The moment of an event whose day and zone are known, in UTC."""
    if len(time) < 16 or time.startswith("--") or not (time.endswith("Z") or time[-6:-5] in {"+", "-"}):
        return None
    try:
        return datetime.fromisoformat(time).astimezone(timezone.utc)  # noqa: UP017
    except ValueError:
        return None

"""A capture on its way from a terminal into an incident: rows with numbers, so that nothing is missing or twice there.

The capture file is the queue: what the server has is a number of lines, and the rest is sent from there.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

MOST_ROWS = 1000  # of one request
MOST_TEXT = 256 * 1024  # letters of one request
LONGEST_LINE = 128 * 1024
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds


@dataclass(frozen=True, slots=True)
class Row:
    """A line of output; ``at`` is ISO 8601 with its offset."""

    at: str
    text: str

    def as_line(self) -> str:
        return line_of(capture="line", at=self.at, text=self.text)


@dataclass(frozen=True, slots=True)
class Head:
    """What was run, where and when. ``key`` is made anew for each run."""

    key: str
    command: str
    host: str
    cwd: str
    at: str

    def as_line(self) -> str:
        values = {"id": self.key, "command": self.command, "host": self.host, "cwd": self.cwd}
        return line_of(capture="begin", at=self.at, **values)


@dataclass(frozen=True, slots=True)
class End:
    at: str
    status: int
    seconds: float

    def as_line(self) -> str:
        return line_of(capture="end", at=self.at, status=self.status, seconds=self.seconds)


def line_of(**event: object) -> str:
    return json.dumps(event, ensure_ascii=False) + "\n"


Event = Head | Row | End


def event_of(line: str) -> Event | None:
    """What a line of a capture file says; None for what is no line of one, or is not whole."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    kind, at = found.get("capture"), str(found.get("at", ""))
    if kind == "line":
        return Row(at, str(found.get("text", "")))
    if kind == "begin":
        names = ("id", "command", "host", "cwd")
        key, command, host, cwd = (str(found.get(name, "")) for name in names)
        return Head(key, command, host, cwd, at)
    return _end(found, at) if kind == "end" else None


def _end(found: Mapping[str, object], at: str) -> End | None:
    status, seconds = found.get("status"), found.get("seconds")
    if not isinstance(status, int) or not isinstance(seconds, int | float):
        return None
    return End(at, status, float(seconds))


@dataclass(slots=True)
class Spool:
    """What was read of a capture file so far, less what the server has."""

    head: Head | None = None
    end: End | None = None
    rows: list[Row] = field(default_factory=list)
    first: int = 0  # the number of the first of ``rows``
    have: int = 0  # how many the server has; it may have more than was read here yet

    def feed(self, line: str) -> None:
        event = event_of(line)
        if isinstance(event, Head):
            self.head = event
        elif isinstance(event, End):
            self.end = event
        elif event is not None and self.total < self.have:
            self.first += 1
        elif event is not None:
            self.rows.append(event)

    @property
    def total(self) -> int:
        return self.first + len(self.rows)

    def batch(self) -> list[Row]:
        """The next rows to send: as many as one request may hold."""
        size, taken = 0, 0
        for row in self.rows[:MOST_ROWS]:
            size += len(row.text)
            if taken and size > MOST_TEXT:
                break
            taken += 1
        return self.rows[:taken]

    def arrived(self, count: int) -> bool:
        """The server has ``count`` rows; False where it lacks some that are no longer here."""
        if count < self.first:
            return False
        there = min(count - self.first, len(self.rows))
        del self.rows[:there]
        self.first, self.have = self.first + there, count
        return True


def fresh(have: int, first: int, rows: Sequence[Row]) -> Sequence[Row] | None:
    """The rows that are not here yet, given that ``have`` are; None where some between are missing."""
    if first > have:
        return None
    return rows[have - first :]


def pause(failures: int) -> float:
    """Seconds to wait after so many failures in a row."""
    return float(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** max(0, failures - 1)))


def file_lines(head: Head, rows: Iterable[Row], end: End | None) -> Iterator[str]:
    """The capture file that the rows came from."""
    yield head.as_line()
    for row in rows:
        yield row.as_line()
    if end is not None:
        yield end.as_line()


def file_name(head: Head) -> str:
    """For people: the command's first words and its time."""
    words = "-".join(word.rsplit("/", 1)[-1] for word in head.command.split()[:2])
    kept = "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in words)[:60]
    stamp = "".join(letter for letter in head.at[:19] if letter.isalnum())
    return f"capture-{kept or 'command'}-{stamp}.jsonl"

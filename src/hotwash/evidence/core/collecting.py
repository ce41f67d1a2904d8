"""What is decided about collecting: which window is proposed, how patient a run is, how its files are called."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from urllib.parse import unquote_plus

from hotwash.evidence.core.scrub import scrub_text
from hotwash.kernel.core.refusal import Reason
from hotwash.ports.collectors import Limits, Option, Window

MAX_COLLECTOR = 120
MAX_TEXT = 20_000
MAX_SETTING = 20_000
LEAD = timedelta(minutes=30)  # before the first time that is known
TAIL = timedelta(minutes=15)  # after the last
LONGEST = timedelta(days=31)
MOST_ATTEMPTS = 8  # for one page
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=30)
PAGES_AT_ONCE = 10  # then other work has its turn
TRIED = 100  # records that a dry run asks for
SEPARATOR = b"\n"  # between the answers of one file; each stands in it whole
MOST_ORIGIN = 100  # questions that a file lists
UPPER = {"most_pages": 10_000, "most_records": 10_000_000, "most_megabytes": 2_000}


class RunState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        return {"running": "Being fetched", "done": "Done", "failed": "Failed", "stopped": "Stopped"}[self.value]


@dataclass(frozen=True, slots=True)
class CollectorValues:
    """``settings`` by the key of an option; an empty secret leaves the one that is kept."""

    name: str
    kind: str
    settings: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    active: bool = True
    service_ids: tuple[int, ...] = ()
    limits: Limits = field(default_factory=Limits)

    def kept(self, options: Sequence[Option], before: Mapping[str, str]) -> dict[str, str]:
        """The settings to keep. What the plugin does not ask for is left out."""
        found = {}
        for option in options:
            value = self.settings.get(option.key, "").replace("\x00", "").strip()
            found[option.key] = before.get(option.key, "") if option.secret and not value else value
        return found

    def problems(self, options: Sequence[Option], kept: Mapping[str, str]) -> list[Reason]:
        """What can't be about the values, apart from what only the plugin knows."""
        found = []
        if not self.name or len(self.name) > MAX_COLLECTOR:
            found.append(Reason("name", f"Give the collector a name of at most {MAX_COLLECTOR} characters.", "name"))
        for option in options:
            if option.required and not (kept.get(option.key) or option.default):
                found.append(Reason("required", f"“{option.label}” is needed.", option.key))
            if len(kept.get(option.key, "")) > MAX_SETTING:
                found.append(Reason("long", f"“{option.label}” is too long.", option.key))
        megabytes = -(-self.limits.size // 1_000_000)
        given = {"most_pages": self.limits.pages, "most_records": self.limits.records, "most_megabytes": megabytes}
        for name, value in given.items():
            if not 1 <= value <= UPPER[name]:
                found.append(Reason("limit", f"A limit lies between 1 and {UPPER[name]:,}.", name))
        return found


def proposed(times: Iterable[datetime | None], over: datetime | None, now: datetime) -> Window:
    """From some time before the first known time to some time after the incident was over, or to the present."""
    known = [moment for moment in times if moment is not None]
    begin = min(known, default=now) - LEAD
    end = min(max([over, *known]) + TAIL, max(now, begin + LEAD)) if over else now
    end = max(end, begin + TAIL)
    return Window(max(begin, end - LONGEST).replace(microsecond=0), end.replace(microsecond=0))


def problems_of(window: Window, now: datetime) -> list[Reason]:
    if window.end <= window.begin:
        return [Reason("window", "The end lies before the beginning.", "end")]
    if window.end - window.begin > LONGEST:
        return [Reason("window", f"A window is at most {LONGEST.days} days long. Collect in parts.", "end")]
    if window.begin > now:
        return [Reason("window", "The window lies ahead: nothing is known of it yet.", "begin")]
    return []


def wait_before(attempt: int, after: float | None) -> timedelta:
    """How long to wait before attempt number ``attempt`` of a page (2 is the first repeat); ``after``: the least."""
    wait: timedelta = min(FIRST_WAIT * 2 ** max(0, min(attempt - 2, 20)), LONGEST_WAIT)
    return max(wait, timedelta(seconds=after)) if after else wait


def shown(question: str) -> str:
    """A question as everybody may see it: where a secret was typed into it, it is masked, and the rest is decoded."""
    plain = unquote_plus(question)
    masked = scrub_text(plain)
    return question if masked == plain else masked


def for_once(problem: str) -> str:
    """What went wrong, without the promise that only a run keeps."""
    return problem.removesuffix("It will be asked again.").removesuffix("It will be tried again.").strip()


def defect(kind: str, error: str) -> str:
    """What is said where a plugin raises what it must not."""
    return (
        f"The plugin “{kind}” has a defect ({error}); nothing more was asked. The log of the server has the details: "
        "tell whoever maintains it."
    )


def counted(number: int, one: str) -> str:
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"


def size_words(size: int) -> str:
    if size < 10_000:
        return f"{size:,} bytes"
    return f"{size / 1000:,.0f} kB" if size < 10_000_000 else f"{size / 1_000_000:,.0f} MB"


def told(records: int, pages: int, size: int) -> str:
    """What came, in words."""
    if not records:
        return "nothing in this window"
    return f"{counted(records, 'record')} in {counted(pages, 'page')}, {size_words(size)}"


class Run(Protocol):
    """What is known of a run while it goes on."""

    state: str
    text: str
    pages: int
    records: int
    size: int


class RunWords:
    """A run in words, for its row."""

    @property
    def running(self: Run) -> bool:
        return self.state == RunState.RUNNING

    @property
    def question(self: Run) -> str:
        """The query as everybody may see it: a secret that somebody typed into it is masked."""
        return scrub_text(self.text)

    @property
    def told(self: Run) -> str:
        return told(self.records, self.pages, self.size) if self.pages else "nothing came yet"


def file_name(collector: str, series: str, begin: datetime, head: bytes) -> str:
    """A name for people; never one that looks like a path. ``head``: how the content begins."""
    ending = "json" if head.lstrip()[:1] in {b"{", b"["} else "log"
    flat = " ".join(f"{collector} {series}".replace("/", "-").replace("\\", "-").split())[:120]
    return f"{flat} {begin.astimezone(UTC):%Y-%m-%d %H.%M}.{ending}"


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and what came of it."""

    query: str
    records: int
    size: int
    sha256: str

    @property
    def line(self) -> str:
        return f"{self.query}\n  {counted(self.records, 'record')}, {self.size:,} bytes, SHA-256 {self.sha256}"


def origin_of(collector: str, window: Window, answers: Sequence[Answered], cut: str = "") -> str:
    """Where a file came from: enough to ask again, and to check each answer inside it."""
    begin, end = (f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}" for moment in (window.begin, window.end))
    lines = [f"Collected from {collector}, {begin} to {end} UTC."]
    if cut:
        lines.append(f"There was more: {cut} ended it.")
    if len(answers) > 1:
        lines.append(f"{len(answers):,} answers stand in it one after the other, a line break between them.")
    lines += [answer.line for answer in answers[:MOST_ORIGIN]]
    if len(answers) > MOST_ORIGIN:
        lines.append(f"… and {len(answers) - MOST_ORIGIN:,} more.")
    return "\n".join(lines)

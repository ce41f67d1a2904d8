"""The contract of collectors, in values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from hotwash.kernel.core.http import Http
from hotwash.ports.collectors.asks import Ask


@dataclass(frozen=True, slots=True)
class Window:
    """``begin`` is included, ``end`` is not; both aware."""

    begin: datetime
    end: datetime

    @property
    def seconds(self) -> float:
        return (self.end - self.begin).total_seconds()

    def holds(self, moment: datetime) -> bool:
        return self.begin <= moment < self.end


@dataclass(frozen=True, slots=True)
class Option:
    """What an administrator sets for one collector of this kind. A ``secret`` one is never shown again; ``lines``: it
    may have several.
    """

    key: str
    label: str
    help: str = ""
    default: str = ""
    secret: bool = False
    required: bool = False
    lines: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """``settings`` are what an administrator set; ``text`` is in the system's own language, or empty.

    ``most`` is the largest number of records for a page; 0: what the collector thinks right.
    """

    window: Window
    text: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    most: int = 0

    def setting(self, option: Option) -> str:
        return self.settings.get(option.key, "").strip() or option.default

    def page_size(self, usual: int) -> int:
        return min(usual, self.most) if self.most else usual

    @property
    def lines(self) -> tuple[str, ...]:
        """The text as several questions, one on each line."""
        return tuple(line.strip() for line in self.text.splitlines() if line.strip())


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a run ends although there is more: requests that were answered, records, bytes."""

    pages: int = 100
    records: int = 100_000
    size: int = 50_000_000

    def reached(self, pages: int, records: int, size: int) -> str:
        """In words which limit is reached; empty while none is."""
        if pages >= self.pages:
            return f"the limit of {self.pages:,} pages"
        if records >= self.records:
            return f"the limit of {self.records:,} records"
        if size >= self.size:
            return f"the limit of {self.size / 1_000_000:g} MB"
        return ""


@dataclass(frozen=True, slots=True)
class Page:
    """One answer as it came. ``records`` of it lie in the window; ``following`` asks for what comes after it.

    ``raised`` are more questions of the same series that the answer gave rise to. ``beside``: it holds no record, but
    is kept where others of the run do, since it tells how to read them.
    """

    content: bytes
    records: int
    following: Ask | None = None
    raised: tuple[Ask, ...] = ()
    beside: bool = False

    def then(self, rest: Sequence[Ask]) -> list[Ask]:
        """What is to be asked after it, where ``rest`` was still to be asked."""
        return [*([self.following] if self.following else []), *self.raised, *rest]


@dataclass(frozen=True, slots=True)
class Outside:
    """What a collector may use: the HTTP client, the time, and whether this server lets commands be run."""

    http: Http
    now: datetime
    commands: bool = False


@runtime_checkable
class Collector(Protocol):
    """A collector raises only ``PluginError``, whose message holds no secret and may be shown."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def about(self) -> str:
        """What it brings, in a sentence."""
        ...

    @property
    def options(self) -> tuple[Option, ...]: ...
    @property
    def query_help(self) -> str:
        """What a query looks like, for the person who types one."""
        ...

    @property
    def query_default(self) -> str: ...
    @property
    def query_needed(self) -> bool:
        """Whether an empty query cannot be asked."""
        ...

    def asks(self, query: Query) -> tuple[Ask, ...]:
        """The first question of each series. ``PluginError`` without retry where settings or text cannot be asked."""
        ...

    def fetch(self, ask: Ask, query: Query, outside: Outside) -> Page:
        """One question and its answer."""
        ...

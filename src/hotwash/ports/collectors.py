"""Collectors: fetch what a system knows about a window of time, as files of evidence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from hotwash.kernel.core.http import Http


@dataclass(frozen=True, slots=True)
class Window:
    """``begin`` is included, ``end`` is not; both aware."""

    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """``options`` are what a person set for this collector; ``text`` is in the system's own language, or empty."""

    window: Window
    text: str = ""
    services: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Collected:
    """One answer, kept as it came. ``query`` lets anybody ask again."""

    name: str
    content: bytes
    query: str


@runtime_checkable
class Collector(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...

    def collect(self, query: Query, http: Http) -> Iterator[Collected]:
        """The answers, none when there is nothing in the window. Raises only ``PluginError``."""
        ...

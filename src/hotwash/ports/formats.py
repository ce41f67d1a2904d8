"""The contract for evidence formats.

A format is a declaration over one of the reader families in ``ports.reading``: how its content is recognised, where
its times, levels and texts stand. A plugin folder holds the declaration, small samples written by us, and
``expected.json`` with what has to be read from each; the contract suite replays them.

A reader gets a ``Body`` and gives ``Record`` values in file order. It is one pass over a stream: memory stays bounded
whatever the size of the file. It never raises for bad content: what cannot be read becomes a word in ``Body.problems``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from hotwash.ports.reading.body import Body, Line, Sample
from hotwash.ports.stamps import Stamp

__all__ = ["Body", "Detail", "Directory", "Format", "Level", "Line", "Named", "Record", "Sample"]

_NOTHING: Mapping[str, str] = MappingProxyType({})


def _nothing() -> Mapping[str, str]:
    return _NOTHING


class Level(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    NOTICE = "notice"
    WARNING = "warning"
    ERROR = "error"
    CRITICAL = "critical"

    @property
    def bad(self) -> bool:
        return self in {Level.ERROR, Level.CRITICAL}


@dataclass(frozen=True, slots=True)
class Record:
    """One event of a source, as a person would count them.

    ``line`` counts from 1, ``offset`` is in bytes of the text. ``kind`` is a dotted word that moments are found by
    (``log``, ``terraform.apply_complete``, ``ansible.failed``, ``alert.firing``, ...). ``size`` is the number of lines.
    """

    stamp: Stamp | None
    text: str
    line: int = 0
    offset: int = 0
    level: Level | None = None
    kind: str = "log"
    fields: Mapping[str, str] = field(default_factory=_nothing)
    size: int = 1
    aside: bool = False  # worth knowing, but nobody would count it as an event: a recap, a sign of life


@dataclass(frozen=True, slots=True)
class Detail:
    """What a declaration says about one item: everything but its place."""

    text: str
    level: Level | None = None
    kind: str = "log"
    fields: Mapping[str, str] = field(default_factory=_nothing)
    stamp: Stamp | None = None
    aside: bool = False


@runtime_checkable
class Format(Protocol):
    """``recognise`` answers from 0 (not this) to 1 (certain), from content alone: names lie.

    ``family`` names the reader family, for people. ``read`` is called once for each body.
    """

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def family(self) -> str: ...
    def recognise(self, sample: Sample) -> float: ...
    def read(self, body: Body) -> Iterator[Record]: ...


@runtime_checkable
class Directory(Protocol):
    """A format that tells who is who, for the files beside it."""

    def people(self, body: Body) -> Mapping[str, str]:
        """Names by id."""
        ...


@runtime_checkable
class Named(Protocol):
    """A format that has ids where a directory has the names; it asks ``Body.people`` for them."""

    @property
    def takes_names(self) -> bool: ...

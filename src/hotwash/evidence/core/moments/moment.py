"""What all the watchers of a source share: the moment itself, and how spans of time are said."""

from dataclasses import dataclass, replace
from typing import Protocol

from hotwash.ports.formats import Record
from hotwash.ports.stamps import Stamp
from hotwash.ports.stamps.stamp import NS

MINUTE = 60 * NS
LONGEST = 2000  # characters of a record that is kept while its source is read


@dataclass(frozen=True, slots=True)
class Moment:
    """A record worth looking at. ``like`` counts the further ones of its kind that were folded into it."""

    record: Record
    score: float
    why: str
    kind: str
    like: int = 0

    @property
    def stamp(self) -> Stamp | None:
        return self.record.stamp


class Watcher(Protocol):
    """Sees records of one source in file order, and then says what it saw. Its memory is bounded."""

    def feed(self, record: Record) -> None: ...
    def moments(self) -> list[Moment]: ...


def kept(record: Record) -> Record:
    """The record as it may be held on to: a stack trace of many pages is cut."""
    return record if len(record.text) <= LONGEST else replace(record, text=record.text[:LONGEST])


def since(early: Record | None, late: Record) -> int:
    """Ns between two records, 0 where one has no time."""
    if early is None or early.stamp is None or late.stamp is None:
        return 0
    return late.stamp.ns - early.stamp.ns


def span(ns: int) -> str:
    """``40 s``, ``28 min``, ``1 h 05 min``, ``3 days``."""
    seconds = max(0, ns) // NS
    if seconds < 120:
        return f"{seconds} s"
    if seconds < 2 * 3600:
        return f"{seconds // 60} min"
    if seconds < 48 * 3600:
        return f"{seconds // 3600} h {seconds % 3600 // 60:02d} min"
    return f"{seconds // 86400} days"

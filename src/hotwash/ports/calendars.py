"""Calendars: where a team keeps its meetings. An entry is put there, and what people answered is read back.

An entry is iCalendar text (RFC 5545) without a METHOD. Putting the same ``uid`` again replaces it.
"""

from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from hotwash.kernel.core.http import Http


@dataclass(frozen=True, slots=True)
class Shelf:
    """One calendar of a server: its address without name and password, these, and a way to reach it."""

    address: str
    http: Http
    user: str = ""
    password: str = field(default="", repr=False)


@runtime_checkable
class Calendar(Protocol):
    @property
    def key(self) -> str:
        """What the address of a calendar begins with: ``caldav`` of ``caldav://…``, ``caldavs`` for TLS."""
        ...

    @property
    def title(self) -> str: ...

    def put(self, uid: str, text: str, shelf: Shelf) -> None:
        """Write an entry. Raises only ``PluginError``, whose message holds no secret and may be shown."""
        ...

    def read(self, uid: str, shelf: Shelf) -> str:
        """The entry as it stands there now, empty where there is none. Raises only ``PluginError``."""
        ...

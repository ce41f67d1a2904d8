"""A calendar in memory that can be out of order, and in which people answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.http import collector_client
from hotwash.ports.calendars import Calendar, Shelf
from hotwash.team.steps import calendar as steps


@dataclass
class FakeCalendar:
    key: str = "caldav"
    title: str = "A calendar in memory"
    entries: dict[str, str] = field(default_factory=dict)
    down: bool = False

    def put(self, uid: str, text: str, shelf: Shelf) -> None:
        self._ask()
        assert shelf.password == "s3cr3t"
        self.entries[uid] = text

    def read(self, uid: str, shelf: Shelf) -> str:
        self._ask()
        return self.entries.get(uid, "")

    def answer(self, uid: str, address: str, word: str) -> None:
        """What a calendar program writes when somebody answers."""
        lines = self.entries[uid].replace("\r\n ", "").split("\r\n")
        self.entries[uid] = "\r\n".join(
            line.replace("PARTSTAT=NEEDS-ACTION", f"PARTSTAT={word}") if address in line else line for line in lines
        )

    def _ask(self) -> None:
        if self.down:
            msg = "The calendar answered with status 503."
            raise PluginError(msg, retry=True)


@contextmanager
def calendar_of_the_team(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeCalendar]:
    """The team has this calendar. Settings name it, as they would name a real one."""
    found = FakeCalendar()
    assert isinstance(found, Calendar)
    place = Shelf("http://calendar.example.org/team", collector_client(), "hotwash", "s3cr3t")
    monkeypatch.setattr(steps, "shelf", lambda: (found, place))
    yield found

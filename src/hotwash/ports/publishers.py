"""The contract of publishers: where a finished report goes. Typed values in, the place it can be read at out.

A publisher raises only ``PluginError``. Publishing the same slug again replaces the page at the same place; publishing
the same content again changes nothing and gives the same revision.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from hotwash.kernel.core.errors import PluginError

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")

Settings = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Option:
    """One setting that a publisher asks for when a target is set up. ``secret`` values are never shown again."""

    name: str
    label: str
    help: str = ""
    required: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to the page; the Markdown and the HTML refer to it by ``name`` alone."""

    name: str
    media_type: str
    content: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            msg = f"An attachment can't be called {self.name!r}."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Page:
    """A publication. ``html`` stands alone (a whole file); ``markdown`` is CommonMark with tables.

    ``slug`` is the lasting address of the report within a target: lower case letters, digits and single hyphens.
    """

    slug: str
    title: str
    html: str
    markdown: str
    published_at: datetime
    revision: int = 1
    summary: str = ""
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.slug) or len(self.slug) > 120:
            msg = f"A page can't have the address {self.slug!r}."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Published:
    """``location`` is what a person opens (an address or a path); ``revision`` is the target's name of this state."""

    location: str
    revision: str


@runtime_checkable
class Publisher(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def options(self) -> tuple[Option, ...]: ...

    def publish(self, page: Page, settings: Settings) -> Published:
        """Deliver the page. Takes as long as it takes (it runs in the worker) but ends: every wait has a limit."""
        ...


def required(settings: Settings, option: Option) -> str:
    """The value of a setting that has to be there; a plain word for the person who set the target up if it is not."""
    value = settings.get(option.name, "").strip()
    if not value:
        msg = f"The setting “{option.label}” is empty. Fill it in where the target is set up."
        raise PluginError(msg, retry=False)
    return value


def slug_of(reference: str, title: str) -> str:
    """The address of a report: its reference and the first words of its title, in ASCII."""
    words = re.findall(r"[a-z0-9]+", f"{reference} {title}".lower())
    slug = "-".join(words)[:80].strip("-")
    return slug or "report"

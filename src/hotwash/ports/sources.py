"""Sources: who sends alerts. A plugin turns one request into signals and knows how to explain its own set-up.

A plugin is a folder with ``samples/``: bodies in the documented format of the sender, written by us, each beside the
signals it means (``<name>.json`` and ``<name>.expected.json``), and beside its headers where they matter
(``<name>.headers.json``). The contract suite replays them all.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Protocol, runtime_checkable

from hotwash.kernel.core.errors import PluginError
from hotwash.ports.payload import Json, paths_of, read_fields

MAX_FINGERPRINT = 200
MAX_TITLE = 300
MAX_TEXT = 20_000
MAX_LABELS = 64
MAX_LABEL = 500


class SignalState(StrEnum):
    FIRING = "firing"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """What a sender says about one problem. Values are the sender's own words, cut to a length; nothing is trusted.

    ``fingerprint`` is equal for every signal about the same problem from the same source. ``severity`` is the sender's
    word (``critical``, ``P1``, ``Sev3``). Times are aware, in UTC, and may be nonsense: whoever decides checks them.
    ``test``: somebody pressed the sender's test button; it is shown and never pages.
    """

    fingerprint: str
    title: str
    state: SignalState = SignalState.FIRING
    text: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    severity: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    url: str = ""
    raw: Mapping[str, Json] = field(default_factory=dict)
    test: bool = False

    def __post_init__(self) -> None:
        labels = list(self.labels.items())[:MAX_LABELS]
        object.__setattr__(self, "fingerprint", _fitting(self.fingerprint))
        object.__setattr__(self, "title", self.title[:MAX_TITLE] or "Untitled alert")
        object.__setattr__(self, "text", self.text[:MAX_TEXT])
        object.__setattr__(self, "severity", self.severity[:32])
        object.__setattr__(self, "url", self.url[:2000] if self.url.startswith(("https://", "http://")) else "")
        object.__setattr__(self, "labels", {key[:MAX_LABEL]: value[:MAX_LABEL] for key, value in labels})


class Door(StrEnum):
    """Where what a source sends comes in: at its webhook's address, by a public page, by mail. A ``PING`` is a webhook
    whose address alone says enough: it is asked by GET and HEAD too, and an empty request stands for ``PINGED``.
    """

    WEBHOOK = "webhook"
    PING = "ping"
    PAGE = "page"
    MAIL = "mail"


PINGED = b'{"status": "up"}'


@dataclass(frozen=True, slots=True)
class Option:
    """What a person sets for one source of this kind. A ``secret`` one is never shown again."""

    key: str
    label: str
    help: str = ""
    default: str = ""
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    payload: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ask:
    """Something to fetch by GET before a delivery can be read. ``why`` is what people read meanwhile."""

    url: str
    why: str


@runtime_checkable
class Asking(Protocol):
    """A source that has to fetch something first: a certificate, or the address that confirms a subscription."""

    def asks(self, payload: bytes, headers: Mapping[str, str], options: Mapping[str, str]) -> Ask | None:
        """What is missing, None when the delivery can be read. What was fetched stands in ``options`` under its URL,
        from then on. Raises only ``PluginError`` without retry. It is fetched by the guarded client, later, and never
        inside of a transaction: whether the URL may be asked at all is for the source to say.
        """
        ...


@runtime_checkable
class Source(Protocol):
    """``setup`` is Markdown with ``{address}`` where the secret address belongs: what to paste where, in the sender."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def found_by(self) -> str:
        """``monitoring``, ``alerting``, ``customer`` or ``colleague``: the route of the process text."""
        ...

    @property
    def setup(self) -> str: ...
    @property
    def options(self) -> tuple[Option, ...]: ...
    @property
    def samples(self) -> tuple[Sample, ...]: ...

    def parse(self, payload: bytes, headers: Mapping[str, str], options: Mapping[str, str]) -> list[Signal]:
        """The signals of one request, none when it carries no news. Header names are in lower case.

        Raises only ``PluginError`` without retry, whose message tells the owner of the source what was wrong.
        """
        ...


@dataclass(frozen=True, slots=True)
class Plugin:
    """What every source says of itself; its samples lie beside it. A source adds ``parse``."""

    key: str
    title: str
    found_by: str
    setup: str
    options: tuple[Option, ...] = ()
    door: Door = Door.WEBHOOK

    @property
    def samples(self) -> tuple[Sample, ...]:
        return samples_in(type(self).__module__)


def door_of(plugin: Source) -> Door:
    """A webhook, where a plugin does not say."""
    return Door(getattr(plugin, "door", Door.WEBHOOK))


def asked(plugin: Source, payload: bytes, headers: Mapping[str, str], options: Mapping[str, str]) -> Ask | None:
    """What has to be fetched first; None for a source that never asks. Raises as ``Asking.asks`` does."""
    return plugin.asks(payload, headers, options) if isinstance(plugin, Asking) else None


def held_by(plugin: Source, payload: bytes, options: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """What a body holds, to pick from: paths as they are written in an option, each with its value. A source with
    paths of its own gives them by ``held``.
    """
    held = getattr(plugin, "held", None)
    try:
        return held(payload, options) if held is not None else paths_of(read_fields(payload))
    except PluginError:
        return ()


def fingerprint_of(*parts: str) -> str:
    """A stable fingerprint for a sender that gives none."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def samples_in(package: str) -> tuple[Sample, ...]:
    """The bodies in the ``samples`` folder of a plugin's package, by name."""
    folder = resources.files(package) / "samples"
    known = {entry.name for entry in folder.iterdir()}
    bodies = sorted(name for name in known if not name.endswith((".expected.json", ".headers.json")))
    return tuple(Sample(name, (folder / name).read_bytes(), _headers(folder, name, known)) for name in bodies)


def _headers(folder: Traversable, name: str, known: Collection[str]) -> dict[str, str]:
    beside = f"{name.rpartition('.')[0]}.headers.json"
    return dict(json.loads((folder / beside).read_text())) if beside in known else {}


def _fitting(fingerprint: str) -> str:
    return fingerprint if 0 < len(fingerprint) <= MAX_FINGERPRINT else fingerprint_of(fingerprint)

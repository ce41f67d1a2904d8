"""What a report is composed of: plain values that the database, a folder of files or a test can fill.

Times are aware datetimes. A time whose zone or year had to be guessed says so in its ``note``; a guessed time must
look guessed wherever it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class KeyTime:
    name: str
    at: datetime | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline. ``precision`` is day, hour, minute, second or finer."""

    reference: str
    at: datetime
    text: str
    until: datetime | None = None
    precision: str = "second"
    lane: str = ""
    kind: str = ""
    detail: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Impact:
    """``amount`` is a number as text, or "unknown" when that was said on purpose; no ``ends`` means ongoing."""

    audience: str
    starts: datetime | None
    ends: datetime | None
    amount: str = ""
    unit: str = ""
    confidence: str = ""
    services: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Availability:
    """What a service lost, over thirty days; the shares in per cent as text, empty where no target is set."""

    service: str
    downtime: timedelta
    lost: timedelta
    availability: str
    target: str = ""
    budget_used: str = ""
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Factor:
    """``kind``: outcome, factor, trigger, helped, hindered, luck, question or hypothesis."""

    reference: str
    statement: str
    kind: str = "factor"
    category: str = ""
    subcategory: str = ""
    confidence: str = ""
    made_sense: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Because:
    """``effect`` happened because of ``cause``; both are references of factors."""

    cause: str
    effect: str


@dataclass(frozen=True, slots=True)
class Action:
    reference: str
    title: str
    kind: str = "corrective"
    detail: str = ""
    type: str = ""
    strength: str = ""
    owner: str = ""
    due: date | None = None
    priority: str = ""
    state: str = "open"
    end_state: str = ""
    measure: str = ""
    factors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    reference: str
    name: str
    format: str = ""
    size: int = 0
    sha256: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """``svg`` comes from a drawing function of this product, never from a person."""

    svg: str
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    number: int
    at: datetime
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Values:
    """``prose`` is Markdown by section key; ``pictures`` by the name of the live block that shows them;
    ``categories``: key and name, in the order of the process; empty for the usual three.
    """

    title: str
    reference: str = ""
    severity: str = ""
    state: str = ""
    services: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    zone: str = "UTC"
    found_by: str = ""
    near_miss: bool = False
    key_times: tuple[KeyTime, ...] = ()
    entries: tuple[Entry, ...] = ()
    impacts: tuple[Impact, ...] = ()
    availability: tuple[Availability, ...] = ()
    factors: tuple[Factor, ...] = ()
    because: tuple[Because, ...] = ()
    categories: tuple[tuple[str, str], ...] = ()
    actions: tuple[Action, ...] = ()
    evidence: tuple[EvidenceFile, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=lambda: MappingProxyType({}))
    prose: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

"""What a stage shows of itself elsewhere: a panel on the incident's overview, a card on the start page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Panel:
    """``order`` sorts the panels (10 for stage 1, 20 for stage 2 …); ``context`` goes to ``template``."""

    title: str
    template: str
    order: int
    context: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CardRow:
    """One thing that waits for somebody. ``state`` and ``severity`` are keys, shown as badges; ``at`` as relative
    time.
    """

    reference: str
    title: str
    url: str
    detail: str = ""
    state: str = ""
    severity: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A list on the start page; ``count`` is how many there are in all, ``more`` the page that shows them."""

    key: str
    title: str
    order: int
    rows: Sequence[CardRow]
    count: int = 0
    more: str = ""

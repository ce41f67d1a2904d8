"""What the API of status pages takes and gives."""

from datetime import datetime

from ninja import Schema
from pydantic import AwareDatetime, Field

from hotwash.respond.api.schemas import Long, Number, Short, Version
from hotwash.respond.core.status.states import ComponentState


class StatusPageIn(Schema):
    """``audience`` is a key of the process; ``version`` the one it was edited from, 0 for a new page."""

    slug: Short
    title: Short
    audience: Short
    words: Long = ""
    public: bool = False
    timezone: Short = "UTC"
    at_once: bool = True
    version: Version = 0


class StatusPageOut(Schema):
    slug: str
    title: str
    audience: str
    words: str
    public: bool
    timezone: str
    at_once: bool
    version: int
    rendered_at: datetime | None


class StatusPageRowOut(StatusPageOut):
    """``told``: how many subscribers have confirmed."""

    parts: int
    told: int


class ComponentIn(Schema):
    """``name`` may be empty where a ``service`` is given: its own is taken."""

    name: Short
    group: Short = ""
    description: Long = ""
    order: int = Field(default=0, ge=0, le=10_000)
    service: Number | None = None


class ComponentOut(Schema):
    """``state`` is what the page says; ``by_hand`` whether somebody set it, and why."""

    id: int
    name: str
    group: str
    description: str
    order: int
    service: int | None
    state: str
    by_hand: bool
    reason: str


class HoldIn(Schema):
    state: ComponentState
    reason: Short = ""


class MaintenanceIn(Schema):
    """``components`` by their numbers; ``version`` the one it was edited from, 0 for new maintenance."""

    title: Short
    begins_at: AwareDatetime
    ends_at: AwareDatetime
    text: Long = ""
    components: list[Number] = []
    version: Version = 0


class MaintenanceOut(Schema):
    id: int
    title: str
    text: str
    begins_at: datetime
    ends_at: datetime
    announced_at: datetime
    cancelled_at: datetime | None
    version: int


class SubscribeIn(Schema):
    """``kind`` is email or webhook. The address is asked to confirm; nothing else is sent before."""

    address: Long
    kind: Short = "email"


class SubscriptionOut(Schema):
    id: int
    kind: str
    address: str
    asked_at: datetime
    confirmed_at: datetime | None

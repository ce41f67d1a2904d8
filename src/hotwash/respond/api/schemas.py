"""What the API of stage 1 takes and gives. Times are ISO 8601 with an offset; people are named by their number."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import AwareDatetime, Field

from hotwash.respond.core.lifecycle import Change
from hotwash.respond.core.states import Again, FoundBy, RuleAction
from hotwash.respond.models import DeliveryAttempt, Notification, Source
from hotwash.respond.notify import absolute
from hotwash.respond.queries import address_of_source
from hotwash.respond.queries.plugins import shown_address

Number = Annotated[int, Field(ge=1, le=9_223_372_036_854_775_807)]
Version = Annotated[int, Field(ge=0, le=2_147_483_647)]
Long = Annotated[str, Field(max_length=100_000)]
Short = Annotated[str, Field(max_length=300)]


class IncidentOut(Schema):
    """``reference`` (INC-42) names the incident in every address."""

    reference: str
    title: str
    summary: str
    severity: str
    state: str
    private: bool
    near_miss: bool
    found_by: str
    declared_at: datetime
    started_at: datetime | None
    detected_at: datetime | None
    acknowledged_at: datetime | None
    mitigated_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    next_update_at: datetime | None
    version: int


class IncidentsOut(Schema):
    """``older`` and ``newer`` are cursors for ``before`` and ``after``; empty at the ends."""

    incidents: list[IncidentOut]
    older: str
    newer: str


class ListIn(Schema):
    """``state`` is a state or ``open``; ``sort`` newest, oldest or severity."""

    state: Short = ""
    severity: Short = ""
    service: Short = ""
    q: Short = ""
    mine: bool = False
    sort: Short = "newest"
    before: Short = ""
    after: Short = ""
    limit: int = 25


class DeclareIn(Schema):
    """``pages`` false: nobody is called."""

    title: Long
    severity: Short
    summary: Long = ""
    found_by: FoundBy = FoundBy.COLLEAGUE
    private: bool = False
    near_miss: bool = False
    started_at: AwareDatetime | None = None
    detected_at: AwareDatetime | None = None
    services: list[Number] = []
    policy: Number | None = None
    pages: bool = True


class IncidentIn(Schema):
    """The whole of what can be corrected; ``version`` is the one it was edited from."""

    title: Long
    summary: Long = ""
    found_by: FoundBy
    private: bool = False
    near_miss: bool = False
    started_at: AwareDatetime | None = None
    detected_at: AwareDatetime | None = None
    acknowledged_at: AwareDatetime | None = None
    mitigated_at: AwareDatetime | None = None
    resolved_at: AwareDatetime | None = None
    services: list[Number] = []
    version: Version


class StateIn(Schema):
    """``at``: when it really was, where that is earlier than now."""

    change: Change
    at: AwareDatetime | None = None


class SeverityIn(Schema):
    severity: Short


class TextIn(Schema):
    text: Long


class RoleIn(Schema):
    person: Number
    role: Short


class PeopleIn(Schema):
    people: list[Number]


class PartOut(Schema):
    id: int
    person: int
    name: str
    role: str
    since: datetime


class NoteOut(Schema):
    id: int
    at: datetime
    said_by: str
    text: str


class FeedOut(Schema):
    at: datetime
    who: str
    text: str
    is_note: bool


class PageOut(Schema):
    """A call to one person; ``level`` 0 was asked for by hand."""

    id: int
    incident: str
    person: int
    name: str
    level: int
    round: int
    state: str
    reason: str
    sent_at: datetime
    answered_at: datetime | None
    answered_via: str


class UpdateIn(Schema):
    """``next_minutes``: None as the severity asks, 0 promises nothing."""

    audiences: list[Short]
    text: Long
    next_minutes: Annotated[int, Field(ge=-1_000_000, le=1_000_000)] | None = None


class UpdateOut(Schema):
    id: int
    audience: str
    subject: str
    text: str
    state: str
    severity: str
    sent_at: datetime
    next_update_at: datetime | None


class AttemptOut(Schema):
    """One try, and what the other side answered."""

    number: int
    at: datetime
    arrived: bool
    said: str


class NotificationOut(Schema):
    """``to`` shows of an address that is itself a secret only where it leads. ``held_until``: quiet hours."""

    id: int
    channel: str
    to: str
    purpose: str
    subject: str
    state: str
    attempts: int
    due_at: datetime
    held_until: datetime | None
    error: str
    sent_at: datetime | None
    tries: list[AttemptOut]

    @staticmethod
    def resolve_to(row: Notification) -> str:
        return shown_address(row.channel, row.to)

    @staticmethod
    def resolve_tries(row: Notification) -> list[DeliveryAttempt]:
        return list(row.tries.all())


class AlertOut(Schema):
    id: int
    source: str
    title: str
    text: str
    labels: dict[str, str]
    severity: str
    state: str
    triage: str
    reason: str
    fingerprint: str
    count: int
    starts_at: datetime | None
    ends_at: datetime | None
    last_at: datetime
    incident: str | None
    url: str
    flapping_since: datetime | None = None
    began: list[datetime] = []
    silence: int | None = None
    version: int


class AlertsOut(Schema):
    alerts: list[AlertOut]
    older: str
    newer: str


class AttachIn(Schema):
    incident: Short
    version: Version


class DismissIn(Schema):
    why: Short = ""
    version: Version


class DeclareForIn(DeclareIn):
    version: Version


class SourceIn(Schema):
    plugin: Short
    name: Annotated[str, Field(max_length=100)]
    options: dict[str, Short] = {}
    enabled: bool = True
    version: Version = 0


class SourceOut(Schema):
    """``address`` holds the secret: only who manages sources sees it."""

    id: int
    plugin: str
    name: str
    enabled: bool
    address: str
    version: int

    @staticmethod
    def resolve_address(row: Source) -> str:
        address = address_of_source(row)
        return absolute(address) if address.startswith("/") else address


class HeardOut(SourceOut):
    """``sent`` counts deliveries, ``unreadable`` those of them that could not be read."""

    last_heard: datetime | None
    sent: int
    unreadable: int


class DeliveryOut(Schema):
    id: int
    received_at: datetime
    state: str
    error: str
    decision: list[dict[str, str | int | None]]


class RuleIn(Schema):
    """``matchers``: one a line, as ``severity=critical``. ``order`` None: behind all others, or where it stands."""

    name: Annotated[str, Field(max_length=100)]
    action: RuleAction
    matchers: Long = ""
    severity: Annotated[str, Field(max_length=32)] = ""
    source: Number | None = None
    service: Number | None = None
    policy: Number | None = None
    group_by: list[Short] = []
    group_minutes: Annotated[int, Field(ge=0, le=10_080)] = 60
    private: bool = False
    enabled: bool = True
    order: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    again: Again = Again.DECLARE
    again_minutes: Annotated[int, Field(ge=0, le=10_080)] = 60
    flap_times: Annotated[int, Field(ge=0, le=50)] = 5
    flap_minutes: Annotated[int, Field(ge=1, le=10_080)] = 30
    storm_limit: Annotated[int, Field(ge=0, le=1000)] = 10
    raises: bool = True
    resolves: bool = False
    version: Version = 0


class MoveIn(Schema):
    up: bool


class RuleOut(Schema):
    id: int
    name: str
    order: int
    enabled: bool
    action: str
    matchers: list[str]
    severity: str
    group_by: list[str]
    group_minutes: int
    again: str
    again_minutes: int
    flap_times: int
    flap_minutes: int
    storm_limit: int
    raises: bool
    resolves: bool
    private: bool
    version: int


class SimulateIn(Schema):
    labels: dict[str, str]
    source: Number | None = None


class TrialOut(Schema):
    rule: str
    matched: bool
    why: str


class SimulateOut(Schema):
    """``action`` is what the rule says, ``inbox`` where no rule fits; ``outcome`` what would happen at this moment, and
    ``reason`` why. ``paged`` would be called first, by the escalation ``policy``.
    """

    action: str
    trials: list[TrialOut]
    outcome: str
    reason: str
    incident: str | None
    severity: str
    policy: str
    paged: list[str]


class EscalationOut(Schema):
    """``level`` 0: nobody was paged yet; ``due_at`` is when the next level is."""

    policy: str
    state: str
    level: int
    round: int
    due_at: datetime | None
    started_at: datetime


class PreviewOut(Schema):
    """``addresses`` counts those outside; ``text`` is what they read."""

    audience: str
    text: str
    addresses: int

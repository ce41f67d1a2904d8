"""What the API takes and gives about on-call: schedules and escalation policies."""

from datetime import date, datetime, time
from typing import Annotated

from ninja import Schema
from pydantic import AwareDatetime, Field

from hotwash.respond.api.schemas import Number, Version
from hotwash.respond.core.oncall.kept import points_from_json
from hotwash.respond.core.oncall.ladder import TargetKind
from hotwash.respond.core.states import Rotation
from hotwash.respond.models import Layer


class PointIO(Schema):
    """A hand-over of custom shifts: each week on this day (0 = Monday) at this time."""

    weekday: Annotated[int, Field(ge=0, le=6)]
    at: time


class LayerIn(Schema):
    """``timezone`` empty: the schedule's. ``by_person``: hand-overs are at the time of whoever takes over."""

    members: list[Number]
    starts_on: date
    name: Annotated[str, Field(max_length=100)] = "Rotation"
    rotation: Rotation = Rotation.WEEKLY
    every: Annotated[int, Field(ge=1, le=1000)] = 1
    handover: time = time(9)
    weekdays: list[Annotated[int, Field(ge=0, le=6)]] = []
    from_time: time | None = None
    to_time: time | None = None
    ends_on: date | None = None
    points: Annotated[list[PointIO], Field(max_length=21)] = []
    timezone: Annotated[str, Field(max_length=64)] = ""
    by_person: bool = False


class ScheduleIn(Schema):
    """The last layer stands above the others."""

    name: Annotated[str, Field(max_length=100)]
    timezone: Annotated[str, Field(max_length=64)] = "UTC"
    team: Number | None = None
    layers: Annotated[list[LayerIn], Field(max_length=50)] = []
    gaps_meant: bool = False
    version: Version = 0


class LayerOut(LayerIn):
    """``members`` in the order of their turns."""

    @staticmethod
    def resolve_members(row: Layer) -> list[int]:
        return [member.person_id for member in row.members.all()]

    @staticmethod
    def resolve_points(row: Layer) -> list[PointIO]:
        return [PointIO(weekday=point.weekday, at=point.at) for point in points_from_json(row.points)]


class OverrideOut(Schema):
    id: int
    person: int = Field(alias="person_id")
    starts_at: datetime
    ends_at: datetime
    reason: str


class ScheduleOut(Schema):
    """``overrides`` of the past are left out."""

    id: int
    name: str
    timezone: str
    team: int | None = Field(alias="team_id")
    layers: list[LayerOut]
    overrides: list[OverrideOut]
    gaps_meant: bool
    version: int


class OnCallOut(Schema):
    """``person`` None: nobody is on call, and a fallback is paged."""

    schedule: str
    person: int | None
    name: str
    until: datetime


class ShiftOut(Schema):
    person: int | None
    starts_at: datetime
    ends_at: datetime
    via: str


class MyShiftOut(Schema):
    schedule: int
    name: str
    starts_at: datetime
    ends_at: datetime


class ServiceNowOut(Schema):
    """Who is paged first now; ``troubles`` say why somebody whom the policy means is not."""

    service: str
    policy: str
    people: list[int]
    names: list[str]
    channels: list[str]
    troubles: list[str]


class SpanIO(Schema):
    starts_at: AwareDatetime
    ends_at: AwareDatetime


class SwapIn(Schema):
    """``given`` is one's own shift or a part of it; ``back`` is taken for it."""

    other: Number
    given: SpanIO
    back: SpanIO | None = None
    note: Annotated[str, Field(max_length=200)] = ""


class SwapOut(Schema):
    id: int
    schedule: int = Field(alias="schedule_id")
    asked_by: int = Field(alias="asked_by_id")
    other: int = Field(alias="other_id")
    starts_at: datetime
    ends_at: datetime
    back_starts_at: datetime | None
    back_ends_at: datetime | None
    state: str
    note: str


class ReplayLineOut(Schema):
    """``tone`` is empty, good, warn or bad."""

    at: datetime
    text: str
    tone: str


class ReplayMinuteOut(Schema):
    """``number`` counts from the start of the escalation."""

    number: int
    at: datetime
    planned: list[ReplayLineOut]
    happened: list[ReplayLineOut]


class ReplayOut(Schema):
    """``end`` is empty while the escalation runs."""

    plan: str
    late: int
    failed: int
    end: str
    minutes: list[ReplayMinuteOut]


class PagingTroubleOut(Schema):
    """``urgent``: paging fails now, and administrators are told; else it would fail."""

    key: str
    words: str
    todo: str
    urgent: bool


class FeedIn(Schema):
    """``schedule`` null: one's own shifts in all schedules."""

    schedule: Number | None


class FeedOut(Schema):
    id: int
    schedule: int | None
    address: str


class CalendarIn(Schema):
    """Either the ``url`` of a calendar, which is read each hour, or the ``text`` of an .ics file."""

    name: Annotated[str, Field(max_length=100)]
    url: Annotated[str, Field(max_length=1000)] = ""
    text: Annotated[str, Field(max_length=5_000_000)] = ""


class CalendarOut(Schema):
    id: int
    name: str
    url: str
    problems: list[str]
    read_at: datetime | None


class OverrideIn(Schema):
    person: Number
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    reason: Annotated[str, Field(max_length=200)] = ""


class TargetIn(Schema):
    """``id`` of a person, schedule or team; a channel has the key of a notifier and an address instead."""

    kind: TargetKind
    id: Annotated[int, Field(ge=0, lt=2**31)] = 0
    channel: Annotated[str, Field(max_length=64)] = ""
    address: Annotated[str, Field(max_length=500)] = ""


class LevelIn(Schema):
    minutes: Annotated[int, Field(ge=0, le=10_080)]
    targets: list[TargetIn]


class PolicyIn(Schema):
    name: Annotated[str, Field(max_length=100)]
    levels: list[LevelIn]
    repeats: Annotated[int, Field(ge=1, le=50)] = 1
    fallback: Number | None = None
    team: Number | None = None
    is_default: bool = False
    version: Version = 0


class TargetOut(TargetIn):
    name: str


class LevelOut(Schema):
    minutes: int
    targets: list[TargetOut]


class PolicyOut(Schema):
    id: int
    name: str
    is_default: bool
    repeats: int
    levels: list[LevelOut]
    fallback: int | None
    team: int | None
    version: int

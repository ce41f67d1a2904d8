"""What goes over the wire. Times are aware; stamps of foreign files are text, so that nothing rounds them."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from hotwash.evidence.models import Entry, EvidenceFile, Impact, KeyTime, Moment


class FileOut(Schema):
    """``number`` 3 is E-3. ``masked`` counts masked secrets by kind; ``zone_basis`` says how the zone is known;
    ``done`` is how many of its bytes were read so far. ``origin`` says how a collected file came to be.
    """

    number: int
    reference: str
    name: str
    archive: str
    origin: str
    sha256: str
    size: int
    status: EvidenceFile.Status
    done: int
    format: str
    encoding: str
    records: int
    explained: float | None
    earliest: datetime | None
    latest: datetime | None
    zone: str
    zone_basis: str
    year_basis: str
    clock_offset_ms: int
    masked: dict[str, int]
    problems: list[str]
    note: str
    version: int
    removed_at: datetime | None


class TakenOut(Schema):
    """``reasons`` say why a file was not taken; the others were."""

    added: list[FileOut]
    reasons: list[str]


class FileChange(Schema):
    """What is given is changed. ``zone`` is an IANA name, empty for not known."""

    version: int
    zone: str | None = None
    clock_offset_ms: int | None = None
    note: str | None = None


class PairOut(Schema):
    """Something that both files report, and when each of them says it was."""

    what: str
    at: datetime | None
    against_at: datetime | None


class ClockHintOut(Schema):
    """``file`` 3 is E-3. ``clock_offset_ms`` is the correction to set; ``kind``: ``zone`` or ``skew``. ``support`` of
    ``common`` things that both files report speak for it.
    """

    file: int
    against: int
    kind: str
    shift_ms: int
    clock_offset_ms: int
    confidence: float
    support: int
    common: int
    pairs: list[PairOut]
    text: str


class ContradictionOut(Schema):
    code: str
    text: str


class RecordOut(Schema):
    """``at`` is ISO 8601 as far as it is known: no suffix without a zone, ``--`` without a year, else empty."""

    number: int
    line: int
    at: str
    level: str
    kind: str
    text: str


class RecordsOut(Schema):
    total: int
    start: int
    records: list[RecordOut]


class LineOut(Schema):
    line: int
    text: str


class PlacedOut(RecordOut):
    """A record in the merged list: ``file`` is the number of its file (E-3 has 3), ``ns`` counts from 1970 as text,
    ``pinned``: it stands on the timeline.
    """

    file: int
    ns: str
    pinned: bool


class MergedOut(Schema):
    """``before`` and ``after`` are cursors to the windows around this one, empty at the ends."""

    records: list[PlacedOut]
    before: str
    after: str


class BinOut(Schema):
    start: datetime
    bad: int
    warning: int
    other: int


class HistogramOut(Schema):
    """``step`` in seconds; empty ``bins`` where no record has a time."""

    step: int
    bins: list[BinOut]


class MomentOut(Schema):
    id: int
    file: int
    at: datetime | None
    precision: str
    zone_basis: str
    kind: str
    level: str
    text: str
    score: float
    why: str
    line: int
    state: Moment.State

    @staticmethod
    def resolve_file(row: Moment) -> int:
        return row.file.number


class PinIn(Schema):
    """``at`` only for a moment that has no time."""

    at: datetime | None = None


class EntryOut(Schema):
    """``number`` 12 is T-12; ``file`` 3 is E-3. ``split_from`` is the reference of the entry it was cut from."""

    number: int
    reference: str
    at: datetime
    until: datetime | None
    precision: str
    zone_basis: str
    lane: str
    kind: str
    level: str
    text: str
    detail: str
    why_known: str
    file: int | None
    line: int | None
    split_from: str
    version: int

    @staticmethod
    def resolve_split_from(row: Entry) -> str:
        return row.split_from.reference if row.split_from else ""

    @staticmethod
    def resolve_file(row: Entry) -> int | None:
        return row.file.number if row.file else None


class VersionIn(Schema):
    """An entry as it was seen: ``number`` 13 is T-13."""

    number: int
    version: int


class MergeIn(Schema):
    """``others`` become part of the entry; ``version`` is that of the entry that stays."""

    version: int
    others: list[VersionIn]


class PartIn(Schema):
    at: datetime
    text: str
    precision: str = "second"


class SplitIn(Schema):
    """At least two parts; the first stays what it was split from. Times need a zone."""

    version: int
    parts: list[PartIn]


class ShapeOut(Schema):
    """What was merged into an entry and cut from it. ``last``: merge or split, what an undo would undo, or empty."""

    merged: list[EntryOut]
    parts: list[EntryOut]
    last: str


class LaneIn(Schema):
    lane: str
    version: int


class LaneOut(Schema):
    lane: str
    entries: int


class EntryChangeOut(Schema):
    at: datetime
    who: str
    verb: str
    told: str
    before: str
    after: str


class EntryIn(Schema):
    """``version`` is that of the entry being changed, 0 for a new one. Times need a zone."""

    at: datetime
    text: str
    until: datetime | None = None
    precision: str = "second"
    lane: str = ""
    detail: str = ""
    why_known: str = ""
    file: int | None = None
    line: int | None = None
    version: int = 0


class ExportRow(Schema):
    """An entry with its proof, as it is exported."""

    reference: str
    time: datetime
    until: datetime | None
    precision: str
    zone_basis: str
    lane: str
    kind: str
    level: str | None
    text: str
    detail: str | None
    key_time: str | None
    file: str | None
    sha256: str | None
    line: int | None


class WindowOut(Schema):
    """``after`` is the cursor of the next window, empty at the end."""

    entries: list[EntryOut]
    after: str


class KeyTimeOut(Schema):
    name: str
    at: datetime
    precision: str
    entry: int | None
    version: int

    @staticmethod
    def resolve_entry(row: KeyTime) -> int | None:
        return row.entry.number if row.entry else None


class KeyTimeIn(Schema):
    """``entry`` is the number of the entry it stands on."""

    at: datetime
    precision: str = "second"
    entry: int | None = None


class DurationOut(Schema):
    name: str
    start: str
    end: str
    seconds: float


class ClockworkOut(Schema):
    key_times: list[KeyTimeOut]
    durations: list[DurationOut]
    contradictions: list[str]


class ImpactOut(Schema):
    id: int
    audience: Impact.Audience
    starts_at: datetime | None
    ends_at: datetime | None
    amount: float | None
    unit: str
    unknown: bool
    confidence: Impact.Confidence
    note: str
    service_ids: list[int]
    version: int

    @staticmethod
    def resolve_service_ids(row: Impact) -> list[int]:
        return [service.pk for service in row.services.all()]


class ImpactIn(Schema):
    """``version`` is that of the impact being changed, 0 for a new one."""

    audience: Impact.Audience
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    amount: float | None = None
    unit: str = ""
    unknown: bool = False
    confidence: Impact.Confidence = Impact.Confidence.ESTIMATED
    note: str = ""
    service_ids: list[Annotated[int, Field(ge=1, le=2**31)]] = []
    version: int = 0


class FigureOut(Schema):
    """Over thirty days. ``service_id`` is null where none was named, ``budget_used`` (a share) without a target;
    ``goes_on``: counted up to now.
    """

    service_id: int | None
    downtime_minutes: float
    lost_minutes: float
    availability: float
    target: float | None
    budget_used: float | None
    goes_on: bool


class DoneOut(Schema):
    done: bool

"""Records: those of one file, and all of an incident in the order of time, by API."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field

from hotwash.evidence.api.shapes import BinOut, EntryOut, HistogramOut, MergedOut, PlacedOut, RecordOut, RecordsOut
from hotwash.evidence.core.columns import Row
from hotwash.evidence.models import Entry, EvidenceFile
from hotwash.evidence.queries import (
    Placed,
    Wanted,
    get_file,
    get_record,
    histogram,
    merged,
    pinned_lines,
    record_at_line,
    record_at_time,
    records_page,
    records_with,
)
from hotwash.evidence.steps import pin_record
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of
from hotwash.respond.queries import get_incident

router = Router(tags=["evidence"])
BASE = "/incidents/{reference}/evidence"


class WantedIn(Schema):
    """``level`` "warning" or "error" means that and worse; ``file`` is the number of a file (E-3 has 3)."""

    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    level: Literal["", "warning", "error"] = ""
    words: Annotated[str, Field(max_length=200)] = ""
    file: Annotated[int, Field(ge=0, le=10**9)] = 0

    def wanted(self) -> Wanted:
        return Wanted(self.since, self.until, self.level, self.words, self.file)


class PlaceIn(Schema):
    """Where to begin: at a number, at the record that holds a line, or at the first one at a time or after it."""

    start: Annotated[int, Field(ge=0, le=10**12)] = 0
    line: Annotated[int, Field(ge=0, le=10**12)] = 0
    at: AwareDatetime | None = None

    def number_in(self, file: EvidenceFile) -> int:
        if self.line:
            return record_at_line(file, self.line)
        return record_at_time(file, self.at) if self.at else self.start


@router.get(f"{BASE}/files/{{int:number}}/records", response={200: RecordsOut, **REFUSALS})
def list_records(
    request: HttpRequest,
    reference: str,
    number: int,
    place: Query[PlaceIn],
    count: Annotated[int, Field(ge=1, le=1000)] = 100,
) -> RecordsOut:
    """Records with their secrets masked, from number ``start``, from the one that holds a ``line`` of the file, or
    from the first one ``at`` a time or after it.
    """
    file = get_file(get_incident(actor_of(request), reference), number)
    page = records_page(file, place.number_in(file), count)
    rows = [RecordOut.from_orm(row) for row in page.rows]
    return RecordsOut(total=page.total, start=page.start, records=rows)


@router.get(f"{BASE}/files/{{int:number}}/records/find", response={200: list[RecordOut], **REFUSALS})
def find_records(
    request: HttpRequest,
    reference: str,
    number: int,
    words: Annotated[str, Field(min_length=1, max_length=200)],
    after: Annotated[int, Field(ge=-1, le=10**12)] = -1,
    before: Annotated[int, Field(ge=0, le=10**12)] = 0,
) -> list[Row]:
    """Two hundred records that hold the words: the first ones ``after`` a record, or the last ones ``before`` it."""
    file = get_file(get_incident(actor_of(request), reference), number)
    return records_with(file, words, after=after, before=before)


@router.post(f"{BASE}/files/{{int:number}}/records/{{int:record}}/pin", response={200: EntryOut, **REFUSALS})
def pin(request: HttpRequest, reference: str, number: int, record: int) -> Entry | Refused:
    """Put a record on the timeline; again gives the entry that is there."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    file = get_file(incident, number)
    made = pin_record(actor=actor, incident=incident, file=file, found=get_record(file, record), now=clock.now())
    return refused(made) if isinstance(made, Refusal) else made


@router.get(f"{BASE}/records", response={200: MergedOut, **REFUSALS})
def list_merged(
    request: HttpRequest,
    reference: str,
    asked: Query[WantedIn],
    after: str = "",
    before: str = "",
    count: Annotated[int, Field(ge=1, le=1000)] = 100,
) -> MergedOut:
    """Records of all files in the order of time, with their secrets masked. Those without a time are not in it."""
    incident = get_incident(actor_of(request), reference)
    seen = merged(incident, asked.wanted(), after=after, before=before, count=count)
    pinned = pinned_lines(incident)
    rows = [_placed(one, (one.file.pk, one.row.line) in pinned) for one in seen.records]
    return MergedOut(records=rows, before=seen.before, after=seen.after)


@router.get(f"{BASE}/records/histogram", response={200: HistogramOut, **REFUSALS})
def show_histogram(request: HttpRequest, reference: str, asked: Query[WantedIn]) -> HistogramOut:
    """How many records each stretch of time holds: errors and worse, warnings, others."""
    found = histogram(get_incident(actor_of(request), reference), asked.wanted())
    if found is None:
        return HistogramOut(step=0, bins=[])
    counts = zip(found.bad, found.warning, found.other, strict=True)
    bins = [
        BinOut(start=start, bad=bad, warning=warning, other=other)
        for place, (bad, warning, other) in enumerate(counts)
        if (start := found.span.begin_of(place))
    ]
    return HistogramOut(step=found.span.step // 1_000_000_000, bins=bins)


def _placed(one: Placed, pinned: bool) -> PlacedOut:  # noqa: FBT001 - beside what it is about
    record = RecordOut.from_orm(one.row).model_dump()
    return PlacedOut.model_validate({**record, "file": one.file.number, "ns": str(one.row.ns), "pinned": pinned})

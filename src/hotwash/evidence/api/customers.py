"""What customers reported, by API."""

from datetime import datetime, timedelta
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from hotwash.evidence.core.customers import LONGEST_NOTE, MOST_ROWS, Reported
from hotwash.evidence.models import CustomerReport
from hotwash.evidence.queries import customer_curve, customer_reports
from hotwash.evidence.steps import add_customer_reports, remove_customer_reports, take_customer_reports
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of
from hotwash.respond.queries import get_incident

router = Router(tags=["evidence"])
BASE = "/incidents/{reference}/evidence/customer-reports"


class ReportedIn(Schema):
    """``count`` reports that came at one time through a channel: ticket, mail, call, chat, social, other."""

    at: AwareDatetime
    count: int = 1
    channel: str = "other"
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""


class ReportedOut(Schema):
    """``file`` 3 and ``line`` are where it is from evidence."""

    id: int
    at: datetime
    count: int
    channel: str
    note: str
    file: int | None
    line: int | None

    @staticmethod
    def resolve_file(row: CustomerReport) -> int | None:
        return row.file.number if row.file else None


class FromRecordsIn(Schema):
    """Each record of E-``file`` with a time that holds ``words``, if any are given, is one report."""

    file: int
    words: Annotated[str, Field(max_length=200)] = ""


class CurveOut(Schema):
    """``counts`` from ``start`` on, each for ``seconds``; ``known`` when it was detected; ``told`` in sentences."""

    start: datetime
    seconds: float
    counts: list[int]
    total: int
    first: datetime
    marks: dict[str, datetime]
    known: int | None
    told: list[str]


class RemovedOut(Schema):
    removed: int


class RowsIn(Schema):
    rows: Annotated[list[ReportedIn], Field(max_length=MOST_ROWS)]


@router.get(BASE, response={200: list[ReportedOut], **REFUSALS})
def list_customer_reports(request: HttpRequest, reference: str) -> list[CustomerReport]:
    return customer_reports(get_incident(actor_of(request), reference))


@router.get(f"{BASE}/curve", response={200: CurveOut | None, **REFUSALS})
def curve(request: HttpRequest, reference: str) -> CurveOut | None:
    """Null where nobody reported anything."""
    found = customer_curve(get_incident(actor_of(request), reference))
    if found is None:
        return None
    return CurveOut(
        start=found.course.start,
        seconds=found.course.step / timedelta(seconds=1),
        counts=list(found.course.counts),
        total=found.course.total,
        first=found.first,
        marks=found.marks,
        known=found.known,
        told=[one.format(first=found.first.isoformat()) for one in found.told],
    )


@router.post(BASE, response={200: list[ReportedOut], **REFUSALS})
def add(request: HttpRequest, reference: str, body: RowsIn) -> list[CustomerReport] | Refused:
    """All of them, or none."""
    actor = actor_of(request)
    rows = [Reported(one.at, one.count, one.channel, one.note) for one in body.rows]
    made = add_customer_reports(actor=actor, incident=get_incident(actor, reference), rows=rows, now=clock.now())
    return refused(made) if isinstance(made, Refusal) else made


@router.post(f"{BASE}/from-records", response={200: list[ReportedOut], **REFUSALS})
def take(request: HttpRequest, reference: str, body: FromRecordsIn) -> list[CustomerReport] | Refused:
    """From evidence such as a CSV of tickets; a record that was taken before is not taken again."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    made = take_customer_reports(actor=actor, incident=incident, file=body.file, words=body.words, now=clock.now())
    return refused(made) if isinstance(made, Refusal) else made


@router.delete(f"{BASE}/{{int:pk}}", response={200: RemovedOut, **REFUSALS})
def remove(request: HttpRequest, reference: str, pk: int) -> dict[str, int]:
    actor = actor_of(request)
    return {"removed": remove_customer_reports(actor=actor, incident=get_incident(actor, reference), pks=[pk])}

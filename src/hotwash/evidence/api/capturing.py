"""Captured commands by API: what ``hotwash capture --incident`` speaks."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hotwash.evidence.core.capturing import LONGEST_LINE, MOST_ROWS, End, Head, Row
from hotwash.evidence.models import Capture
from hotwash.evidence.queries import captured_lines, captures_of, get_capture, running_captures
from hotwash.evidence.steps import add_captured, begin_capture, end_capture
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of
from hotwash.respond.queries import get_incident

router = Router(tags=["evidence"])
BASE = "/incidents/{reference}/evidence/captures"
At = Annotated[str, Field(max_length=40)]


class CaptureIn(Schema):
    """``key`` is made by the sender and names the run; beginning it twice finds the first."""

    key: Annotated[str, Field(max_length=64)]
    command: Annotated[str, Field(max_length=20_000)]
    host: Annotated[str, Field(max_length=255)] = ""
    cwd: Annotated[str, Field(max_length=4_000)] = ""
    at: At


class RowIO(Schema):
    at: At
    text: Annotated[str, Field(max_length=LONGEST_LINE)]


class LinesIn(Schema):
    """``first`` counts from 0; lines that are there already are passed over."""

    first: Annotated[int, Field(ge=0, le=10**12)]
    rows: Annotated[list[RowIO], Field(max_length=MOST_ROWS)]


class EndIn(Schema):
    """``total`` is how many lines there have to be. Without a status it is closed with what arrived."""

    total: Annotated[int, Field(ge=0, le=10**12)] | None = None
    at: At = ""
    status: int | None = None
    seconds: float = 0.0


class CaptureOut(Schema):
    """``lines`` is how many are there, so the number of the next. ``file`` 3 is E-3, once it ended."""

    key: str
    command: str
    host: str
    cwd: str
    began_at: datetime
    ended_at: datetime | None
    status: int | None
    lines: int
    file: int | None

    @staticmethod
    def resolve_file(row: Capture) -> int | None:
        return row.file.number if row.file else None


class NumberedRow(RowIO):
    number: int


@router.get(BASE, response={200: list[CaptureOut], **REFUSALS})
def list_captures(request: HttpRequest, reference: str, *, running: bool = False) -> list[Capture]:
    """Commands that run or ran under ``hotwash capture``, the newest first; with ``running`` those that did not end."""
    incident = get_incident(actor_of(request), reference)
    return running_captures(incident) if running else list(captures_of(incident)[:200])


@router.post(BASE, response={200: CaptureOut, **REFUSALS})
def begin(request: HttpRequest, reference: str, body: CaptureIn) -> Capture | Refused:
    actor = actor_of(request)
    head = Head(body.key, body.command, body.host, body.cwd, body.at)
    done = begin_capture(actor=actor, incident=get_incident(actor, reference), head=head, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else done


@router.get(f"{BASE}/{{key}}", response={200: CaptureOut, **REFUSALS})
def one_capture(request: HttpRequest, reference: str, key: str) -> Capture:
    return get_capture(get_incident(actor_of(request), reference), key)


@router.get(f"{BASE}/{{key}}/lines", response={200: list[NumberedRow], **REFUSALS})
def list_captured_lines(
    request: HttpRequest, reference: str, key: str, start: Annotated[int, Field(ge=0, le=10**12)] = 0
) -> list[NumberedRow]:
    """While it runs; once it ended they are in its file."""
    found = captured_lines(get_capture(get_incident(actor_of(request), reference), key), start)
    return [NumberedRow(number=number, at=row.at, text=row.text) for number, row in found]


@router.post(f"{BASE}/{{key}}/lines", response={200: CaptureOut, **REFUSALS})
def add_lines(request: HttpRequest, reference: str, key: str, body: LinesIn) -> Capture | Refused:
    actor = actor_of(request)
    row = get_capture(get_incident(actor, reference), key)
    rows = [Row(one.at, one.text) for one in body.rows]
    done = add_captured(actor=actor, capture=row, first=body.first, rows=rows, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else done


@router.post(f"{BASE}/{{key}}/end", response={200: CaptureOut, **REFUSALS})
def end(request: HttpRequest, reference: str, key: str, body: EndIn) -> Capture | Refused:
    """It becomes a file of evidence. Ending it twice gives the same file."""
    actor = actor_of(request)
    row = get_capture(get_incident(actor, reference), key)
    ended = None if body.status is None else End(body.at, body.status, body.seconds)
    done = end_capture(actor=actor, capture=row, end=ended, total=body.total, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else done

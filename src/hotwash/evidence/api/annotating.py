"""Annotations and attachments of entries by API."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status

from hotwash.evidence.api.files import BASE
from hotwash.evidence.models import Annotation, Attachment
from hotwash.evidence.queries import (
    Attached,
    Notes,
    get_annotation,
    get_attachment,
    get_entry,
    get_file,
    notes_of,
    standing_entry,
)
from hotwash.evidence.steps import (
    Lines,
    annotate_entry,
    attach_evidence,
    detach_evidence,
    remove_annotation,
    restore_annotation,
)
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.errors import BadInput
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of
from hotwash.respond.queries import get_incident

router = Router(tags=["evidence"])
ENTRY = f"{BASE}/entries/{{int:number}}"


class AnnotationOut(Schema):
    """``kind``: then (what was known at ``at``) or hindsight (what was learned at ``at``)."""

    id: int
    entry: str
    kind: Annotation.Kind
    at: datetime
    text: str
    by_name: str
    written_at: datetime
    removed_at: datetime | None

    @staticmethod
    def resolve_entry(row: Annotation) -> str:
        return row.entry.reference


class AnnotationIn(Schema):
    """``at`` needs a zone; left out it is the time of the entry."""

    text: str
    kind: str = "then"
    at: datetime | None = None


class AttachmentOut(Schema):
    """``file`` 3 is E-3; without ``line`` the whole file, else the lines from ``line`` to ``until``."""

    id: int
    entry: str
    file: int
    line: int | None
    until: int | None
    note: str
    removed_at: datetime | None

    @staticmethod
    def resolve_entry(row: Attachment) -> str:
        return row.entry.reference

    @staticmethod
    def resolve_file(row: Attachment) -> int:
        return row.file.number


class AttachmentIn(Schema):
    file: int
    line: int | None = None
    until: int | None = None
    note: str = ""


class AttachedOut(Schema):
    """``lines``: number and masked text of the lines that are quoted, none of a whole file."""

    row: AttachmentOut
    lines: list[tuple[int, str]]

    @staticmethod
    def resolve_lines(found: Attached) -> list[tuple[int, str]]:
        return list(found.lines)


class NotesOut(Schema):
    then: list[AnnotationOut]
    hindsight: list[AnnotationOut]
    attached: list[AttachedOut]


@router.get(f"{ENTRY}/notes", response={200: NotesOut, **REFUSALS})
def notes(request: HttpRequest, reference: str, number: int) -> Notes:
    """What was added to an entry and to what was merged into it."""
    return notes_of(standing_entry(get_incident(actor_of(request), reference), number))


@router.post(f"{ENTRY}/annotations", response={201: AnnotationOut, **REFUSALS})
def annotate(request: HttpRequest, reference: str, number: int, body: AnnotationIn) -> Status[Annotation] | Refused:
    actor = actor_of(request)
    row = get_entry(get_incident(actor, reference), number)
    if body.at is not None and body.at.tzinfo is None:
        msg = "A time needs a zone: write 2026-03-10T14:05:00Z or with an offset."
        raise BadInput(msg)
    made = annotate_entry(actor=actor, entry=row, kind=body.kind, text=body.text, at=body.at or row.at, now=clock.now())
    return refused(made) if isinstance(made, Refusal) else Status(201, made)


@router.delete(f"{BASE}/annotations/{{int:pk}}", response={200: AnnotationOut, **REFUSALS})
def take_back_annotation(request: HttpRequest, reference: str, pk: int) -> Annotation:
    actor = actor_of(request)
    found = get_annotation(get_incident(actor, reference), pk)
    return remove_annotation(actor=actor, annotation=found, now=clock.now())


@router.post(f"{BASE}/annotations/{{int:pk}}/restore", response={200: AnnotationOut, **REFUSALS})
def bring_back_annotation(request: HttpRequest, reference: str, pk: int) -> Annotation:
    actor = actor_of(request)
    return restore_annotation(actor=actor, annotation=get_annotation(get_incident(actor, reference), pk))


@router.post(f"{ENTRY}/attachments", response={201: AttachmentOut, **REFUSALS})
def attach(request: HttpRequest, reference: str, number: int, body: AttachmentIn) -> Status[Attachment] | Refused:
    """Attach a file of the evidence, or lines of it; the same again gives the attachment that is there."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    lines = Lines(get_file(incident, body.file), body.line, body.until, body.note)
    made = attach_evidence(actor=actor, entry=get_entry(incident, number), lines=lines, now=clock.now())
    return refused(made) if isinstance(made, Refusal) else Status(201, made)


@router.delete(f"{BASE}/attachments/{{int:pk}}", response={200: AttachmentOut, **REFUSALS})
def take_off(request: HttpRequest, reference: str, pk: int) -> Attachment:
    actor = actor_of(request)
    found = get_attachment(get_incident(actor, reference), pk)
    return detach_evidence(actor=actor, attachment=found, now=clock.now())

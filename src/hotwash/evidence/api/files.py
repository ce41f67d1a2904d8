"""Evidence files, their records and their moments, by API."""

from typing import Annotated

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from ninja import File, Form, Router, Schema, UploadedFile
from pydantic import Field

from hotwash.evidence.api.shapes import (
    EntryOut,
    FileChange,
    FileOut,
    LineOut,
    MomentOut,
    PinIn,
    TakenOut,
)
from hotwash.evidence.models import Entry, EvidenceFile, Moment
from hotwash.evidence.models.pictures import Sight
from hotwash.evidence.queries import (
    files_of,
    first_moments,
    get_file,
    get_moment,
    lines_page,
    moments_of,
    scrubbed_parts,
    sight_of,
)
from hotwash.evidence.steps import (
    Upload,
    add_evidence,
    dismiss_moment,
    note_evidence,
    pin_moment,
    propose_moment,
    remove_evidence,
    restore_evidence,
    set_clock,
    set_zone,
    store,
    take_original,
)
from hotwash.kernel import clock, storage
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.errors import NotFound
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of
from hotwash.respond.queries import get_incident

router = Router(tags=["evidence"])
BASE = "/incidents/{reference}/evidence"


@router.get(f"{BASE}/files", response={200: list[FileOut], **REFUSALS})
def list_files(request: HttpRequest, reference: str) -> list[EvidenceFile]:
    return list(files_of(get_incident(actor_of(request), reference)))


@router.post(f"{BASE}/files", response={200: TakenOut, **REFUSALS})
def add_files(
    request: HttpRequest, reference: str, files: File[list[UploadedFile]], path: Form[str] = ""
) -> dict[str, object] | Refused:
    """Files are kept at once and read in the background. ``path`` is the place of a single file in its folder."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    require(actor, Permission.EDIT, incident)
    added: list[EvidenceFile] = []
    refusals: list[Refusal] = []
    for given in files:
        name = path if path and len(files) == 1 else given.name or "evidence"
        upload = Upload(name, store(given.chunks()))
        taken = add_evidence(actor=actor, incident=incident, upload=upload, now=clock.now())
        (refusals if isinstance(taken, Refusal) else added).append(taken)  # type: ignore[arg-type]  # each to its own
    if refusals and not added:
        return refused(Refusal(tuple(reason for refusal in refusals for reason in refusal.reasons)))
    return {"added": added, "reasons": [str(refusal) for refusal in refusals]}


@router.get(f"{BASE}/files/{{int:number}}", response={200: FileOut, **REFUSALS})
def one_file(request: HttpRequest, reference: str, number: int) -> EvidenceFile:
    return get_file(get_incident(actor_of(request), reference), number)


@router.patch(f"{BASE}/files/{{int:number}}", response={200: FileOut, **REFUSALS})
def change_file(request: HttpRequest, reference: str, number: int, body: FileChange) -> EvidenceFile | Refused:
    actor = actor_of(request)
    row: EvidenceFile | Refusal = get_file(get_incident(actor, reference), number)
    version = body.version
    if body.zone is not None and isinstance(row, EvidenceFile):
        row = set_zone(actor=actor, file=row, zone=body.zone, version=version, now=clock.now())
        version += 1
    if body.clock_offset_ms is not None and isinstance(row, EvidenceFile):
        row = set_clock(actor=actor, file=row, offset_ms=body.clock_offset_ms, version=version)
        version += 1
    if body.note is not None and isinstance(row, EvidenceFile):
        row = note_evidence(actor=actor, file=row, note=body.note, version=version)
    return refused(row) if isinstance(row, Refusal) else row


@router.delete(f"{BASE}/files/{{int:number}}", response={200: FileOut, **REFUSALS})
def delete_file(request: HttpRequest, reference: str, number: int) -> EvidenceFile:
    actor = actor_of(request)
    return remove_evidence(actor=actor, file=get_file(get_incident(actor, reference), number), now=clock.now())


@router.post(f"{BASE}/files/{{int:number}}/restore", response={200: FileOut, **REFUSALS})
def bring_back_file(request: HttpRequest, reference: str, number: int) -> EvidenceFile:
    actor = actor_of(request)
    return restore_evidence(actor=actor, file=get_file(get_incident(actor, reference), number), now=clock.now())


@router.post(
    f"{BASE}/files/{{int:number}}/original",
    response=REFUSALS,
    openapi_extra={"responses": {200: {"description": "The bytes as they came."}}},
)
def original(request: HttpRequest, reference: str, number: int, why: Form[str] = "") -> HttpResponseBase | Refused:
    """The file as it came, secrets and all; needs a reason. That it was taken, and why, is written to the log."""
    actor = actor_of(request)
    row = take_original(actor=actor, file=get_file(get_incident(actor, reference), number), why=why)
    if isinstance(row, Refusal):
        return refused(row)
    return FileResponse(storage.open_blob(row.sha256), as_attachment=True, filename=row.name.rsplit("/", 1)[-1])


class SightOut(Schema):
    """``text`` was read by a machine (``by``) and is masked; empty where the server has no program for it."""

    text: str
    by: str
    problem: str


@router.get(f"{BASE}/files/{{int:number}}/sight", response={200: SightOut, **REFUSALS})
def picture_words(request: HttpRequest, reference: str, number: int) -> Sight:
    """The words in a picture."""
    found = sight_of(get_file(get_incident(actor_of(request), reference), number))
    if found is None:
        msg = f"E-{number} is no picture, or it was not read yet."
        raise NotFound(msg)
    return found


@router.get(f"{BASE}/files/{{int:number}}/lines", response={200: list[LineOut], **REFUSALS})
def list_lines(
    request: HttpRequest,
    reference: str,
    number: int,
    start: Annotated[int, Field(ge=0, le=10**12)] = 0,
    count: Annotated[int, Field(ge=1, le=1000)] = 100,
) -> list[LineOut]:
    """Lines of the text with their secrets masked, after the first ``start``."""
    found = lines_page(get_file(get_incident(actor_of(request), reference), number), start, count)
    return [LineOut(line=line, text=text) for line, text in found]


@router.get(
    f"{BASE}/files/{{int:number}}/masked",
    response=REFUSALS,
    openapi_extra={"responses": {200: {"description": "The text with its secrets masked."}}},
)
def masked_text(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """The whole text with its secrets masked."""
    row = get_file(get_incident(actor_of(request), reference), number)
    if not row.scrubbed:
        msg = f"{row.reference} has no text to show."
        raise NotFound(msg)
    return StreamingHttpResponse(scrubbed_parts(row), content_type="text/plain; charset=utf-8")


@router.get(f"{BASE}/moments", response={200: list[MomentOut], **REFUSALS})
def list_moments(
    request: HttpRequest,
    reference: str,
    state: Moment.State = Moment.State.PROPOSED,
    offset: Annotated[int, Field(ge=0, le=10**6)] = 0,
    limit: Annotated[int, Field(ge=1, le=500)] = 100,
) -> list[Moment]:
    """The most telling first."""
    return list(moments_of(get_incident(actor_of(request), reference), state)[offset : offset + limit])


@router.get(f"{BASE}/moments/first", response={200: list[MomentOut], **REFUSALS})
def list_first_moments(
    request: HttpRequest, reference: str, limit: Annotated[int, Field(ge=1, le=300)] = 30
) -> list[Moment]:
    """What to look at first, judged across all files: what coincides in several of them, and changes shortly before."""
    return first_moments(get_incident(actor_of(request), reference), limit)


@router.post(f"{BASE}/moments/{{int:pk}}/pin", response={200: EntryOut, **REFUSALS})
def pin(request: HttpRequest, reference: str, pk: int, body: PinIn) -> Entry | Refused:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    made = pin_moment(actor=actor, incident=incident, moment=get_moment(incident, pk), now=clock.now(), at=body.at)
    return refused(made) if isinstance(made, Refusal) else made


@router.post(f"{BASE}/moments/{{int:pk}}/dismiss", response={200: MomentOut, **REFUSALS})
def dismiss(request: HttpRequest, reference: str, pk: int) -> Moment | Refused:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    done = dismiss_moment(actor=actor, incident=incident, moment=get_moment(incident, pk))
    return refused(done) if isinstance(done, Refusal) else get_moment(incident, done.pk)


@router.post(f"{BASE}/moments/{{int:pk}}/undo", response={200: MomentOut, **REFUSALS})
def undo(request: HttpRequest, reference: str, pk: int) -> Moment:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    done = propose_moment(actor=actor, incident=incident, moment=get_moment(incident, pk), now=clock.now())
    return get_moment(incident, done.pk)

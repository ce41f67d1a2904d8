"""Uploads that can be resumed, by tus 1.0.0: POST begins one, HEAD asks, PATCH goes on with it, DELETE gives it up.

Any tus client speaks it. ``Upload-Metadata`` may name ``filename``, ``path`` (the place in its folder) and ``sha256``.
The answer to the last piece bears ``Hotwash-Evidence: E-3``.
"""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import reverse
from ninja import Router, Schema

from hotwash.evidence.core.tus import (
    CHECKSUM_MISMATCH,
    EXTENSIONS,
    VERSION,
    Trouble,
    http_date,
    trouble_of_piece,
    trouble_of_version,
    whole_number,
    wish_of,
)
from hotwash.evidence.models.uploads import BegunUpload
from hotwash.evidence.queries import bytes_here, get_upload, uploads_of
from hotwash.evidence.steps import Piece, add_piece, begin_upload, give_up_upload
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS
from hotwash.kernel.config import config
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of
from hotwash.respond.models import Incident
from hotwash.respond.queries import get_incident

router = Router(tags=["evidence"])
BASE = "/incidents/{reference}/evidence/uploads"
ONE = f"{BASE}/{{key}}"
STATUS = {"offset": 409, "ended": 409, "beyond": 413, "checksum": CHECKSUM_MISMATCH, "too_many": 429}
_CHUNK = 1 << 20


class BegunOut(Schema):
    """``here`` is how many of its ``length`` bytes have come."""

    key: str
    name: str
    length: int
    here: int
    expires_at: datetime


def _told(text: str) -> dict[str, object]:
    return {"responses": {204: {"description": text}}}


@router.api_operation(["OPTIONS"], BASE, response=REFUSALS, openapi_extra=_told("What is spoken here, in headers."))
def uploads_spoken(request: HttpRequest, reference: str) -> HttpResponse:
    """Which version and extensions of tus are spoken, and how large a file may be."""
    get_incident(actor_of(request), reference)
    given = {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(config().max_upload_bytes)}
    return _answer(204, given)


@router.get(BASE, response={200: list[BegunOut], **REFUSALS})
def list_uploads(request: HttpRequest, reference: str) -> list[BegunOut]:
    """What you began to upload and did not end."""
    actor = actor_of(request)
    arriving = uploads_of(get_incident(actor, reference), actor, now=clock.now())
    return [
        BegunOut(
            key=one.row.key, name=one.row.name, length=one.row.length, here=one.here, expires_at=one.row.expires_at
        )
        for one in arriving
    ]


@router.post(BASE, response=REFUSALS, openapi_extra={"responses": {201: {"description": "Its address, in Location."}}})
def create_upload(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin an upload: ``Upload-Length`` says how many bytes will come."""
    actor, incident = _asked(request, reference)
    wish = trouble_of_version(_header(request, "Tus-Resumable")) or wish_of(
        _header(request, "Upload-Length"), _header(request, "Upload-Metadata"), config().max_upload_bytes
    )
    if isinstance(wish, Trouble):
        return _trouble(wish)
    begun = begin_upload(actor=actor, incident=incident, wish=wish, now=clock.now())
    if isinstance(begun, Refusal):
        return _refused(begun)
    address = reverse("api:head_upload", args=[incident.reference, begun.key])
    return _answer(201, {"Location": address, "Upload-Expires": http_date(begun.expires_at)})


@router.api_operation(["HEAD"], ONE, response=REFUSALS, url_name="head_upload")
def head_upload(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """How much of it is here, in ``Upload-Offset``."""
    actor, incident = _asked(request, reference)
    upload = get_upload(incident, actor, key)
    return _gone(upload) or _answer(
        200, {"Upload-Offset": str(bytes_here(upload)), "Upload-Length": str(upload.length), **_end(upload)}
    )


@router.patch(ONE, response=REFUSALS, openapi_extra=_told("The piece is here; how much in all, in Upload-Offset."))
def send_piece(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Bytes from ``Upload-Offset`` on. With the last one the file becomes evidence."""
    actor, incident = _asked(request, reference)
    said, size = _header(request, "Upload-Offset"), whole_number(_header(request, "Content-Length"))
    trouble = trouble_of_version(_header(request, "Tus-Resumable")) or trouble_of_piece(
        _header(request, "Content-Type"), said, -1 if size is None else size
    )
    if trouble:
        return _trouble(trouble)
    upload = get_upload(incident, actor, key)
    if gone := _gone(upload):
        return gone
    piece = Piece(int(said), size or 0, _chunks(request))
    here = add_piece(actor=actor, upload=upload, piece=piece, now=clock.now())
    if isinstance(here, Refusal):
        return _refused(here)
    upload = get_upload(incident, actor, key)
    taken = {"Hotwash-Evidence": upload.file.reference} if upload.file else {}
    return _answer(204, {"Upload-Offset": str(here), **taken, **_end(upload)})


@router.delete(ONE, response=REFUSALS, openapi_extra=_told("It is gone."))
def delete_upload(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Give an upload up; what has come of it is deleted. A file that became evidence stays."""
    actor, incident = _asked(request, reference)
    if trouble := trouble_of_version(_header(request, "Tus-Resumable")):
        return _trouble(trouble)
    give_up_upload(actor=actor, upload=get_upload(incident, actor, key))
    return _answer(204, {})


def _asked(request: HttpRequest, reference: str) -> tuple[Actor, Incident]:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    require(actor, Permission.EDIT, incident)
    return actor, incident


def _header(request: HttpRequest, name: str) -> str:
    return request.headers.get(name) or ""


def _chunks(request: HttpRequest) -> Iterator[bytes]:
    """The body as it comes. Where the connection breaks, what came before it counts."""
    try:
        while part := request.read(_CHUNK):
            yield part
    except UnreadablePostError:
        return


def _gone(upload: BegunUpload) -> HttpResponse | None:
    if upload.expires_at > clock.now():
        return None
    return _trouble(Trouble(410, "expired", "This upload waited too long for its next piece. Begin it anew."))


def _end(upload: BegunUpload) -> dict[str, str]:
    return {} if upload.file_id else {"Upload-Expires": http_date(upload.expires_at)}


def _answer(status: int, headers: dict[str, str]) -> HttpResponse:
    return HttpResponse(status=status, headers={"Tus-Resumable": VERSION, "Cache-Control": "no-store", **headers})


def _trouble(trouble: Trouble) -> HttpResponse:
    reasons = [{"code": trouble.code, "message": trouble.message, "field": ""}]
    extra = {"Tus-Version": VERSION} if trouble.status == 412 else {}
    headers = {"Tus-Resumable": VERSION, "Cache-Control": "no-store", **extra}
    return JsonResponse({"reasons": reasons}, status=trouble.status, headers=headers)


def _refused(refusal: Refusal) -> HttpResponse:
    reason = refusal.reasons[0]
    return _trouble(Trouble(STATUS.get(reason.code, 422), reason.code, reason.message))

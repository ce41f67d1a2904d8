"""Custody by API: the bundle, and who took out what."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from ninja import Router, Schema
from pydantic import Field

from hotwash.evidence.core.custody import Contents
from hotwash.evidence.core.masks import Place
from hotwash.evidence.queries import Taken, bundle_of, get_file, masked_lines, masking_of, own_masking, taken_out
from hotwash.evidence.steps import Unmasked, set_masking, take_bundle, unmask
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of
from hotwash.respond.models import Incident
from hotwash.respond.queries import get_incident

router = Router(tags=["evidence"])
BASE = "/incidents/{reference}/evidence"


class BundleIn(Schema):
    """``originals`` hold whatever secrets they came with and need a reason."""

    originals: bool
    why: str = ""


class TakenOutOut(Schema):
    """``number`` is the line in the incident's chain of the event log."""

    number: int
    at: datetime
    who: str
    what: str
    why: str


@router.post(
    f"{BASE}/bundle",
    response=REFUSALS,
    openapi_extra={"responses": {200: {"description": "A zip of a BagIt bag, which `hotwash verify` checks."}}},
)
def bundle(request: HttpRequest, reference: str, body: BundleIn) -> HttpResponseBase | Refused:
    """The evidence in one piece: files, records, timeline, event log, and a manifest of SHA-256 sums."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    contents = Contents(originals=body.originals)
    taken = take_bundle(actor=actor, incident=incident, contents=contents, why=body.why)
    if isinstance(taken, Refusal):
        return refused(taken)
    parts = bundle_of(incident, contents, actor=actor, now=clock.now())
    name = f"{incident.reference}-evidence.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(parts, content_type="application/zip", headers=headers)


class MaskingIn(Schema):
    """Null: as the process of the organisation says."""

    emails: bool | None
    ips: bool | None


class MaskingOut(MaskingIn):
    """``masked`` is what holds now: email, ip."""

    masked: list[str]


@router.get(f"{BASE}/masking", response={200: MaskingOut, **REFUSALS})
def one_masking(request: HttpRequest, reference: str) -> MaskingOut:
    """Which addresses are masked in evidence, beside secrets."""
    return _masking(get_incident(actor_of(request), reference))


@router.put(f"{BASE}/masking", response={200: MaskingOut, **REFUSALS})
def change_masking(request: HttpRequest, reference: str, body: MaskingIn) -> MaskingOut:
    """All files are read anew where something changes."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    set_masking(actor=actor, incident=incident, emails=body.emails, ips=body.ips, now=clock.now())
    return _masking(incident)


def _masking(incident: Incident) -> MaskingOut:
    own = own_masking(incident)
    masked = sorted(kind.value for kind in masking_of(incident))
    return MaskingOut(emails=own.emails if own else None, ips=own.ips if own else None, masked=masked)


class PlaceOut(Schema):
    """A mask; ``place`` counts the masks of its line from 1."""

    line: int
    place: int
    kind: str


class UnmaskIn(Schema):
    line: int
    place: int
    why: str


class UnmaskedOut(Schema):
    kind: str
    text: str


@router.get(f"{BASE}/files/{{int:number}}/masks", response={200: list[PlaceOut], **REFUSALS})
def list_masks(
    request: HttpRequest, reference: str, number: int, line: Annotated[int, Field(ge=1, le=10**12)]
) -> list[Place]:
    """The masks of the record that holds a line, by place and kind."""
    lines = masked_lines(get_file(get_incident(actor_of(request), reference), number), line)
    return [place for _, _, masks in lines for place in masks]


@router.post(f"{BASE}/files/{{int:number}}/unmask", response={200: UnmaskedOut, **REFUSALS})
def lift_a_mask(
    request: HttpRequest, response: HttpResponse, reference: str, number: int, body: UnmaskIn
) -> Unmasked | Refused:
    """What one mask hides, for this answer only; who asked, where and why is written to the log."""
    actor = actor_of(request)
    file = get_file(get_incident(actor, reference), number)
    response["Cache-Control"] = "no-store"
    shown = unmask(actor=actor, file=file, line=body.line, place=body.place, why=body.why)
    return refused(shown) if isinstance(shown, Refusal) else shown


@router.get(f"{BASE}/custody", response={200: list[TakenOutOut], **REFUSALS})
def list_taken_out(request: HttpRequest, reference: str) -> list[Taken]:
    """Who took out originals or bundles, and why; the newest first."""
    return taken_out(get_incident(actor_of(request), reference))

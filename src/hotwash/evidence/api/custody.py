"""Custody by API: the bundle, and who took out what."""

from datetime import datetime

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from ninja import Router, Schema

from hotwash.evidence.core.custody import Contents
from hotwash.evidence.queries import Taken, bundle_of, taken_out
from hotwash.evidence.steps import take_bundle
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of
from hotwash.respond.queries import get_incident

router = Router(tags=["evidence"])
BASE = "/incidents/{reference}/evidence"


class BundleIn(Schema):
    """``originals`` hold whatever secrets they came with and need a reason."""

    originals: bool = False
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


@router.get(f"{BASE}/custody", response={200: list[TakenOutOut], **REFUSALS})
def list_taken_out(request: HttpRequest, reference: str) -> list[Taken]:
    """Who took out originals or bundles, and why; the newest first."""
    return taken_out(get_incident(actor_of(request), reference))

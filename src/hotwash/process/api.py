"""The process by API: read it, its versions, save the next one."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.rows import existing
from hotwash.kernel.web import actor_of
from hotwash.process.models import ProcessVersion
from hotwash.process.queries import current_version
from hotwash.process.steps import save_process

router = Router(tags=["process"])


class VersionOut(Schema):
    """``text`` is the whole document as YAML."""

    number: int
    note: str
    created_at: datetime
    text: str


class SaveIn(Schema):
    """``based_on`` is the number of the version that ``text`` was edited from."""

    text: str
    note: str
    based_on: int


@router.get("/process", response={200: VersionOut, **REFUSALS})
def current(request: HttpRequest) -> ProcessVersion:
    actor_of(request)
    return current_version()


@router.get("/process/versions", response={200: list[VersionOut], **REFUSALS})
def versions(request: HttpRequest) -> list[ProcessVersion]:
    actor_of(request)
    return list(ProcessVersion.objects.all())


@router.get("/process/versions/{number}", response={200: VersionOut, **REFUSALS})
def one_version(request: HttpRequest, number: int) -> ProcessVersion:
    actor_of(request)
    return existing(ProcessVersion.objects.filter(number=number), f"There is no version {number} of the process.")


@router.post("/process", response={200: VersionOut, **REFUSALS})
def save(request: HttpRequest, body: SaveIn) -> ProcessVersion | Refused:
    """Save the next version; incidents that have begun keep theirs."""
    actor = actor_of(request)
    saved = save_process(actor=actor, text=body.text, note=body.note, based_on=body.based_on, now=clock.now())
    return refused(saved) if isinstance(saved, Refusal) else saved

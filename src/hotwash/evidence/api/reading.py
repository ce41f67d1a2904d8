"""Stopping the reading of a file and having it read again, by API. How far it is, the file says (``done``)."""

from django.http import HttpRequest
from ninja import Router

from hotwash.evidence.api.shapes import FileOut
from hotwash.evidence.models import EvidenceFile
from hotwash.evidence.queries import get_file
from hotwash.evidence.steps import read_again, stop_reading
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of
from hotwash.respond.queries import get_incident

router = Router(tags=["evidence"])
FILE = "/incidents/{reference}/evidence/files/{int:number}"


@router.post(f"{FILE}/stop", response={200: FileOut, **REFUSALS})
def stop(request: HttpRequest, reference: str, number: int) -> EvidenceFile | Refused:
    """Stop the reading; what an earlier reading found stays."""
    actor = actor_of(request)
    done = stop_reading(actor=actor, file=get_file(get_incident(actor, reference), number))
    return refused(done) if isinstance(done, Refusal) else done


@router.post(f"{FILE}/read", response={200: FileOut, **REFUSALS})
def read(request: HttpRequest, reference: str, number: int) -> EvidenceFile | Refused:
    """Read the file again from its beginning, in the background."""
    actor = actor_of(request)
    done = read_again(actor=actor, file=get_file(get_incident(actor, reference), number), now=clock.now())
    return refused(done) if isinstance(done, Refusal) else done

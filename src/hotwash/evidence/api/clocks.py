"""How clocks stand to each other, and what contradicts what, by API."""

from django.http import HttpRequest
from ninja import Router

from hotwash.evidence.api.files import BASE
from hotwash.evidence.api.shapes import ClockHintOut, ContradictionOut, PairOut
from hotwash.evidence.core.keytimes import Contradiction
from hotwash.evidence.queries import (
    ClockHint,
    clock_hints,
    clockwork,
    get_file,
    key_times,
    order_contradictions,
    summary,
)
from hotwash.kernel.api import REFUSALS
from hotwash.kernel.web import actor_of
from hotwash.respond.queries import get_incident

router = Router(tags=["evidence"])


@router.get(f"{BASE}/clocks", response={200: list[ClockHintOut], **REFUSALS})
def list_clock_hints(request: HttpRequest, reference: str) -> list[ClockHintOut]:
    """Files whose clock or zone seems to be off, judged by what they report in common with others; the surest first.
    Nothing is changed by it: set ``clock_offset_ms`` or ``zone`` of the file.
    """
    return [_shown(hint) for hint in clock_hints(get_incident(actor_of(request), reference))]


@router.get(f"{BASE}/files/{{int:number}}/clock", response={200: list[ClockHintOut], **REFUSALS})
def clock_hints_of_a_file(request: HttpRequest, reference: str, number: int) -> list[ClockHintOut]:
    """The same for one file: empty where its clock agrees with the others or too little speaks for anything."""
    incident = get_incident(actor_of(request), reference)
    return [_shown(hint) for hint in clock_hints(incident, get_file(incident, number))]


@router.get(f"{BASE}/contradictions", response={200: list[ContradictionOut], **REFUSALS})
def list_contradictions(request: HttpRequest, reference: str) -> list[Contradiction]:
    """Key times out of order, marks away from their entries, entries whose order contradicts their file."""
    incident = get_incident(actor_of(request), reference)
    _, marked = clockwork(incident, key_times(incident), summary(incident))
    return [*marked, *order_contradictions(incident)]


def _shown(hint: ClockHint) -> ClockHintOut:
    offset = hint.offset
    return ClockHintOut(
        file=hint.file.number,
        against=hint.against.number,
        kind=offset.kind.value,
        shift_ms=round(offset.shift / 1_000_000),
        clock_offset_ms=hint.clock_offset_ms,
        confidence=offset.confidence,
        support=offset.support,
        common=offset.common,
        pairs=[PairOut(what=proof.what, at=proof.at, against_at=proof.against_at) for proof in hint.proofs],
        text=hint.text,
    )

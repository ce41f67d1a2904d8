"""Merging, splitting and moving entries by API, with the undo."""

from django.http import HttpRequest
from ninja import Router

from hotwash.evidence.api.files import BASE
from hotwash.evidence.api.shapes import EntryOut, LaneIn, MergeIn, ShapeOut, SplitIn
from hotwash.evidence.core.rearranging import Part
from hotwash.evidence.models import Entry
from hotwash.evidence.queries import Shape, get_entry, near, shape_of, standing_entry
from hotwash.evidence.steps import merge_entries, move_entry, split_entry, undo_rearrangement
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.errors import BadInput
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of
from hotwash.respond.queries import get_incident

router = Router(tags=["evidence"])
ENTRY = f"{BASE}/entries/{{int:number}}"


@router.post(f"{ENTRY}/merge", response={200: EntryOut, **REFUSALS})
def merge(request: HttpRequest, reference: str, number: int, body: MergeIn) -> Entry | Refused:
    """Others become part of this entry; it then reaches from the earliest beginning to the latest end."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    others = {one.number: one.version for one in body.others if one.number != number}
    made = merge_entries(
        actor=actor,
        incident=incident,
        entry=get_entry(incident, number),
        others=others,
        version=body.version,
        now=clock.now(),
    )
    return refused(made) if isinstance(made, Refusal) else made


@router.post(f"{ENTRY}/split", response={200: EntryOut, **REFUSALS})
def split(request: HttpRequest, reference: str, number: int, body: SplitIn) -> Entry | Refused:
    """The entry becomes its first part; what the others became is under ``shape``."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    if any(part.at.tzinfo is None for part in body.parts):
        msg = "A time needs a zone: write 2026-03-10T14:05:00Z or with an offset."
        raise BadInput(msg)
    made = split_entry(
        actor=actor,
        incident=incident,
        entry=get_entry(incident, number),
        parts=[Part(part.at, part.text, part.precision) for part in body.parts],
        version=body.version,
        now=clock.now(),
    )
    return refused(made) if isinstance(made, Refusal) else made


@router.post(f"{ENTRY}/undo", response={200: EntryOut, **REFUSALS})
def undo(request: HttpRequest, reference: str, number: int) -> Entry | Refused:
    """Undo the last merge or split of an entry."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    row = standing_entry(incident, number)
    made = undo_rearrangement(actor=actor, incident=incident, entry=row, now=clock.now())
    return refused(made) if isinstance(made, Refusal) else made


@router.get(f"{ENTRY}/shape", response={200: ShapeOut, **REFUSALS})
def shape(request: HttpRequest, reference: str, number: int) -> Shape:
    """What was merged into an entry, and what was cut from it."""
    return shape_of(standing_entry(get_incident(actor_of(request), reference), number))


@router.get(f"{ENTRY}/near", response={200: list[EntryOut], **REFUSALS})
def entries_near(request: HttpRequest, reference: str, number: int, words: str = "") -> list[Entry]:
    """The entries around one, in time order: those it is most often merged with."""
    return near(standing_entry(get_incident(actor_of(request), reference), number), words[:200])


@router.put(f"{ENTRY}/lane", response={200: EntryOut, **REFUSALS})
def move(request: HttpRequest, reference: str, number: int, body: LaneIn) -> Entry | Refused:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    row = get_entry(incident, number)
    moved = move_entry(actor=actor, incident=incident, entry=row, lane=body.lane, version=body.version)
    return refused(moved) if isinstance(moved, Refusal) else moved

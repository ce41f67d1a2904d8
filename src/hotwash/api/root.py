"""What belongs to no stage: full-text search, an incident's rail and event log."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.event import Json
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.eventlog import sentence
from hotwash.kernel.models import Event
from hotwash.kernel.search import search
from hotwash.kernel.web import actor_of
from hotwash.process.core.gates import StageState
from hotwash.process.steps import finish_stage, reopen_stage
from hotwash.respond.queries import get_incident, visible_incidents
from hotwash.stages.rail import rail, stage_state

router = Router(tags=["house"])


class HitOut(Schema):
    """``snippet`` is plain text; matched words stand between U+0002 and U+0003."""

    kind: str
    title: str
    url: str
    at: datetime
    snippet: str


class SearchOut(Schema):
    total: int
    hits: list[HitOut]


class GateOut(Schema):
    fact: str
    message: str
    required: bool
    met: bool


class StageOut(Schema):
    key: str
    title: str
    progress: str
    gates: list[GateOut]


class EventOut(Schema):
    number: int
    at: datetime
    actor: str
    type: str
    text: str
    why: str
    payload: dict[str, Json]
    hash: str


def _stage_out(state: StageState) -> StageOut:
    gates = [
        GateOut(fact=found.gate.fact, message=found.gate.message, required=found.gate.required, met=found.met)
        for found in state.verdicts
    ]
    return StageOut(key=state.stage.key, title=state.stage.title, progress=state.progress.value, gates=gates)


@router.get("/search", response={200: SearchOut, **REFUSALS})
def find(
    request: HttpRequest, q: str, kind: str = "", offset: Annotated[int, Field(le=10**6)] = 0, limit: int = 25
) -> SearchOut:
    """Full-text search: words, "a phrase", -not, or."""
    visible = visible_incidents(actor_of(request)).values("pk")
    kinds = [kind] if kind else []
    hits, total = search(q, visible=visible, kinds=kinds, offset=max(offset, 0), limit=min(max(limit, 1), 100))
    return SearchOut(total=total, hits=[HitOut.from_orm(hit) for hit in hits])


@router.get("/incidents/{reference}/stages", response={200: list[StageOut], **REFUSALS})
def stages(request: HttpRequest, reference: str) -> list[StageOut]:
    """The stage rail: where the incident stands, and what each gate still asks for."""
    return [_stage_out(state) for state in rail(get_incident(actor_of(request), reference))]


@router.post("/incidents/{reference}/stages/{key}/finish", response={200: StageOut, **REFUSALS})
def finish(request: HttpRequest, reference: str, key: str) -> StageOut | Refused:
    """Call a stage done; refused with each required gate that is not met."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    done = finish_stage(actor=actor, incident=incident, state=stage_state(incident, key), now=clock.now())
    return refused(done) if isinstance(done, Refusal) else _stage_out(stage_state(incident, key))


@router.post("/incidents/{reference}/stages/{key}/reopen", response={200: StageOut, **REFUSALS})
def reopen(request: HttpRequest, reference: str, key: str) -> StageOut:
    """Take back that a stage is done."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    reopen_stage(actor=actor, incident=incident, state=stage_state(incident, key))
    return _stage_out(stage_state(incident, key))


@router.get("/incidents/{reference}/events", response={200: list[EventOut], **REFUSALS})
def events(request: HttpRequest, reference: str, after: int = 0, limit: int = 200) -> list[EventOut]:
    """The event log of an incident in its order, from the line after number ``after``."""
    incident = get_incident(actor_of(request), reference)
    rows = Event.objects.filter(incident_id=incident.pk, number__gt=after).order_by("number")[
        : min(max(limit, 1), 1000)
    ]
    return [
        EventOut(
            number=row.number,
            at=row.at,
            actor=row.actor_name,
            type=row.type,
            text=sentence(row),
            why=row.why,
            payload=row.payload,
            hash=row.hash,
        )
        for row in rows
    ]

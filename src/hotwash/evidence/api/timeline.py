"""The timeline, key times and impact by API."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from hotwash.directory.models import Service
from hotwash.evidence.api.files import BASE
from hotwash.evidence.api.shapes import (
    ClockworkOut,
    DoneOut,
    EntryChangeOut,
    EntryIn,
    EntryOut,
    ExportRow,
    FigureOut,
    ImpactIn,
    ImpactOut,
    KeyTimeIn,
    KeyTimeOut,
    LaneOut,
    WindowOut,
)
from hotwash.evidence.core.draw import lanes_svg
from hotwash.evidence.core.impact import minutes
from hotwash.evidence.models import Entry, Impact, KeyTime
from hotwash.evidence.queries import (
    Shown,
    clockwork,
    figures,
    get_entry,
    get_file,
    get_impact,
    impacts_of,
    key_times,
    lanes,
    picture,
    standing_entry,
    summary,
    window,
)
from hotwash.evidence.queries.export import rows_of
from hotwash.evidence.queries.history import Change, history_of
from hotwash.evidence.steps import (
    EntryValues,
    ImpactValues,
    Mark,
    clear_key_time,
    delete_entry,
    edit_entry,
    mark_key_time,
    remove_impact,
    restore_entry,
    save_impact,
    write_entry,
)
from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.errors import BadInput, NotFound
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of
from hotwash.respond.models import Incident
from hotwash.respond.queries import get_incident

router = Router(tags=["evidence"])


@router.get(f"{BASE}/entries", response={200: WindowOut, **REFUSALS})
def list_entries(
    request: HttpRequest,
    reference: str,
    after: str = "",
    lane: str = "",
    words: str = "",
    size: Annotated[int, Field(ge=1, le=1000)] = 100,
) -> dict[str, object]:
    """In time order; ``after`` is the cursor of the answer before."""
    incident = get_incident(actor_of(request), reference)
    found = window(incident, Shown(lane, words), after=after, size=size)
    return {"entries": list(found.entries), "after": found.after}


@router.get(f"{BASE}/lanes", response={200: list[LaneOut], **REFUSALS})
def list_lanes(request: HttpRequest, reference: str) -> list[LaneOut]:
    """The lanes of the timeline, the fullest first."""
    found = lanes(get_incident(actor_of(request), reference))
    return [LaneOut(lane=lane, entries=entries) for lane, entries in found]


@router.get(f"{BASE}/entries/{{int:number}}/history", response={200: list[EntryChangeOut], **REFUSALS})
def entry_history(request: HttpRequest, reference: str, number: int) -> list[Change]:
    """Who wrote and changed an entry, newest first; also of one that was removed."""
    return history_of(get_entry(get_incident(actor_of(request), reference), number, removed=True))


@router.post(f"{BASE}/entries", response={200: EntryOut, **REFUSALS})
def new_entry(request: HttpRequest, reference: str, body: EntryIn) -> Entry | Refused:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    made = write_entry(actor=actor, incident=incident, values=_values(incident, body), now=clock.now())
    return refused(made) if isinstance(made, Refusal) else made


@router.get(f"{BASE}/entries/{{int:number}}", response={200: EntryOut, **REFUSALS})
def one_entry(request: HttpRequest, reference: str, number: int) -> Entry:
    """The entry; of one that was merged into another that other one, so that old references go on leading somewhere."""
    return standing_entry(get_incident(actor_of(request), reference), number)


@router.put(f"{BASE}/entries/{{int:number}}", response={200: EntryOut, **REFUSALS})
def change_entry(request: HttpRequest, reference: str, number: int, body: EntryIn) -> Entry | Refused:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    row = get_entry(incident, number)
    saved = edit_entry(actor=actor, incident=incident, entry=row, values=_values(incident, body), version=body.version)
    return refused(saved) if isinstance(saved, Refusal) else saved


@router.delete(f"{BASE}/entries/{{int:number}}", response={200: EntryOut, **REFUSALS})
def remove_entry(request: HttpRequest, reference: str, number: int) -> Entry:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    return delete_entry(actor=actor, incident=incident, entry=get_entry(incident, number), now=clock.now())


@router.post(f"{BASE}/entries/{{int:number}}/restore", response={200: EntryOut, **REFUSALS})
def bring_back_entry(request: HttpRequest, reference: str, number: int) -> Entry | Refused:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    row = restore_entry(actor=actor, incident=incident, entry=get_entry(incident, number, removed=True))
    return refused(row) if isinstance(row, Refusal) else row


def _values(incident: Incident, body: EntryIn) -> EntryValues:
    if body.at.tzinfo is None or (body.until and body.until.tzinfo is None):
        msg = "A time needs a zone: write 2026-03-10T14:05:00Z or with an offset."
        raise BadInput(msg)
    file = get_file(incident, body.file) if body.file is not None else None
    return EntryValues(
        at=body.at,
        text=body.text,
        until=body.until,
        precision=body.precision,
        lane=body.lane,
        detail=body.detail,
        why_known=body.why_known,
        file=file,
        line=body.line,
    )


@router.get(f"{BASE}/export", response={200: list[ExportRow], **REFUSALS})
def export(request: HttpRequest, reference: str) -> list[dict[str, object]]:
    """The whole timeline at once."""
    return list(rows_of(get_incident(actor_of(request), reference)))


@router.get(f"{BASE}/key-times", response={200: ClockworkOut, **REFUSALS})
def list_key_times(request: HttpRequest, reference: str) -> dict[str, object]:
    """The marked times, the durations between them, and what contradicts what."""
    incident = get_incident(actor_of(request), reference)
    marked = key_times(incident)
    lengths, contradicted = clockwork(incident, marked, summary(incident))
    return {
        "key_times": marked,
        "durations": [
            {"name": one.name, "start": one.start, "end": one.end, "seconds": one.length.total_seconds()}
            for one in lengths
        ],
        "contradictions": [one.text for one in contradicted],
    }


@router.put(f"{BASE}/key-times/{{name}}", response={200: KeyTimeOut, **REFUSALS})
def mark(request: HttpRequest, reference: str, name: str, body: KeyTimeIn) -> KeyTime | Refused:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    if body.at.tzinfo is None:
        msg = "A time needs a zone: write 2026-03-10T14:05:00Z or with an offset."
        raise BadInput(msg)
    entry = get_entry(incident, body.entry) if body.entry is not None else None
    marked = mark_key_time(actor=actor, incident=incident, mark=Mark(name, body.at, body.precision, entry))
    return refused(marked) if isinstance(marked, Refusal) else marked


@router.delete(f"{BASE}/key-times/{{name}}", response={200: DoneOut, **REFUSALS})
def clear(request: HttpRequest, reference: str, name: str) -> DoneOut:
    actor = actor_of(request)
    return DoneOut(done=clear_key_time(actor=actor, incident=get_incident(actor, reference), name=name))


@router.get(f"{BASE}/impacts", response={200: list[ImpactOut], **REFUSALS})
def list_impacts(request: HttpRequest, reference: str) -> list[Impact]:
    return impacts_of(get_incident(actor_of(request), reference))


@router.post(f"{BASE}/impacts", response={200: ImpactOut, **REFUSALS})
def new_impact(request: HttpRequest, reference: str, body: ImpactIn) -> Impact | Refused:
    actor = actor_of(request)
    saved = save_impact(actor=actor, incident=get_incident(actor, reference), values=_impact(body))
    return refused(saved) if isinstance(saved, Refusal) else saved


@router.put(f"{BASE}/impacts/{{int:pk}}", response={200: ImpactOut, **REFUSALS})
def change_impact(request: HttpRequest, reference: str, pk: int, body: ImpactIn) -> Impact | Refused:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    row = get_impact(incident, pk)
    saved = save_impact(actor=actor, incident=incident, values=_impact(body), impact=row, version=body.version)
    return refused(saved) if isinstance(saved, Refusal) else saved


@router.delete(f"{BASE}/impacts/{{int:pk}}", response={200: DoneOut, **REFUSALS})
def drop_impact(request: HttpRequest, reference: str, pk: int) -> DoneOut:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    remove_impact(actor=actor, incident=incident, impact=get_impact(incident, pk))
    return DoneOut(done=True)


def _impact(body: ImpactIn) -> ImpactValues:
    if any(moment is not None and moment.tzinfo is None for moment in (body.starts_at, body.ends_at)):
        msg = "A time needs a zone: write 2026-03-10T14:05:00Z or with an offset."
        raise BadInput(msg)
    values = body.dict(exclude={"version", "service_ids"})
    return ImpactValues(**values, services=list(Service.objects.filter(pk__in=body.service_ids)))


@router.get(f"{BASE}/figures", response={200: list[FigureOut], **REFUSALS})
def list_figures(request: HttpRequest, reference: str) -> list[FigureOut]:
    """Downtime, availability and error budget of each service over thirty days."""
    incident = get_incident(actor_of(request), reference)
    found = figures(impacts_of(incident), incident.resolved_at or clock.now())
    return [
        FigureOut(
            service_id=one.service.key or None,
            downtime_minutes=minutes(one.found.downtime),
            lost_minutes=minutes(one.found.lost),
            availability=one.found.availability,
            target=one.service.target,
            budget_used=one.found.budget_used,
            goes_on=one.open_end,
        )
        for one in found
    ]


@router.get(
    f"{BASE}/lanes.svg",
    response=REFUSALS,
    openapi_extra={"responses": {200: {"description": "The picture, as SVG."}}},
)
def lanes_picture(request: HttpRequest, reference: str) -> HttpResponse:
    """The timeline drawn: a lane for each source, the key times as rules."""
    incident = get_incident(actor_of(request), reference)
    found = picture(incident, summary(incident), key_times(incident))
    if found is None:
        msg = "There is nothing on the timeline yet."
        raise NotFound(msg)
    return HttpResponse(lanes_svg(found), content_type="image/svg+xml")

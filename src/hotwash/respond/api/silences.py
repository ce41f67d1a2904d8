"""Silences and maintenance windows."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Status

from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of
from hotwash.respond.api import schemas_alerts as s
from hotwash.respond.models import Silence
from hotwash.respond.queries import get_alert, get_silence, silence_list, silence_shown
from hotwash.respond.steps import SilenceValues, end_silence, make_silence, silence_alert

router = Router(tags=["respond"])
Offset = Annotated[int, Query(ge=0, le=10**6)]
LIMIT = 100


def silence_out(row: Silence) -> s.SilenceOut:
    shown = silence_shown(row, clock.now())
    return s.SilenceOut(
        id=row.pk,
        reason=row.reason,
        made_by=row.made_by_name,
        matchers=list(shown.matchers),
        source=row.source.name if row.source else None,
        service=row.service.name if row.service else None,
        starts_at=row.starts_at,
        ends_at=row.ended_at or row.ends_at,
        again=shown.again,
        state=shown.state,
        kept=getattr(row, "kept", 0),
        version=row.version,
    )


@router.get("/silences", response={200: list[s.SilenceOut], **REFUSALS})
def silences(request: HttpRequest, offset: Offset = 0) -> list[s.SilenceOut]:
    """The newest first, a hundred at a time."""
    actor_of(request)
    return [silence_out(row) for row in silence_list()[offset : offset + LIMIT]]


@router.post("/silences", response={201: s.SilenceOut, **REFUSALS})
def new_silence(request: HttpRequest, body: s.SilenceIn) -> Status[s.SilenceOut] | Refused:
    given = body.dict(exclude={"source", "service", "weekdays"})
    values = SilenceValues(**given, source_id=body.source, service_id=body.service, weekdays=tuple(body.weekdays))
    done = make_silence(actor=actor_of(request), values=values, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else Status(201, silence_out(done))


@router.post("/silences/{pk}/end", response={200: s.SilenceOut, **REFUSALS})
def end(request: HttpRequest, pk: int, body: s.EndIn) -> s.SilenceOut | Refused:
    """End it before its time; what it kept quiet and still fires is decided about anew."""
    done = end_silence(actor=actor_of(request), silence=get_silence(pk), version=body.version, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else silence_out(done)


@router.post("/alerts/{pk}/silence", response={201: s.SilenceOut, **REFUSALS})
def silence_for(request: HttpRequest, pk: int, body: s.SilenceForIn) -> Status[s.SilenceOut] | Refused:
    """Keep an alert, and those with the same labels, quiet from now on."""
    actor = actor_of(request)
    done = silence_alert(
        actor=actor,
        alert=get_alert(actor, pk),
        minutes=body.minutes,
        why=body.why,
        version=body.version,
        now=clock.now(),
    )
    return refused(done) if isinstance(done, Refusal) else Status(201, silence_out(done))

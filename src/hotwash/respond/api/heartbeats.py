"""Sources that are expected to be heard."""

from django.http import HttpRequest
from ninja import Router

from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.rows import existing
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of
from hotwash.respond.api import schemas_alerts as s
from hotwash.respond.core.alerts.heartbeat import Beat
from hotwash.respond.models import Heartbeat, Source
from hotwash.respond.queries import heartbeat_of
from hotwash.respond.steps import expect_heartbeat

router = Router(tags=["respond"])


def beat_out(row: Heartbeat | None) -> s.BeatOut:
    if row is None:
        return s.BeatOut(every=0, grace=0)
    return s.BeatOut(every=row.every_minutes, grace=row.grace_minutes, due_at=row.due_at, silent_since=row.silent_since)


def _source(pk: int) -> Source:
    return existing(Source.objects.filter(pk=pk), f"There is no source {pk}.")


@router.get("/sources/{pk}/heartbeat", response={200: s.BeatOut, **REFUSALS})
def heartbeat(request: HttpRequest, pk: int) -> s.BeatOut:
    """How often the source is expected, and whether it is silent."""
    require(actor_of(request), Permission.VIEW)
    return beat_out(heartbeat_of(_source(pk)))


@router.put("/sources/{pk}/heartbeat", response={200: s.BeatOut, **REFUSALS})
def expect(request: HttpRequest, pk: int, body: s.BeatIn) -> s.BeatOut | Refused:
    """Expect to hear from the source: when it is silent, an alert comes that goes through the rules."""
    beat = Beat(body.every, body.grace)
    done = expect_heartbeat(actor=actor_of(request), source=_source(pk), beat=beat, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else beat_out(done)

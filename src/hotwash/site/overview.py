"""The overview of one incident: what each stage says of itself, its key times, who takes part, what happened last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotwash.kernel.eventlog import sentence
from hotwash.kernel.models import Event
from hotwash.kernel.web import actor_of
from hotwash.process.queries import document_for
from hotwash.respond.models import Incident
from hotwash.respond.queries import get_incident
from hotwash.stages.rail import panels

LATEST = 8
MARKS = ("started", "detected", "declared", "acknowledged", "mitigated", "resolved")


@dataclass(frozen=True, slots=True)
class KeyTime:
    """``after``: how long after the first of them."""

    name: str
    at: datetime
    after: timedelta | None


@require_safe
@login_required
def overview(request: HttpRequest, reference: str) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    document = document_for(incident)
    latest = Event.objects.filter(incident_id=incident.pk).order_by("-pk")[:LATEST]
    context = {
        "incident": incident,
        "panels": panels(incident, actor),
        "key_times": list(key_times(incident)),
        "taking_part": [
            (one.person, role.name if (role := document.role(one.role)) else one.role)
            for one in incident.participants.filter(until=None).select_related("person")
        ],
        "services": list(incident.services.all()),
        "latest": [(row, sentence(row)) for row in latest],
    }
    return render(request, "site/overview.html", context)


def key_times(incident: Incident) -> Iterator[KeyTime]:
    """Those that are known, in the order of time."""
    known = [(at, name) for name in MARKS if (at := getattr(incident, f"{name}_at")) is not None]
    known.sort(key=lambda pair: pair[0])
    for at, name in known:
        yield KeyTime(name, at, at - known[0][0] if at != known[0][0] else None)

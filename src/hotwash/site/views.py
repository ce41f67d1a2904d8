"""The house's own pages: what needs me now, search, an incident's stages and its log, error pages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.panel import Card, CardRow
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.eventlog import sentence
from hotwash.kernel.models import Event
from hotwash.kernel.search import search as find
from hotwash.kernel.web import actor_of, page_by_key
from hotwash.process.queries import stages_done
from hotwash.process.steps import finish_stage, reopen_stage
from hotwash.respond.queries import get_incident, visible_incidents
from hotwash.stages import STAGES
from hotwash.stages import stage as stage_of
from hotwash.stages.rail import cards, stage_state

PAGE = 25
LATEST = 6


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What needs me now: the cards of every stage; below them, how far the latest incidents have come."""
    actor = actor_of(request)
    return render(request, "site/home.html", {"cards": cards(actor, now=clock.now()), "latest": _latest(actor)})


def _latest(actor: Actor) -> Card:
    incidents = list(visible_incidents(actor).order_by("-pk")[:LATEST])
    done = stages_done([incident.pk for incident in incidents])
    rows = [
        CardRow(
            reference=incident.reference,
            title=incident.title,
            url=f"/incidents/{incident.reference}/",
            detail=f"{done.get(incident.pk, 0)} of {len(STAGES)} stages done",
            state=incident.state,
            severity=incident.severity,
            at=incident.declared_at,
        )
        for incident in incidents
    ]
    return Card("latest", "Latest incidents", 1000, rows, more="/incidents/")


@require_safe
@login_required
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    begin = request.GET.get("from", "")[:7]
    start = int(begin) if begin.isdecimal() else 0
    visible = visible_incidents(actor_of(request)).values("pk")
    hits, total = find(text, visible=visible, offset=start, limit=PAGE) if text else ([], 0)
    context = {
        "query": text,
        "hits": hits,
        "total": total,
        "older": start + PAGE if start + PAGE < total else None,
        "newer": max(start - PAGE, 0) if start else None,
    }
    return render(request, "site/search.html", context)


@require_POST
@login_required
def finish(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    done = finish_stage(actor=actor, incident=incident, state=stage_state(incident, key), now=clock.now())
    if isinstance(done, Refusal):
        for reason in done.reasons:
            messages.warning(request, reason.message)
    return redirect(_stage_page(incident.reference, key))


@require_POST
@login_required
def reopen(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    reopen_stage(actor=actor, incident=incident, state=stage_state(incident, key))
    return redirect(_stage_page(incident.reference, key))


def _stage_page(reference: str, key: str) -> str:
    return f"/incidents/{reference}/{key}/" if stage_of(key) else f"/incidents/{reference}/"


@require_safe
@login_required
def log(request: HttpRequest, reference: str) -> HttpResponse:
    """Who did what, when and why: the incident's chain of the event log."""
    incident = get_incident(actor_of(request), reference)
    rows = Event.objects.filter(incident_id=incident.pk)
    page = page_by_key(rows, before=request.GET.get("before", ""), after=request.GET.get("after", ""), size=100)
    lines = [(row, sentence(row)) for row in page.rows]
    return render(request, "site/log.html", {"incident": incident, "page": page, "lines": lines})


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "404.html", status=404)


def defect(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)

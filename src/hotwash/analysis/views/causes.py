"""One graph, three views: 5 Whys, fishbone, table."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST

from hotwash.analysis.core.categorise import categorise
from hotwash.analysis.core.fishbone import Options, fishbone
from hotwash.analysis.core.graph import Kind, State
from hotwash.analysis.core.whys import Branch
from hotwash.analysis.forms import ReasonForm, WhyForm
from hotwash.analysis.models import Factor, GapReview
from hotwash.analysis.queries import Analysis, Row, analysis_of, debrief_of, entries_to_cite, get_factor
from hotwash.analysis.steps import add_factor, add_why, reopen_gap, review_gap
from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.rows import existing
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.process.queries import document_for
from hotwash.respond.models import Incident
from hotwash.respond.queries import get_incident

DEEPEST = 6  # steps of indentation that a page still shows


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the 5 Whys."""

    row: Row
    depth: int
    again: bool
    effect: Row | None


@require_http_methods(["GET", "POST"])
@login_required
def causes(request: HttpRequest, reference: str, view: str) -> HttpResponse:
    """A POST adds a factor, beneath another one where `effect` names it."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    form = WhyForm(request.POST or None, initial=_initial(request, incident))
    form.set_places(document_for(incident).categories)
    if request.method == "POST" and form.is_valid():
        added = _add(actor, incident, form)
        if isinstance(added, Factor):
            messages.success(request, f"{added.reference} was added.")
            return redirect(f"{request.path}#{added.reference}")
        add_reasons(form, added)
    context = _context(incident, actor, view) | {"form": form, "asked_for": _effect(form)}
    return render(request, f"analysis/{view}.html", context, status=422 if form.errors else 200)


def _add(actor: Actor, incident: Incident, form: WhyForm) -> Factor | Refusal:
    number = form.cleaned_data["effect"]
    if number is None:
        return add_factor(actor=actor, incident=incident, draft=form.draft(), now=clock.now())
    return add_why(actor=actor, effect=get_factor(incident, number), draft=form.draft(), now=clock.now())


def _initial(request: HttpRequest, incident: Incident) -> dict[str, object]:
    """`?why=3` asks the next why beneath F-3; `?kind=helped` sets the kind; the first factor says what happened."""
    why, kind = request.GET.get("why", ""), request.GET.get("kind", "")
    if why.isdecimal():
        return {"effect": int(why), "kind": Kind.FACTOR}
    if kind in set(Kind):
        return {"kind": kind}
    begun = Factor.objects.filter(incident=incident, deleted_at=None, kind=Kind.OUTCOME).exists()
    return {"kind": Kind.FACTOR} if begun else {"kind": Kind.OUTCOME, "statement": incident.title}


def _effect(form: WhyForm) -> int | None:
    value = form["effect"].value()
    return int(value) if str(value).isdecimal() else None


def _context(incident: Incident, actor: Actor, view: str) -> dict[str, object]:
    analysis = analysis_of(incident)
    return {
        "incident": incident,
        "analysis": analysis,
        "view": view,
        "items": list(items(analysis)) if view == "whys" else [],
        "drawing": drawing(analysis, incident) if view == "fishbone" else "",
        "suggestions": suggestions(analysis),
        "beside": [
            ("What helped", Kind.HELPED, analysis.of_kind(Kind.HELPED)),
            ("Where luck helped", Kind.LUCK, analysis.of_kind(Kind.LUCK)),
            ("Open questions", Kind.QUESTION, analysis.of_kind(Kind.QUESTION)),
        ],
        "entries": list(entries_to_cite(incident)),
        "debrief": debrief_of(incident),
        "may_edit": allowed(actor, Permission.EDIT, incident),
    }


def items(analysis: Analysis) -> Iterator[Item]:
    """The trees of the 5 Whys, line by line."""
    waiting: list[tuple[Branch, Row | None]] = [(branch, None) for branch in reversed(analysis.trees)]
    while waiting:
        branch, effect = waiting.pop()
        row = analysis.rows[branch.node.id]
        yield Item(row, min(branch.depth, DEEPEST), branch.again, effect)
        waiting.extend((inner, row) for inner in reversed(branch.why))


def drawing(analysis: Analysis, incident: Incident) -> str:
    options = Options(
        gaps=analysis.signs,
        href=f"/incidents/{incident.reference}/analysis/",
        title=f"Fishbone of {incident.reference} {incident.title}",
    )
    return mark_safe(fishbone(analysis.graph, analysis.bones, options))  # noqa: S308 - every text in it is escaped


@dataclass(frozen=True, slots=True)
class Proposal:
    """A category that fits a factor that has none, with the reason."""

    row: Row
    place: str
    name: str
    why: str


def suggestions(analysis: Analysis) -> list[Proposal]:
    found = []
    for node in analysis.graph.explaining:
        if node.category or node.state is State.REFUTED:
            continue
        proposal = categorise(node.statement)
        place = f"{proposal.category}:{proposal.subcategory}"
        known = place if place in analysis.names else str(proposal.category)
        if known in analysis.names and proposal.confidence > 0.25:
            name = analysis.names[proposal.category]
            full = f"{name}: {analysis.names[known]}" if ":" in known else name
            found.append(Proposal(analysis.rows[node.id], known, full, proposal.why))
    return found


@require_POST
@login_required
def leave_question(request: HttpRequest, reference: str) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    form = ReasonForm(request.POST)
    if form.is_valid():
        left = review_gap(actor=actor, incident=incident, now=clock.now(), **form.cleaned_data)
        if isinstance(left, GapReview):
            messages.success(
                request,
                "It is not asked again.",
                extra_tags=f"undo:/incidents/{incident.reference}/analysis/questions/{left.pk}/reopen",
            )
            return redirect(back_to(request, incident))
        messages.error(request, str(left))
    else:
        messages.error(request, "Say in a few words why it is right as it is: the next reader will ask.")
    return redirect(back_to(request, incident))


@require_POST
@login_required
def reopen_question(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    review = existing(GapReview.objects.filter(incident=incident, pk=pk), "That question is open already.")
    reopen_gap(actor=actor, review=review)
    messages.success(request, "It is asked again.")
    return redirect(back_to(request, incident))


def back_to(request: HttpRequest, incident: Incident) -> str:
    """Where a person came from, as the form says; the causes of the incident else."""
    wanted = request.POST.get("back", "")
    inside = f"/incidents/{incident.reference}/"
    if wanted.startswith(inside) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return f"{inside}analysis/"

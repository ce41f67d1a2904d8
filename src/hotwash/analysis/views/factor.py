"""One factor: what it says, why, what shows it, what became of it."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hotwash.analysis.core.drafts import NAMES, FactorDraft
from hotwash.analysis.core.graph import CAUSAL
from hotwash.analysis.forms import FactorForm, QuoteForm, initial_of
from hotwash.analysis.models import Factor
from hotwash.analysis.queries import analysis_of, draft_of, entries_to_cite, get_citation, get_factor, history_of
from hotwash.analysis.steps import (
    change_factor,
    cite_entry,
    cite_quote,
    link_because,
    remove_citation,
    remove_factor,
    restore_factor,
    set_category,
    unlink_because,
)
from hotwash.analysis.views.causes import back_to
from hotwash.evidence.models import Entry
from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.errors import NotFound
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.models import Event
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.process.queries import document_for
from hotwash.respond.models import Incident
from hotwash.respond.queries import get_incident


@require_http_methods(["GET", "POST"])
@login_required
def factor(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A POST saves the fields; one that lies on an older version shows both texts, and nothing typed is lost."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    found = get_factor(incident, number, removed=True)
    form = FactorForm(request.POST or None, initial=initial_of(found))
    form.set_places(document_for(incident).categories)
    theirs = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        saved = change_factor(actor=actor, factor=found, draft=form.draft(), version=version)
        if isinstance(saved, Factor):
            messages.success(request, f"{saved.reference} was saved.")
            return redirect("factor", incident.reference, number)
        add_reasons(form, saved)
        theirs = get_factor(incident, number, removed=True) if saved.is_conflict else None
        if theirs:
            form.data = {**dict(form.data.items()), "version": str(theirs.version)}
    status = 409 if theirs else 422 if form.errors else 200
    context = _context(request, incident, found) | {"form": form, "theirs": theirs}
    context["may_edit"] = allowed(actor, Permission.EDIT, incident)
    return render(request, "analysis/factor.html", context, status=status)


def _context(request: HttpRequest, incident: Incident, found: Factor) -> dict[str, object]:
    analysis = analysis_of(incident)
    row = analysis.rows.get(found.pk)
    linked = {found.pk, *(node.id for node in row.causes)} if row else {found.pk}
    above = analysis.graph.all_effects(found.pk)
    words = request.GET.get("entries", "")
    cited = {citation.entry_id for citation in row.factor.citations.all()} if row else set()
    return {
        "incident": incident,
        "analysis": analysis,
        "factor": found,
        "row": row,
        "linkable": [n for n in analysis.graph.nodes if n.kind in CAUSAL and n.id not in linked and n.id not in above],
        "is_causal": found.kind in CAUSAL,
        "entries": [entry for entry in entries_to_cite(incident, words) if entry.pk not in cited],
        "words": words,
        "quote_form": QuoteForm(),
        "history": history_of(found),
    }


@require_POST
@login_required
def act(request: HttpRequest, reference: str, number: int, verb: str) -> HttpResponse:
    """Every other button of a factor, by its verb."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    doing = ACTS.get(verb)
    if doing is None:
        raise Http404
    found = get_factor(incident, number, removed=verb in {"restore", "put-back"})
    done = doing(request, actor, found)
    if isinstance(done, Refusal):
        messages.error(request, str(done))
    elif verb == "remove":
        address = f"undo:/incidents/{incident.reference}/analysis/F-{number}/restore"
        messages.success(request, f"F-{number} was removed.", extra_tags=address)
    elif done:
        messages.success(request, done)
    return redirect(back_to(request, incident))


Done = Refusal | str


def _said(result: object, text: str) -> Done:
    return result if isinstance(result, Refusal) else text


def _cause(request: HttpRequest, found: Factor) -> Factor:
    number = request.POST.get("cause", "").removeprefix("F-")
    if not number.isdecimal():
        msg = "Choose the factor that it happened because of."
        raise NotFound(msg)
    return get_factor(found.incident, int(number))


def _link(request: HttpRequest, actor: Actor, found: Factor) -> Done:
    cause = _cause(request, found)
    return _said(link_because(actor=actor, effect=found, cause=cause), f"{found.reference}, because {cause.reference}.")


def _unlink(request: HttpRequest, actor: Actor, found: Factor) -> Done:
    cause = _cause(request, found)
    unlink_because(actor=actor, effect=found, cause=cause)
    return f"{cause.reference} is no longer a cause of {found.reference}."


def _move(request: HttpRequest, actor: Actor, found: Factor) -> Done:
    category, _, subcategory = request.POST.get("place", "").partition(":")
    moved = set_category(actor=actor, factor=found, category=category, subcategory=subcategory)
    return _said(moved, f"{found.reference} was moved.")


def _cite(request: HttpRequest, actor: Actor, found: Factor) -> Done:
    numbers = [value.removeprefix("T-") for value in request.POST.getlist("entry")]
    wanted = [int(number) for number in numbers if number.isdecimal() and len(number) < 10]
    entries = list(Entry.objects.filter(incident=found.incident, number__in=wanted, deleted_at=None))
    if not entries:
        return refuse("no-entry", "Choose an entry of the timeline.", "entry")
    for entry in entries:
        cited = cite_entry(actor=actor, factor=found, entry=entry, now=clock.now())
        if isinstance(cited, Refusal):
            return cited
    return f"{found.reference} cites {', '.join(entry.reference for entry in entries)}."


def _quote(request: HttpRequest, actor: Actor, found: Factor) -> Done:
    cited = cite_quote(actor=actor, factor=found, quote=request.POST.get("quote", ""), now=clock.now())
    return _said(cited, f"The words were added to {found.reference}.")


def _uncite(request: HttpRequest, actor: Actor, found: Factor) -> Done:
    pk = request.POST.get("citation", "")
    if not pk.isdecimal() or len(pk) > 18:
        return refuse("no-citation", "That citation is gone.")
    remove_citation(actor=actor, citation=get_citation(found.incident, int(pk)))
    return "The citation was removed."


def _remove(_request: HttpRequest, actor: Actor, found: Factor) -> Done:
    return _said(remove_factor(actor=actor, factor=found, now=clock.now()), "")


def _restore(_request: HttpRequest, actor: Actor, found: Factor) -> Done:
    return _said(restore_factor(actor=actor, factor=found), f"{found.reference} is back.")


def _put_back(request: HttpRequest, actor: Actor, found: Factor) -> Done:
    """Give one field the value that it had before a change of its history."""
    pk = request.POST.get("event", "")
    event = Event.objects.filter(pk=int(pk), incident_id=found.incident_id) if pk.isdecimal() and len(pk) < 18 else None
    row = event.filter(type="analysis.factor_changed", payload__number=found.number).first() if event else None
    if row is None or row.payload.get("field") not in NAMES:
        return refuse("no-change", "That change is not in the history of this factor.")
    values = {name: str(getattr(draft_of(found), name)) for name in NAMES}
    values[row.payload["field"]] = str(row.payload["before"])
    if row.payload["field"] == "category":
        values["subcategory"] = ""
    done = change_factor(actor=actor, factor=found, draft=FactorDraft(**values), version=found.version)
    return _said(done, f"The {NAMES[row.payload['field']]} is what it was.")


ACTS: Mapping[str, Callable[[HttpRequest, Actor, Factor], Done]] = {
    "link": _link,
    "unlink": _unlink,
    "move": _move,
    "cite": _cite,
    "quote": _quote,
    "uncite": _uncite,
    "remove": _remove,
    "restore": _restore,
    "put-back": _put_back,
}

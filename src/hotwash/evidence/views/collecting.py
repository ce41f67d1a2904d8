"""Collecting for an incident: what can be asked, a dry run, runs and what came of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotwash.evidence.forms import CollectForm, local_text
from hotwash.evidence.models import Collection
from hotwash.evidence.queries import (
    collections_of,
    collector_kind,
    collector_kinds,
    collectors_for,
    get_collection,
    proposed_window,
    usable_collector,
)
from hotwash.evidence.queries.collecting import SHOWN
from hotwash.evidence.steps import Trial, retry_collection, start_collection, stop_collection, try_collection
from hotwash.evidence.views.common import asked, frame
from hotwash.kernel import clock
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import add_reasons
from hotwash.respond.models import Incident


@require_safe
@login_required
def runs(request: HttpRequest, reference: str) -> HttpResponse:
    actor, incident = asked(request, reference)
    kinds = collector_kinds()
    rows = list(collections_of(incident)[:SHOWN])
    context = frame(actor, incident, "files") | {
        "collectors": [(row, kinds[row.kind]) for row in collectors_for(incident)],
        "runs": rows,
        "waits": any(row.running for row in rows),
        "may_manage": allowed(actor, Permission.MANAGE),
    }
    return render(request, "evidence/collect.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def collect(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The window and the query; *Try it* asks a little and shows what came, *Collect* begins a run."""
    actor, incident = asked(request, reference)
    require(actor, Permission.EDIT, incident)
    collector = usable_collector(incident, pk)
    plugin = collector_kind(collector.kind)
    given = request.POST if request.method == "POST" else None
    form = CollectForm(given, incident=incident, initial=None if given else _initial(incident, collector.query))
    form.fields["text"].help_text = plugin.query_help
    trial: Trial | None = None
    if given is not None and form.is_valid():
        step = try_collection if "try" in given else start_collection
        done = step(actor=actor, incident=incident, collector=collector, query=form.asked(), now=clock.now())
        if isinstance(done, Collection):
            messages.success(request, f"{collector.name} is being asked. What comes is evidence by itself.")
            return redirect("evidence-collect", reference=incident.reference)
        if isinstance(done, Refusal):
            add_reasons(form, done)
        else:
            trial = done
    context = frame(actor, incident, "files") | {"form": form, "collector": collector, "plugin": plugin, "trial": trial}
    return render(request, "evidence/collect_from.html", context, status=422 if form.errors else 200)


def _initial(incident: Incident, query: str) -> dict[str, object]:
    window = proposed_window(incident, now=clock.now())
    return {"begin": local_text(window.begin), "end": local_text(window.end), "text": query}


@require_POST
@login_required
def again(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    done = retry_collection(actor=actor, collection=get_collection(incident, pk), now=clock.now())
    return _told(request, incident, done, "is being asked again.")


@require_POST
@login_required
def stop(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    done = stop_collection(actor=actor, collection=get_collection(incident, pk), now=clock.now())
    return _told(request, incident, done, "is not asked any more. What came is evidence.")


def _told(request: HttpRequest, incident: Incident, done: Collection | Refusal, words: str) -> HttpResponse:
    if isinstance(done, Refusal):
        messages.warning(request, str(done))
    else:
        messages.success(request, f"{done.name} {words}")
    return redirect("evidence-collect", reference=incident.reference)

"""Setting up the systems that evidence is fetched from: for administrators."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotwash.evidence.forms import OPTION, CollectorForm
from hotwash.evidence.models import Collector
from hotwash.evidence.queries import all_collectors, collector_kinds, get_collector
from hotwash.evidence.steps import remove_collector, save_collector
from hotwash.kernel import clock
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Reason, Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of, add_reasons


@require_safe
@login_required
def show(request: HttpRequest) -> HttpResponse:
    kinds = collector_kinds()
    rows = [(row, kinds.get(row.kind)) for row in all_collectors(actor_of(request))]
    context = {"rows": rows, "kinds": sorted(kinds.values(), key=lambda kind: kind.title)}
    return render(request, "evidence/collectors.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest, kind: str) -> HttpResponse:
    return _edit(request, None, kind)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_collector(actor_of(request), pk)
    return _edit(request, row, row.kind)


def _edit(request: HttpRequest, row: Collector | None, kind: str) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.MANAGE)
    plugin = collector_kinds().get(kind)
    if plugin is None:
        raise Http404
    form = CollectorForm(request.POST if request.method == "POST" else None, plugin=plugin, kept=row)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        saved = save_collector(actor=actor, collector=row, wanted=form.wanted(), version=version, now=clock.now())
        if not isinstance(saved, Refusal):
            messages.success(request, f"“{saved.name}” is set up. It stands on the evidence page of every incident.")
            return redirect("collectors")
        add_reasons(form, _at_fields(saved, form))
    context = {"form": form, "collector": row, "plugin": plugin}
    return render(request, "evidence/collector.html", context, status=422 if form.errors else 200)


def _at_fields(refusal: Refusal, form: CollectorForm) -> Refusal:
    """The options' own names, as the form calls them."""
    named = {option.key: OPTION + option.key for option in form.plugin.options}
    reasons = (Reason(one.code, one.message, named.get(one.field, one.field)) for one in refusal.reasons)
    return Refusal(tuple(one if one.field in form.fields else Reason(one.code, one.message) for one in reasons))


@require_POST
@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    row = get_collector(actor, pk)
    remove_collector(actor=actor, collector=row)
    messages.success(request, f"“{row.name}” is removed, its credentials with it. What it brought stays.")
    return redirect("collectors")

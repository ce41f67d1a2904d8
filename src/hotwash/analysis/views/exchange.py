"""The graph for other tools, and from them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from hotwash.analysis.forms import ImportForm
from hotwash.analysis.queries import EXPORTS, analysis_of, exported
from hotwash.analysis.steps import import_graph
from hotwash.kernel import clock
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of
from hotwash.respond.queries import get_incident

MOST = 2_000_000  # bytes of an import


@require_safe
@login_required
def export(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    incident = get_incident(actor_of(request), reference)
    if form not in EXPORTS:
        raise Http404
    media_type, ending = EXPORTS[form]
    answer = HttpResponse(exported(analysis_of(incident), form), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{incident.reference}-{form}.{ending}"'
    return answer


@require_POST
@login_required
def take_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Add the factors of an export to the graph."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid() or form.cleaned_data["file"].size > MOST:
        messages.error(request, "Choose a file with exported factors (JSON, at most 2 MB).")
        return redirect("analysis", incident.reference)
    text = form.cleaned_data["file"].read().decode("utf-8", errors="replace")
    added = import_graph(actor=actor, incident=incident, text=text, now=clock.now())
    if isinstance(added, Refusal):
        messages.error(request, str(added))
    else:
        messages.success(request, f"{len(added)} factors were added.")
    return redirect("analysis", incident.reference)

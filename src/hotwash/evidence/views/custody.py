"""Custody: the evidence as a bundle, and who took out what."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from hotwash.evidence.core.custody import Contents
from hotwash.evidence.forms import BundleForm
from hotwash.evidence.queries import bundle_of, files_of, taken_out
from hotwash.evidence.steps import take_bundle
from hotwash.evidence.views.common import asked, frame
from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import add_reasons
from hotwash.respond.models import Incident


@require_http_methods(["GET", "POST"])
@login_required
def custody(request: HttpRequest, reference: str) -> HttpResponseBase:
    """What is kept, the bundle, and the log of what was taken out."""
    actor, incident = asked(request, reference)
    form = BundleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        contents = Contents(originals=form.cleaned_data["holds"] == "originals")
        taken = take_bundle(actor=actor, incident=incident, contents=contents, why=form.cleaned_data["why"])
        if not isinstance(taken, Refusal):
            return bundle_answer(actor, incident, contents)
        add_reasons(form, taken)
    return _page(request, actor, incident, form)


def _page(request: HttpRequest, actor: Actor, incident: Incident, form: BundleForm) -> HttpResponse:
    rows = list(files_of(incident))
    context = frame(actor, incident, "custody") | {
        "form": form,
        "count": len(rows),
        "size": sum(row.size for row in rows),
        "taken": taken_out(incident),
    }
    return render(request, "evidence/custody.html", context, status=422 if form.errors else 200)


def bundle_answer(actor: Actor, incident: Incident, contents: Contents) -> StreamingHttpResponse:
    """The zip, given out while it is made."""
    parts = bundle_of(incident, contents, actor=actor, now=clock.now())
    name = f"{incident.reference}-evidence.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(parts, content_type="application/zip", headers=headers)

"""Custody: the evidence as a bundle, and who took out what."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hotwash.evidence.core.custody import Contents
from hotwash.evidence.core.masks import pieces
from hotwash.evidence.forms import BundleForm, MaskingForm, UnmaskForm
from hotwash.evidence.queries import bundle_of, files_of, get_file, masked_lines, own_masking, taken_out
from hotwash.evidence.steps import Unmasked, set_masking, take_bundle, unmask
from hotwash.evidence.views.common import asked, frame
from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import add_reasons
from hotwash.process.queries import document_for
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
        "masking": _masking_form(incident),
    }
    return render(request, "evidence/custody.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def masking(request: HttpRequest, reference: str) -> HttpResponse:
    """Which addresses are masked beside secrets."""
    actor, incident = asked(request, reference)
    form = _masking_form(incident, request.POST)
    if form.is_valid():
        emails, ips = form.cleaned_data["emails"], form.cleaned_data["ips"]
        set_masking(actor=actor, incident=incident, emails=emails, ips=ips, now=clock.now())
        messages.success(request, "Saved. Where something changed, the files are read anew.")
    return redirect("evidence-custody", reference=incident.reference)


def _masking_form(incident: Incident, data: object = None) -> MaskingForm:
    usual, own = document_for(incident).masking, own_masking(incident)
    initial = {"emails": own.emails if own else None, "ips": own.ips if own else None}
    return MaskingForm(data, usual={"emails": usual.emails, "ips": usual.ips}, initial=initial)


@require_http_methods(["GET", "POST"])
@login_required
def unmasking(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The masks of a record; one of them is lifted for whoever asks, in this answer and nowhere else."""
    actor, incident = asked(request, reference)
    require(actor, Permission.EDIT, incident)
    row = get_file(incident, number)
    line = int(text) if (text := request.GET.get("line", "")).isdecimal() and len(text) < 13 else 1
    lines = masked_lines(row, max(1, line))
    choices = [(f"{one.line}:{one.place}", f"line {one.line}: {one.kind}") for _, _, masks in lines for one in masks]
    form = UnmaskForm(request.POST or None, choices)
    shown: Unmasked | Refusal | None = None
    if request.method == "POST" and form.is_valid():
        at, place = form.chosen()
        shown = unmask(actor=actor, file=row, line=at, place=place, why=form.cleaned_data["why"])
        if isinstance(shown, Refusal):
            add_reasons(form, shown)
            shown = None
    context = frame(actor, incident, "files") | {"file": row, "form": form, "line": line, "shown": shown}
    context["lines"] = [(number, pieces(text)) for number, text, _ in lines]
    answer = render(request, "evidence/unmask.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def bundle_answer(actor: Actor, incident: Incident, contents: Contents) -> StreamingHttpResponse:
    """The zip, given out while it is made."""
    parts = bundle_of(incident, contents, actor=actor, now=clock.now())
    name = f"{incident.reference}-evidence.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(parts, content_type="application/zip", headers=headers)

"""Annotations and attachments of an entry."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from hotwash.evidence.forms import AnnotationForm, AttachForm
from hotwash.evidence.models import Entry, EvidenceFile
from hotwash.evidence.queries import files_of, get_annotation, get_attachment, get_entry
from hotwash.evidence.steps import (
    Lines,
    Upload,
    add_evidence,
    annotate_entry,
    attach_evidence,
    detach_evidence,
    remove_annotation,
    restore_annotation,
    store,
)
from hotwash.evidence.views.common import asked, frame, undoable
from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.web import add_reasons
from hotwash.respond.models import Incident


@require_POST
@login_required
def annotate(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    row = get_entry(incident, number)
    form = AnnotationForm(request.POST, incident=incident)
    if form.is_valid():
        made = annotate_entry(actor=actor, entry=row, now=clock.now(), **form.cleaned_data)
        if not isinstance(made, Refusal):
            address = reverse("evidence-annotation-remove", args=[reference, made.pk])
            undoable(request, f"{row.reference} was annotated.", address)
            return redirect(_notes(row))
        add_reasons(form, made)
    context = frame(actor, incident, "timeline") | {"entry": row, "form": form}
    return render(request, "evidence/annotate.html", context, status=422)


@require_POST
@login_required
def attach(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A file that is there already, or a new one, which becomes evidence first."""
    actor, incident = asked(request, reference)
    row = get_entry(incident, number)
    form = AttachForm(request.POST, request.FILES, incident=incident)
    if form.is_valid():
        found = _file(actor, incident, form)
        if isinstance(found, EvidenceFile):
            data = form.cleaned_data
            lines = Lines(found, data["line"], data["until"], data["note"])
            made = attach_evidence(actor=actor, entry=row, lines=lines, now=clock.now())
            if not isinstance(made, Refusal):
                address = reverse("evidence-detach", args=[reference, made.pk])
                undoable(request, f"{made.place} is attached to {row.reference}.", address)
                return redirect(_notes(row))
            add_reasons(form, made)
        else:
            add_reasons(form, found)
    context = frame(actor, incident, "timeline") | {"entry": row, "form": form}
    return render(request, "evidence/attach.html", context, status=422)


def _file(actor: Actor, incident: Incident, form: AttachForm) -> EvidenceFile | Refusal:
    upload = form.cleaned_data["upload"]
    if upload is None:
        return form.cleaned_data["file"] or refuse("file", "Choose a file of the evidence, or add a new one.", "file")
    stored = store(upload.chunks())
    given = Upload(upload.name, stored)
    made = add_evidence(actor=actor, incident=incident, upload=given, now=clock.now())
    known = files_of(incident).filter(sha256=stored.sha256).first() if isinstance(made, Refusal) else None
    return known or made


@require_POST
@login_required
def remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    row = remove_annotation(actor=actor, annotation=get_annotation(incident, pk), now=clock.now())
    undoable(request, "The annotation was removed.", reverse("evidence-annotation-restore", args=[reference, pk]))
    return redirect(_notes(row.entry))


@require_POST
@login_required
def restore(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    row = restore_annotation(actor=actor, annotation=get_annotation(incident, pk))
    messages.success(request, "The annotation is back.")
    return redirect(_notes(row.entry))


@require_POST
@login_required
def detach(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    row = detach_evidence(actor=actor, attachment=get_attachment(incident, pk), now=clock.now())
    undoable(request, f"{row.place} was taken off.", reverse("evidence-reattach", args=[reference, pk]))
    return redirect(_notes(row.entry))


@require_POST
@login_required
def reattach(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    old = get_attachment(incident, pk)
    lines = Lines(old.file, old.line, old.until, old.note)
    made = attach_evidence(actor=actor, entry=old.entry, lines=lines, now=clock.now())
    if isinstance(made, Refusal):
        messages.error(request, str(made))
    else:
        messages.success(request, f"{made.place} is attached again.")
    return redirect(_notes(old.entry))


def _notes(row: Entry) -> str:
    return reverse("evidence-entry", args=[row.incident.reference, row.number]) + "#notes"

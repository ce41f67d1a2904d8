"""The process as people read it, its versions with what changed, and the page that saves the next one."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hotwash.kernel import clock
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.process.core.changes import changes
from hotwash.process.models import ProcessVersion
from hotwash.process.queries import current_document, current_version
from hotwash.process.steps import save_process


class ProcessForm(forms.Form):
    text = forms.CharField(
        label="The document, as YAML",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 40, "spellcheck": "false", "class": "code"}),
    )
    note = forms.CharField(label="What changes, and why?", max_length=300)
    based_on = forms.IntegerField(widget=forms.HiddenInput)


@require_safe
@login_required
def show(request: HttpRequest) -> HttpResponse:
    versions = ProcessVersion.objects.select_related("created_by")
    context = {"document": current_document(), "current": current_version(), "versions": versions}
    return render(request, "process/show.html", context)


@require_safe
@login_required
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version, as what it changed against the one before it."""
    found = ProcessVersion.objects.select_related("created_by").filter(number=number).first()
    if found is None:
        raise Http404
    before = ProcessVersion.objects.filter(number__lt=number).first()
    lines = changes(before.text if before else "", found.text)
    return render(request, "process/version.html", {"version": found, "before": before, "lines": lines})


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest) -> HttpResponse:
    """Edit the document; “Show what changes” gives the diff before it is saved."""
    actor, newest = actor_of(request), current_version()
    require(actor, Permission.MANAGE)
    form = ProcessForm(request.POST or None, initial={"text": newest.text, "based_on": newest.number})
    lines = []
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        data["text"] = data["text"].replace("\r\n", "\n")
        lines = changes(newest.text, data["text"])
        if "preview" not in request.POST:
            saved = save_process(actor=actor, now=clock.now(), **data)
            if not isinstance(saved, Refusal):
                messages.success(request, f"Saved as version {saved.number}. The next incident runs under it.")
                return redirect("process")
            add_reasons(form, saved)
    status = 422 if form.errors else 200
    return render(request, "process/edit.html", {"form": form, "lines": lines, "current": newest}, status=status)

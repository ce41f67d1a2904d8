"""The archive: found by words and filters; existing post-mortems taken in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotwash.kernel import clock
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of
from hotwash.reports.forms import ArchiveForm, ImportForm
from hotwash.reports.models import ArchivedDocument
from hotwash.reports.queries import search_archive
from hotwash.reports.queries.archive import PAGE
from hotwash.reports.steps import import_document, remove_document
from hotwash.reports.steps.archive import MAX_SIZE
from hotwash.reports.views.posted import posted

MOST_FILES = 200


@require_safe
@login_required
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = ArchiveForm(request.GET)
    wanted = form.filter()
    written = request.GET.get("page", "1")
    page = int(written) if written.isdecimal() and len(written) < 6 else 1
    found = search_archive(actor, wanted, page=max(page, 1))
    context = {
        "form": form,
        "wanted": wanted,
        "found": found,
        "page": page,
        "first": (max(page, 1) - 1) * PAGE + 1,
        "asked": any(value for name, value in request.GET.items() if name != "page"),
        "may_import": allowed(actor, Permission.EDIT),
        "may_manage": allowed(actor, Permission.MANAGE),
    }
    return render(request, "reports/archive.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def take_in(request: HttpRequest) -> HttpResponse:
    """Import documents; each is its own step, so what can't be read is told and the rest is done."""
    actor = actor_of(request)
    require(actor, Permission.EDIT)
    form = ImportForm(posted(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        taken: list[ArchivedDocument] = []
        for file in form.cleaned_data["documents"][:MOST_FILES]:
            content = file.read(MAX_SIZE + 1)
            row = import_document(actor=actor, name=str(file.name), content=content, now=clock.now())
            if isinstance(row, Refusal):
                form.add_error("documents", f"{file.name}: {row}")
            else:
                taken.append(row)
        if taken:
            messages.success(request, f"{len(taken)} document{'s are' if len(taken) > 1 else ' is'} in the archive.")
        if not form.errors:
            return redirect("archived", taken[0].pk) if len(taken) == 1 else redirect("archive")
    return render(request, "reports/import.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@login_required
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """An imported post-mortem: what was read out of it, and its text."""
    actor = actor_of(request)
    found = get_object_or_404(ArchivedDocument.objects.select_related("imported_by"), pk=pk)
    context = {"document": found, "reading": found.reading, "may_manage": allowed(actor, Permission.MANAGE)}
    return render(request, "reports/archived.html", context)


@require_POST
@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    found = get_object_or_404(ArchivedDocument, pk=pk)
    remove_document(actor=actor, document=found)
    messages.success(request, f"“{found.title}” is no longer in the archive.")
    return redirect("archive")

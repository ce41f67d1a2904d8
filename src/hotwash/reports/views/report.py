"""The report while it is being written: the page, its sections, its title."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.errors import NotFound
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.reports.forms import SectionForm, TitleForm
from hotwash.reports.models import Report
from hotwash.reports.queries import get_report, report_of, section_versions
from hotwash.reports.steps import edit_section, rename_report, start_report
from hotwash.reports.views.page import Part, page_context, parts_of
from hotwash.reports.views.posted import posted
from hotwash.respond.queries import get_incident


@require_safe
@login_required
def show(request: HttpRequest, reference: str) -> HttpResponse:
    actor = actor_of(request)
    return render(request, "reports/page.html", page_context(get_incident(actor, reference), actor))


@require_safe
@login_required
def live(request: HttpRequest, reference: str) -> HttpResponse:
    """The bodies of all sections, to take the place of those on an open page."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    report = report_of(incident)
    parts = []
    if report is not None:
        report.incident = incident
        parts = parts_of(incident, report, may_edit=False)
    return render(request, "reports/parts/live.html", {"parts": parts})


@require_POST
@login_required
def start(request: HttpRequest, reference: str) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    start_report(actor=actor, incident=incident, now=clock.now())
    messages.success(request, "The report has begun. What the other stages know stands in it already.")
    return redirect("report", incident.reference)


@require_http_methods(["GET", "POST"])
@login_required
def section(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """One section in its place in the document, open for writing. A conflict shows both texts."""
    actor = actor_of(request)
    report = get_report(actor, reference)
    part = _part(report, key)
    theirs = ""
    if request.method == "POST":
        form = SectionForm(request.POST)
        if form.is_valid():
            saved = edit_section(actor=actor, report=report, key=key, now=clock.now(), **form.cleaned_data)
            if not isinstance(saved, Refusal):
                messages.success(request, f"“{part.plan.title}” is saved.")
                return redirect(f"{reverse('report', args=[reference])}#{key}")
            if saved.is_conflict:
                form, theirs = _conflicting(form, part), part.text.text if part.text else ""
            else:
                add_reasons(form, saved)
        return _editing(request, actor, report, key, {"form": form, "theirs": theirs})
    form = SectionForm(initial={"text": part.text.text if part.text else "", "version": part.version})
    return _editing(request, actor, report, key, {"form": form})


def _conflicting(form: SectionForm, part: Part) -> SectionForm:
    """The same form with what was typed, now based on what stands there: saving it again is a decision."""
    renewed = SectionForm({"text": form.cleaned_data["text"], "version": part.version})
    renewed.is_valid()
    renewed.add_error(None, "Somebody else saved this section while you were writing.")
    return renewed


def _editing(request: HttpRequest, actor: Actor, report: Report, key: str, more: dict[str, object]) -> HttpResponse:
    context = dict(page_context(report.incident, actor)) | more
    context |= {"editing": key, "versions": section_versions(report, key)}
    form = more["form"]
    refused = isinstance(form, SectionForm) and bool(form.errors)
    return render(
        request, "reports/page.html", context, status=(409 if more.get("theirs") else 422) if refused else 200
    )


def _part(report: Report, key: str) -> Part:
    found = next((part for part in parts_of(report.incident, report, may_edit=False) if part.plan.key == key), None)
    if found is None:
        msg = f"The report has no section “{key}”."
        raise NotFound(msg)
    return found


@require_http_methods(["GET", "POST"])
@login_required
def title(request: HttpRequest, reference: str) -> HttpResponse:
    actor = actor_of(request)
    report = get_report(actor, reference)
    form = TitleForm(posted(request), initial={"title": report.title, "version": report.version})
    if request.method == "POST" and form.is_valid():
        saved = rename_report(actor=actor, report=report, **form.cleaned_data)
        if not isinstance(saved, Refusal):
            return redirect("report", reference)
        add_reasons(form, saved)
    context = {"incident": report.incident, "report": report, "form": form}
    return render(request, "reports/title.html", context, status=422 if form.errors else 200)

"""Suggestions for the process: the list, the page that makes one, the page that decides."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotwash.improve.core.suggestions import Misfit, apply_change, change_between, diff_lines
from hotwash.improve.forms import DeclineForm, SuggestionForm
from hotwash.improve.models import Suggestion
from hotwash.improve.queries import suggestions
from hotwash.improve.steps import accept_suggestion, decline_suggestion, suggest_change
from hotwash.improve.steps.suggesting import hunks_of
from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of, add_reasons, is_number
from hotwash.process.queries import current_version
from hotwash.respond.queries import get_incident


@require_safe
@login_required
def suggestion_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    rows = list(suggestions(actor, ""))
    context = {
        "open": [row for row in rows if row.state == "open"],
        "decided": [row for row in rows if row.state != "open"],
    }
    return render(request, "improve/suggestions.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def suggest(request: HttpRequest) -> HttpResponse:
    """Make a suggestion; "Show what changes" gives the diff first."""
    actor, base = actor_of(request), current_version()
    initial = {"edited": base.text, "incident": request.GET.get("incident", "")}
    form = SuggestionForm(request.POST or None, initial=initial)
    lines: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        edited = data["edited"].replace("\r\n", "\n")
        lines = list(diff_lines(change_between(base.text, edited))) if edited.strip() else []
        if "preview" not in request.POST:
            incident = get_incident(actor, data["incident"]) if data["incident"] else None
            made = suggest_change(
                actor=actor, title=data["title"], text=data["text"], edited=edited, incident=incident, now=clock.now()
            )
            if isinstance(made, Suggestion):
                messages.success(request, "Thank you. It waits for a decision.")
                return redirect("suggestion", made.pk)
            add_reasons(form, made)
    context = {"form": form, "lines": lines, "base": base}
    return render(request, "improve/suggest.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def suggestion_page(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    return _show(request, actor, get_object_or_404(suggestions(actor, ""), pk=pk))


def _show(
    request: HttpRequest, actor: Actor, suggestion: Suggestion, form: DeclineForm | None = None, status: int = 200
) -> HttpResponse:
    hunks = hunks_of(suggestion)
    misfit = None
    if suggestion.state == "open" and hunks:
        applied = apply_change(hunks, current_version().text)
        misfit = applied.message if isinstance(applied, Misfit) else None
    context = {
        "suggestion": suggestion,
        "lines": list(diff_lines(hunks)),
        "misfit": misfit,
        "form": form or DeclineForm(initial={"version": suggestion.version}),
        "may_decide": allowed(actor, Permission.MANAGE) and suggestion.state == "open",
    }
    return render(request, "improve/suggestion.html", context, status=status)


@require_POST
@login_required
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    row = get_object_or_404(suggestions(actor, ""), pk=pk)
    version = request.POST.get("version", "")
    decided = accept_suggestion(
        actor=actor, suggestion=row, version=int(version) if is_number(version) else 0, now=clock.now()
    )
    if isinstance(decided, Refusal):
        messages.error(request, str(decided))
        return _show(request, actor, row, status=409 if decided.is_conflict else 422)
    number = decided.process_version.number if decided.process_version else ""
    messages.success(request, f"Accepted: it is version {number} of the process. The next incident runs under it.")
    return redirect("suggestion", pk)


@require_POST
@login_required
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    row = get_object_or_404(suggestions(actor, ""), pk=pk)
    form = DeclineForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        decided = decline_suggestion(
            actor=actor, suggestion=row, reason=data["reason"], version=data["version"], now=clock.now()
        )
        if not isinstance(decided, Refusal):
            messages.success(request, "Declined. Whoever suggested it sees the reason.")
            return redirect("suggestion", pk)
        add_reasons(form, decided)
    return _show(request, actor, row, form=form, status=422)

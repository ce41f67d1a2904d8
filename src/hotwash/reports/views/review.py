"""Asking for a review, answering it, and comments."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hotwash.kernel import clock
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.reports.core.states import Verdict
from hotwash.reports.forms import CommentForm, ReviewersForm, VerdictForm
from hotwash.reports.models import Comment, Review
from hotwash.reports.queries import get_report
from hotwash.reports.steps import (
    answer_comment,
    answer_review,
    comment,
    reopen_comment,
    request_review,
    resolve_comment,
    withdraw_review,
)
from hotwash.reports.views.posted import posted
from hotwash.respond.queries import get_incident


@require_http_methods(["GET", "POST"])
@login_required
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose who reviews."""
    actor = actor_of(request)
    report = get_report(actor, reference)
    form = ReviewersForm(posted(request), report=report)
    if request.method == "POST" and form.is_valid():
        people = list(form.cleaned_data["reviewers"])
        asked = request_review(actor=actor, report=report, reviewers=people, now=clock.now())
        if not isinstance(asked, Refusal):
            messages.success(request, f"Asked {', '.join(person.name for person in people)}.")
            return redirect("report", reference)
        add_reasons(form, asked)
    context = {"incident": report.incident, "report": report, "form": form}
    return render(request, "reports/ask.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Approve, or ask for changes."""
    actor = actor_of(request)
    report = get_report(actor, reference)
    form = VerdictForm(posted(request))
    if request.method == "POST" and form.is_valid():
        verdict, note = Verdict(form.cleaned_data["verdict"]), form.cleaned_data["note"]
        given = answer_review(actor=actor, report=report, verdict=verdict, note=note, now=clock.now())
        if not isinstance(given, Refusal):
            messages.success(request, "Thank you. The authors see your verdict.")
            return redirect("report", reference)
        add_reasons(form, given)
    context = {"incident": report.incident, "report": report, "form": form}
    return render(request, "reports/answer.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def withdraw(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    actor = actor_of(request)
    report = get_report(actor, reference)
    review = get_object_or_404(Review.objects.select_related("reviewer"), pk=pk, report=report)
    review.report = report
    withdraw_review(actor=actor, review=review)
    return redirect("report", reference)


@require_POST
@login_required
def say(request: HttpRequest, reference: str) -> HttpResponse:
    """A comment on a part, or an answer to one; what was refused is shown again with the reason."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    form = CommentForm(request.POST)
    if form.is_valid():
        text, now = form.cleaned_data["text"], clock.now()
        parent = Comment.objects.filter(pk=_number(request.POST.get("parent")), incident=incident).first()
        if parent is not None:
            said = answer_comment(actor=actor, parent=parent, text=text, now=now)
        else:
            said = comment(actor=actor, incident=incident, target=form.cleaned_data["target"], text=text, now=now)
        if not isinstance(said, Refusal):
            return redirect(f"{_back(request, reference)}#comment-{(said.parent or said).pk}")
        add_reasons(form, said)
    context = {
        "incident": incident,
        "form": form,
        "parent": request.POST.get("parent", ""),
        "back": request.POST.get("back", ""),
    }
    return render(request, "reports/comment.html", context, status=422)


@require_POST
@login_required
def settle(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Call a comment answered, or open it again."""
    actor = actor_of(request)
    found = get_object_or_404(Comment, pk=pk, incident=get_incident(actor, reference), parent=None)
    if found.resolved_at is None:
        resolve_comment(actor=actor, comment=found, now=clock.now())
    else:
        reopen_comment(actor=actor, comment=found)
    return redirect(f"{_back(request, reference)}#comment-{pk}")


def _back(request: HttpRequest, reference: str) -> str:
    """The page that the comment stands on: the report, one of its publications, or an entry of the timeline. Never
    another site.
    """
    came = request.POST.get("back", "")
    if came.startswith(f"/incidents/{reference}/") and "\\" not in came and came.isprintable():
        return came
    number = _number(request.POST.get("publication"))
    return reverse("publication", args=[reference, number]) if number else reverse("report", args=[reference])


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0

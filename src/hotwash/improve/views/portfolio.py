"""Over all incidents: figures, themes, the periodic review."""

from datetime import UTC, datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hotwash.analysis.models import Factor
from hotwash.improve.forms import PeriodForm, ReviewForm, ThemeForm
from hotwash.improve.models import PeriodicReview, Theme
from hotwash.improve.queries import insights, proposed_themes, review_due, review_material, reviews, themes
from hotwash.improve.steps import ThemeValues, save_review, save_theme
from hotwash.kernel import clock
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.respond.queries import visible_incidents

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@require_safe
@login_required
def insights_page(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    form = PeriodForm(request.GET or {"days": "365"})
    days, service = form.asked()
    first = visible_incidents(actor).order_by("declared_at").values_list("declared_at", flat=True).first()
    since = now - timedelta(days=days) if days else max(BEGINNING, first or now)
    context = {
        "form": form,
        "insights": insights(actor, since=since, until=now, service=service),
        "review_due": review_due(actor),
        "today": now.date(),
    }
    return render(request, "improve/insights.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def review(request: HttpRequest) -> HttpResponse:
    """The periodic review: what there is to look at, and the form that keeps it as a record."""
    actor, now = actor_of(request), clock.now()
    material = review_material(actor, now.date())
    initial = {"next_on": material.next_on, "attendees": [actor.person_id]}
    form = ReviewForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = save_review(actor=actor, values=form.values(), now=now)
        if isinstance(saved, PeriodicReview):
            messages.success(request, "The review is on record.")
            return redirect("review", saved.pk)
        add_reasons(form, saved)
    context = {
        "material": material,
        "form": form,
        "reviews": reviews(),
        "due": review_due(actor),
        "today": now.date(),
        "may_edit": allowed(actor, Permission.EDIT),
    }
    return render(request, "improve/review.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def review_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One review as it was recorded."""
    return render(request, "improve/review_record.html", {"review": get_object_or_404(reviews(), pk=pk)})


@require_safe
@login_required
def review_markdown_file(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 - Django passes it
    found = get_object_or_404(PeriodicReview, pk=pk)
    name = f'attachment; filename="incident-review-{found.until.isoformat()}.md"'
    return HttpResponse(found.text, content_type="text/markdown; charset=utf-8", headers={"Content-Disposition": name})


@require_http_methods(["GET", "POST"])
@login_required
def themes_page(request: HttpRequest) -> HttpResponse:
    """Named themes, and groups of factors that ask for a name."""
    actor = actor_of(request)
    seen = Factor.objects.filter(incident__in=visible_incidents(actor), deleted_at=None)
    form = ThemeForm(request.POST or None, factors=seen)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        values = ThemeValues(data["name"], data["description"], list(data["factors"]))
        saved = save_theme(actor=actor, values=values, now=clock.now())
        if isinstance(saved, Theme):
            messages.success(request, f"“{saved.name}” is a theme now.")
            return redirect("themes")
        add_reasons(form, saved)
    proposals = proposed_themes(actor)
    references = {
        factor.pk: factor
        for factor in seen.filter(pk__in=[one.id for proposal in proposals for one in proposal.factors]).select_related(
            "incident"
        )
    }
    context = {
        "form": form,
        "themes": themes(actor).prefetch_related("factors__incident"),
        "proposals": [
            (proposal, [references[one.id] for one in proposal.factors if one.id in references])
            for proposal in proposals
        ],
        "seen_ids": set(visible_incidents(actor).values_list("pk", flat=True)),
        "may_edit": allowed(actor, Permission.EDIT),
    }
    return render(request, "improve/themes.html", context, status=422 if form.errors else 200)

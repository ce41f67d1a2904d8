"""Looking after status pages: settings, components, states set by hand, maintenance, who is told."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotwash.kernel import clock
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.respond.core.status.page import home_of
from hotwash.respond.core.status.states import ComponentState
from hotwash.respond.forms.status import (
    ComponentForm,
    HoldForm,
    MaintenanceForm,
    StatusPageForm,
    initial_of_component,
    initial_of_maintenance,
    initial_of_page,
)
from hotwash.respond.models import StatusComponent, StatusMaintenance, StatusPage, StatusSubscription
from hotwash.respond.queries import (
    components_of,
    get_status_page,
    maintenance_of,
    page_value,
    status_pages,
    subscriptions_of,
)
from hotwash.respond.steps import (
    end_maintenance,
    end_subscription,
    hold_component,
    release_component,
    remove_component,
    remove_status_page,
    save_component,
    save_maintenance,
    save_status_page,
)
from hotwash.respond.views.common import told

SHOWN_SUBSCRIBERS = 200


@require_safe
@login_required
def pages(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    rows = [(page, page_value(page, clock.now(), days=1, months=0)) for page in status_pages()]
    context = {"rows": rows, "may_manage": allowed(actor, Permission.MANAGE, None)}
    return render(request, "respond/status/pages.html", context)


@require_safe
@login_required
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page for those who look after it."""
    actor = actor_of(request)
    row, now = get_status_page(slug), clock.now()
    context = {
        "page": row,
        "home": home_of(slug, public=row.public),
        "components": components_of(row, now),
        "hold_form": HoldForm(auto_id=False),
        "works": maintenance_of(row)[:20],
        "now": now,
        "subscribers": subscriptions_of(row, actor)[:SHOWN_SUBSCRIBERS],
        "may_manage": allowed(actor, Permission.MANAGE, None),
        "may_respond": allowed(actor, Permission.RESPOND, None),
    }
    return render(request, "respond/status/page.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def settings(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Make a page, or change one."""
    actor = actor_of(request)
    require(actor, Permission.MANAGE)
    row = get_status_page(slug) if slug else None
    form = StatusPageForm(request.POST or None, initial=initial_of_page(row) if row else {})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        done = save_status_page(actor=actor, values=form.values(), now=clock.now(), page=row, version=version)
        if not isinstance(done, Refusal):
            messages.success(request, "Saved. The page is rendered in a moment.")
            return redirect("status-page", slug=done.slug)
        add_reasons(form, done)
    context = {"form": form, "page": row}
    return render(request, "respond/status/settings.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def component(request: HttpRequest, slug: str, pk: int = 0) -> HttpResponse:
    """Put a component on the page, or change one."""
    actor = actor_of(request)
    require(actor, Permission.MANAGE)
    page = get_status_page(slug)
    row = get_object_or_404(StatusComponent, pk=pk, page=page) if pk else None
    form = ComponentForm(request.POST or None, initial=initial_of_component(row) if row else {})
    if request.method == "POST" and form.is_valid():
        done = save_component(actor=actor, page=page, values=form.values(), now=clock.now(), component=row)
        if not isinstance(done, Refusal):
            return _back(slug, "components")
        add_reasons(form, done)
    context = {"form": form, "page": page, "component": row}
    return render(request, "respond/status/component.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def change_component(request: HttpRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    """Set a state by hand, let the component follow incidents again, or take it off the page."""
    actor = actor_of(request)
    row = get_object_or_404(StatusComponent.objects.select_related("page"), pk=pk, page__slug=slug)
    if verb == "hold":
        form = HoldForm(request.POST)
        if form.is_valid():
            state = ComponentState(form.cleaned_data["state"])
            done = hold_component(
                actor=actor, component=row, state=state, now=clock.now(), reason=form.cleaned_data["reason"]
            )
            told(request, done, f"{row.name} is set by hand until you let it go.")
        else:
            messages.warning(request, "Choose one of the states, and keep the reason under 300 characters.")
    elif verb == "release":
        release_component(actor=actor, component=row, now=clock.now())
        messages.success(request, f"{row.name} follows incidents again.")
    elif verb == "remove":
        remove_component(actor=actor, component=row)
        messages.success(request, f"{row.name} is off the page.")
    else:
        raise Http404
    return _back(slug, "components")


@require_http_methods(["GET", "POST"])
@login_required
def maintenance(request: HttpRequest, slug: str, pk: int = 0) -> HttpResponse:
    """Announce maintenance, or change what was announced."""
    actor = actor_of(request)
    require(actor, Permission.RESPOND)
    page = get_status_page(slug)
    row = get_object_or_404(StatusMaintenance, pk=pk, page=page) if pk else None
    form = MaintenanceForm(request.POST or None, page=page, initial=initial_of_maintenance(row) if row else {})
    if request.method == "POST" and form.is_valid():
        done = save_maintenance(
            actor=actor,
            page=page,
            values=form.values(),
            now=clock.now(),
            maintenance=row,
            version=form.cleaned_data["version"] or 0,
        )
        if not isinstance(done, Refusal):
            messages.success(request, "It stands on the page, and subscribers are told.")
            return _back(slug, "maintenance")
        add_reasons(form, done)
    context = {"form": form, "page": page, "maintenance": row}
    return render(request, "respond/status/maintenance.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def finish_maintenance(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = get_object_or_404(StatusMaintenance, pk=pk, page__slug=slug)
    done = end_maintenance(actor=actor_of(request), maintenance=row, now=clock.now())
    told(request, done, "It is over, and subscribers are told.")
    return _back(slug, "maintenance")


@require_POST
@login_required
def remove_subscriber(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = get_object_or_404(StatusSubscription, pk=pk, page__slug=slug)
    end_subscription(actor=actor_of(request), subscription=row, now=clock.now())
    return _back(slug, "subscribers")


@require_POST
@login_required
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    page: StatusPage = get_status_page(slug)
    remove_status_page(actor=actor_of(request), page=page)
    messages.success(request, f"The status page {page.title} is gone.")
    return redirect("status-pages")


def _back(slug: str, place: str) -> HttpResponse:
    return redirect(f"{reverse('status-page', args=[slug])}#{place}")

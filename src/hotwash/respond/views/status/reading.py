"""Reading a status page, and asking to be told. Public pages are mostly answered by the fast door from memory."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hotwash.kernel import clock
from hotwash.kernel.core.actor import SYSTEM
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.respond.core.status import serving
from hotwash.respond.core.status.page import home_of
from hotwash.respond.forms.status import SubscribeForm
from hotwash.respond.models import StatusPage
from hotwash.respond.queries import (
    get_status_page,
    status_document,
    subscription_of_token,
    subscription_secret,
)
from hotwash.respond.steps import confirm_subscription, subscribe, unsubscribe


@require_safe
def public(request: HttpRequest, slug: str, path: str = "") -> HttpResponse:
    """A page that is no longer for everybody is not there for strangers; others are led to where it is now."""
    page = get_status_page(slug)
    if page.public:
        return _answer(request, page, path)
    if request.user.is_authenticated:
        return redirect(home_of(slug, public=False) + path)
    raise Http404


@require_safe
@login_required
def internal(request: HttpRequest, slug: str, path: str = "") -> HttpResponse:
    page = get_status_page(slug)
    if page.public:
        return redirect(home_of(slug, public=True) + path)
    return _answer(request, page, path)


@never_cache
@require_http_methods(["GET", "POST"])
def ask_public(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_status_page(slug)
    if page.public:
        return _ask(request, page)
    if request.user.is_authenticated:
        return redirect(f"{home_of(slug, public=False)}subscribe")
    raise Http404


@require_http_methods(["GET", "POST"])
@login_required
def ask_internal(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_status_page(slug)
    if page.public:
        return redirect(f"{home_of(slug, public=True)}subscribe")
    return _ask(request, page)


@never_cache
@require_http_methods(["GET", "POST"])
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """The link of every letter. Following it changes nothing, because scanners of mail follow links too."""
    row = subscription_of_token(token)
    if row is None or row.ended_at is not None:
        return render(request, "respond/status/unsubscribed.html", {"subscription": row}, status=200 if row else 410)
    if request.method == "POST":
        if "end" in request.POST:
            unsubscribe(subscription=row, now=clock.now())
        else:
            confirm_subscription(subscription=row, now=clock.now())
        return redirect("status-subscription", token=token)
    context = {
        "subscription": row,
        "page": row.page,
        "secret": subscription_secret(row) if row.kind == "webhook" else "",
    }
    return render(request, "respond/status/subscription.html", context)


def _ask(request: HttpRequest, page: StatusPage) -> HttpResponse:
    form = SubscribeForm(request.POST or None)
    asked = ""
    if request.method == "POST" and form.is_valid():
        actor = actor_of(request) if request.user.is_authenticated else SYSTEM
        done = subscribe(actor=actor, page=page, now=clock.now(), **form.cleaned_data)
        if not isinstance(done, Refusal):
            asked = form.cleaned_data["address"]
        else:
            add_reasons(form, done)
    home = home_of(page.slug, public=page.public)
    context = {"page": page, "form": form, "asked": asked, "home": home}
    return render(request, "respond/status/subscribe.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, page: StatusPage, path: str) -> HttpResponse:
    """The document as it was rendered. One that the worker has not come to yet says so."""
    document = status_document(page, path.replace("\x00", ""))
    if document is None:
        if path or page.rendered_at is not None:
            raise Http404
        return render(request, "respond/status/soon.html", {"page": page})
    told = serving.headers(document.kind, document.etag, document.rendered_at, public=page.public)
    if serving.is_known(document.etag, request.headers.get("if-none-match", "")):
        return HttpResponse(status=304, headers=dict(told))
    return HttpResponse(document.body, headers=dict(told))

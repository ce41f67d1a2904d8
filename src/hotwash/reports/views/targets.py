"""Where publications go: the list of targets and the form of each."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotwash.kernel import clock
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Reason, Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.ports.publishers import Publisher
from hotwash.ports.registry import plugins
from hotwash.reports.forms import OPTION, TargetForm, publisher_choices
from hotwash.reports.models import PublishTarget
from hotwash.reports.steps import remove_target, save_target
from hotwash.reports.views.posted import posted


@require_safe
@login_required
def show(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), Permission.MANAGE)
    context = {"targets": PublishTarget.objects.all(), "publishers": publisher_choices()}
    return render(request, "reports/targets.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest, publisher: str) -> HttpResponse:
    return _edit(request, None, publisher)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    target = get_object_or_404(PublishTarget, pk=pk)
    return _edit(request, target, target.publisher)


def _edit(request: HttpRequest, target: PublishTarget | None, key: str) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.MANAGE)
    publisher = plugins("publishers", Publisher).get(key)  # type: ignore[type-abstract]  # a protocol on purpose
    if publisher is None:
        raise Http404
    initial = (
        {"name": target.name, "active": target.active, "takes_private": target.takes_private, "version": target.version}
        if target
        else {}
    )
    form = TargetForm(posted(request), publisher=publisher, target=target, initial=initial)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        saved = save_target(actor=actor, target=target, wanted=form.wanted(), version=version, now=clock.now())
        if not isinstance(saved, Refusal):
            messages.success(request, f"“{saved.name}” is set up. The next publication goes there.")
            return redirect("publish-targets")
        add_reasons(form, _at_fields(saved))
    context = {"form": form, "target": target, "publisher": publisher}
    return render(request, "reports/target.html", context, status=422 if form.errors else 200)


def _at_fields(refusal: Refusal) -> Refusal:
    """The options' own names, as the form calls them."""
    known = {"name", "publisher", ""}
    reasons = (
        reason if reason.field in known else Reason(reason.code, reason.message, OPTION + reason.field)
        for reason in refusal.reasons
    )
    return Refusal(tuple(reasons))


@require_POST
@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    target = get_object_or_404(PublishTarget, pk=pk)
    remove_target(actor=actor, target=target)
    messages.success(request, f"“{target.name}” is removed. What was delivered there stays there.")
    return redirect("publish-targets")

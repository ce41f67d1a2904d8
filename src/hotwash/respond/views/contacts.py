"""One's own contact methods: the order in which a page tries them, and the hours in which only pages come."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hotwash.kernel import clock
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of, add_reasons, is_number
from hotwash.respond.core.letters import IN_PAGE
from hotwash.respond.forms.contacts import CodeForm, ContactForm, MinutesForm, QuietForm
from hotwash.respond.queries import contact_rules_of
from hotwash.respond.queries.contacts import contact_rows_of
from hotwash.respond.queries.plugins import notifiers
from hotwash.respond.steps import (
    add_contact_method,
    change_contact_method,
    confirm_contact_method,
    move_contact_method,
    order_contact_methods,
    remove_contact_method,
    send_code,
    set_quiet_hours,
)
from hotwash.respond.views.common import told

STEPS = {"up": -1, "down": 1}


@require_http_methods(["GET", "POST"])
@login_required
def contact_methods(request: HttpRequest) -> HttpResponse:
    form = ContactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        added = add_contact_method(actor=actor_of(request), values=form.values(), now=clock.now())
        if not isinstance(added, Refusal):
            messages.success(request, "A code is on its way there. Enter it here.")
            return redirect("contact-methods")
        add_reasons(form, added)
    return _page(request, form=form)


@require_POST
@login_required
def change(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    actor = actor_of(request)
    if verb in STEPS:
        move_contact_method(actor=actor, method=pk, by=STEPS[verb])
    elif verb == "remove":
        if remove_contact_method(actor=actor, method=pk):
            messages.success(request, "Removed. Nothing is sent there any more.")
    elif verb == "send":
        told(request, send_code(actor=actor, method=pk, now=clock.now()), "Another code is on its way.")
    elif verb == "code":
        return _code(request, pk)
    elif verb == "minutes":
        return _minutes(request, pk)
    else:
        raise Http404
    return redirect("contact-methods")


@require_POST
@login_required
def put_in_order(request: HttpRequest) -> HttpResponse:
    """All at once, as dragging does it."""
    keys = [int(key) for key in request.POST.getlist("method") if is_number(key)]
    order_contact_methods(actor=actor_of(request), methods=keys)
    return redirect("contact-methods")


@require_POST
@login_required
def quiet_hours(request: HttpRequest) -> HttpResponse:
    form = QuietForm(request.POST)
    if form.is_valid():
        saved = set_quiet_hours(actor=actor_of(request), **form.cleaned_data)
        if not isinstance(saved, Refusal):
            messages.success(request, "Saved. Pages come through at any hour.")
            return redirect("contact-methods")
        add_reasons(form, saved)
    return _page(request, quiet=form)


def _code(request: HttpRequest, pk: int) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        code = form.cleaned_data["code"]
        done = confirm_contact_method(actor=actor_of(request), method=pk, code=code, now=clock.now())
        if not isinstance(done, Refusal):
            messages.success(request, "Confirmed: you can be reached there now.")
            return redirect("contact-methods")
        add_reasons(form, done)
    return _page(request, bound=(pk, form))


def _minutes(request: HttpRequest, pk: int) -> HttpResponse:
    form = MinutesForm(request.POST)
    if form.is_valid():
        minutes = form.cleaned_data["minutes"]
        done = change_contact_method(actor=actor_of(request), method=pk, minutes=minutes)
        if not isinstance(done, Refusal):
            messages.success(request, "Saved.")
            return redirect("contact-methods")
        add_reasons(form, done)
    return _page(request, bound=(pk, form))


def _page(
    request: HttpRequest,
    *,
    form: ContactForm | None = None,
    quiet: QuietForm | None = None,
    bound: tuple[int, forms.Form] | None = None,
) -> HttpResponse:
    own = actor_of(request).own_id
    rules = contact_rules_of(own)
    kept = {"quiet_from": rules.quiet_from, "quiet_until": rules.quiet_until, "as_digest": rules.as_digest}
    context = {
        "rows": contact_rows_of(own),
        "form": form or ContactForm(),
        "quiet": quiet or QuietForm(initial=kept),
        "channels": [found for found in notifiers().values() if found.key != IN_PAGE],
        "failed": bound[0] if bound else 0,
        "failed_form": bound[1] if bound else None,
    }
    wrong = any(one is not None and one.errors for one in (form, quiet, bound[1] if bound else None))
    return render(request, "respond/contacts.html", context, status=422 if wrong else 200)

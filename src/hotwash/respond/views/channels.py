"""The channels of this server, for administrators: what each needs, a test, and who can hardly be reached."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hotwash.kernel import clock
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.respond.forms.contacts import TestForm
from hotwash.respond.queries import hard_to_reach
from hotwash.respond.queries.channels import channel_states, last_tests
from hotwash.respond.steps import send_test_message
from hotwash.respond.steps.messages.outside import outside, webhook_secret


@require_http_methods(["GET", "POST"])
@login_required
def channels(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.ADMIN)
    form = TestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        sent = send_test_message(actor=actor, channel=given["channel"], address=given["address"], now=clock.now())
        if not isinstance(sent, Refusal):
            messages.success(request, "The test is on its way. How it went stands below.")
            return redirect("channels")
        add_reasons(form, sent)
    states = channel_states(outside().settings)
    context = {
        "states": states,
        "ready": sum(state.is_ready for state in states),
        "form": form,
        "tests": last_tests(),
        "hard": hard_to_reach(),
        "webhook_secret": webhook_secret(),
    }
    return render(request, "respond/channels.html", context, status=422 if form.errors else 200)

"""A source is expected to be heard."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from hotwash.kernel import clock
from hotwash.kernel.core.refusal import refuse
from hotwash.kernel.web import actor_of
from hotwash.respond.forms.heartbeat import BeatForm
from hotwash.respond.models import Source
from hotwash.respond.steps import expect_heartbeat
from hotwash.respond.views.common import told


@require_POST
@login_required
def expect(request: HttpRequest, pk: int) -> HttpResponse:
    source, form = get_object_or_404(Source, pk=pk), BeatForm(request.POST)
    if form.is_valid():
        done: object = expect_heartbeat(actor=actor_of(request), source=source, beat=form.beat(), now=clock.now())
        told(request, done, "Saved. When it is silent for too long, an alert comes." if done else "It may be silent.")
    else:
        told(request, refuse("every", "Write whole minutes, 0 to 64800: 0 where it may be silent."))
    return redirect(f"{reverse('source', args=[pk])}#heartbeat")

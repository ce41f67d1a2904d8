"""Stopping the reading of a file, and having it read again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hotwash.evidence.queries import get_file
from hotwash.evidence.steps import read_again, stop_reading
from hotwash.evidence.views.common import asked
from hotwash.kernel import clock
from hotwash.kernel.core.refusal import Refusal


@require_POST
@login_required
def stop(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    done = stop_reading(actor=actor, file=get_file(incident, number))
    if isinstance(done, Refusal):
        messages.warning(request, str(done))
    else:
        messages.success(request, f"The reading of {done.reference} was stopped. What was found before stays.")
    return redirect("evidence-file", reference=incident.reference, number=number)


@require_POST
@login_required
def again(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    done = read_again(actor=actor, file=get_file(incident, number), now=clock.now())
    if isinstance(done, Refusal):
        messages.warning(request, str(done))
    return redirect("evidence-file", reference=incident.reference, number=number)

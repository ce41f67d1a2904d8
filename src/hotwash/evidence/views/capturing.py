"""A captured command while it runs."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotwash.evidence.core.masks import pieces
from hotwash.evidence.queries import captured_lines, get_capture
from hotwash.evidence.steps import end_capture
from hotwash.evidence.views.common import asked, frame
from hotwash.kernel import clock
from hotwash.kernel.core.refusal import Refusal


@require_safe
@login_required
def capture(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Its last lines, renewed while it runs; once it ended, its file."""
    actor, incident = asked(request, reference)
    row = get_capture(incident, pk)
    lines = [(number, one.at, pieces(one.text)) for number, one in captured_lines(row)]
    return render(request, "evidence/capture.html", frame(actor, incident, "files") | {"capture": row, "lines": lines})


@require_POST
@login_required
def close(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """It will not go on: what arrived becomes evidence."""
    actor, incident = asked(request, reference)
    done = end_capture(actor=actor, capture=get_capture(incident, pk), end=None, total=None, now=clock.now())
    if isinstance(done, Refusal):
        messages.warning(request, str(done))
        return redirect("evidence-capture", reference=incident.reference, pk=pk)
    messages.success(request, f"What arrived is {done.file.reference if done.file else 'evidence'} now.")
    return redirect("evidence-files", reference=incident.reference)

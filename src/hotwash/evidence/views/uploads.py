"""Giving up an upload that was begun, without script."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hotwash.evidence.queries import get_upload
from hotwash.evidence.steps import give_up_upload
from hotwash.evidence.views.common import asked
from hotwash.kernel.core.errors import Busy


@require_POST
@login_required
def give_up(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    actor, incident = asked(request, reference)
    try:
        give_up_upload(actor=actor, upload=get_upload(incident, actor, key))
    except Busy as error:
        messages.warning(request, str(error))
    return redirect("evidence-files", reference=incident.reference)

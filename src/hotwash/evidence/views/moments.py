"""Moments that wait: pin, dismiss, undo."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotwash.evidence.core.masks import pieces
from hotwash.evidence.forms import PinForm
from hotwash.evidence.models import Moment
from hotwash.evidence.queries import first_moments, get_moment, moments_of
from hotwash.evidence.steps import dismiss_moment, pin_moment, propose_moment
from hotwash.evidence.views.common import asked, frame, undoable
from hotwash.kernel import clock
from hotwash.kernel.core.refusal import Refusal
from hotwash.respond.models import Incident

SIZE = 50


@require_safe
@login_required
def moments(request: HttpRequest, reference: str) -> HttpResponse:
    actor, incident = asked(request, reference)
    state = request.GET.get("state", "")
    state = state if state in Moment.State.values else Moment.State.PROPOSED
    order = request.GET.get("order", "score")
    found = moments_of(incident, state)
    waits = state == Moment.State.PROPOSED
    rows = found.order_by("at", "pk") if order == "time" else first_moments(incident) if waits else found
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    shown = [(row, pieces(row.text)) for row in page.object_list]
    context = {"page_of": page, "rows": shown, "state": state, "order": order}
    return render(request, "evidence/moments.html", frame(actor, incident, "moments") | context)


@require_POST
@login_required
def pin(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    row = get_moment(incident, pk)
    form = PinForm(request.POST if "at" in request.POST else None, incident=incident)
    at = form.cleaned_data["at"] if form.is_bound and form.is_valid() else None
    made = pin_moment(actor=actor, incident=incident, moment=row, now=clock.now(), at=at)
    if isinstance(made, Refusal):
        context = frame(actor, incident, "moments") | {"moment": row, "form": form, "text": pieces(row.text)}
        return render(request, "evidence/pin.html", context, status=422)
    undoable(
        request, f"{made.reference} is on the timeline.", reverse("evidence-moment-undo", args=[incident.reference, pk])
    )
    return _back(request, incident)


@require_POST
@login_required
def dismiss(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    done = dismiss_moment(actor=actor, incident=incident, moment=get_moment(incident, pk))
    if isinstance(done, Refusal):
        messages.warning(request, str(done))
    else:
        undoable(request, "The moment was dismissed.", reverse("evidence-moment-undo", args=[incident.reference, pk]))
    return _back(request, incident)


@require_POST
@login_required
def undo(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    propose_moment(actor=actor, incident=incident, moment=get_moment(incident, pk), now=clock.now())
    messages.success(request, "The moment waits again.")
    return _back(request, incident)


def _back(request: HttpRequest, incident: Incident) -> HttpResponse:
    """To the list it came from, never to another site."""
    came = request.POST.get("back", "")
    own = reverse("evidence-moments", args=[incident.reference])
    base = reverse("incident-evidence", args=[incident.reference])
    return redirect(came if came.startswith(base) and "\\" not in came else own)

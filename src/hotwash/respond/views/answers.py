"""Answering a page: by the signed link of a mail without signing in, or from any page when signed in.

The link itself changes nothing: scanners of mail programs follow links. It shows who is asked, and a button.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hotwash.kernel import clock
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of
from hotwash.respond.models import Page
from hotwash.respond.queries import get_incident, open_pages_of, page_of_token
from hotwash.respond.steps import acknowledge, decline
from hotwash.respond.views.common import told


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    page = page_of_token(token)
    if page is None:
        return render(request, "respond/answer_gone.html", status=410)
    if request.method == "POST":
        said = _answer(page, declines="decline" in request.POST)
        page.refresh_from_db()
        return render(request, "respond/answer_done.html", {"page": page, "incident": page.incident, "refusal": said})
    return render(request, "respond/answer.html", {"page": page, "incident": page.incident})


@require_POST
@login_required
def acknowledge_incident(request: HttpRequest, reference: str) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    done = acknowledge(actor=actor, incident=incident, via="page", now=clock.now())
    told(request, done)
    return redirect("incident-respond", reference=incident.reference)


@require_POST
@login_required
def decline_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Decline one's own newest page of an incident."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    page = open_pages_of(actor.person_id or 0).filter(incident=incident).first()
    if page is not None:
        told(request, decline(actor=actor, page=page, now=clock.now()), "Somebody else is asked now.")
    return redirect("incident-respond", reference=incident.reference)


def _answer(page: Page, *, declines: bool) -> Refusal | None:
    actor = page.person.as_actor()
    now = clock.now()
    if declines:
        done: object = decline(actor=actor, page=page, now=now, via="email")
    else:
        done = acknowledge(actor=actor, incident=page.incident, via="email", now=now)
    return done if isinstance(done, Refusal) else None

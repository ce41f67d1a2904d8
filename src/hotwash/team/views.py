"""The post-mortem team: proposed, seated or excused, invited, present."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of, add_reasons, is_number
from hotwash.respond.models import Incident
from hotwash.respond.queries import get_incident
from hotwash.team.core.inviting import MeetingValues
from hotwash.team.forms import AnswerForm, ExcuseForm, MeetingForm, SeatForm, proposed_start
from hotwash.team.models import Invitation, Seat
from hotwash.team.queries import calendar_entry_of, debrief_due, places_of, seat_of_token
from hotwash.team.steps import (
    answer_seat,
    excuse_seat,
    invite_team,
    leave_seat,
    note_attendance,
    propose_team,
    seat_person,
)


@dataclass
class Forms:
    """The forms of the page; the one that was refused comes back with what was typed."""

    seat: SeatForm | None = None
    excuse: ExcuseForm | None = None
    meeting: MeetingForm | None = None
    open_seat: str = ""


@require_safe
@login_required
def team(request: HttpRequest, reference: str) -> HttpResponse:
    actor = actor_of(request)
    return _page(request, actor, get_incident(actor, reference), Forms())


@require_POST
@login_required
def propose(request: HttpRequest, reference: str) -> HttpResponse:
    actor = actor_of(request)
    made = propose_team(actor=actor, incident=get_incident(actor, reference), now=clock.now())
    messages.success(request, f"{len(made)} proposed." if made else "Everybody who could be proposed is here already.")
    return redirect("incident-team", reference=reference)


@require_POST
@login_required
def seat(request: HttpRequest, reference: str, seat: str) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    form = SeatForm(request.POST)
    if form.is_valid():
        done = seat_person(actor=actor, incident=incident, seat=seat, **form.cleaned_data)
        if not isinstance(done, Refusal):
            return redirect("incident-team", reference=reference)
        add_reasons(form, done)
    return _page(request, actor, incident, Forms(seat=form, open_seat=seat))


@require_POST
@login_required
def excuse(request: HttpRequest, reference: str, seat: str) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    form = ExcuseForm(request.POST)
    if form.is_valid():
        done = excuse_seat(actor=actor, incident=incident, seat=seat, reason=form.cleaned_data["reason"])
        if not isinstance(done, Refusal):
            return redirect("incident-team", reference=reference)
        add_reasons(form, done)
    return _page(request, actor, incident, Forms(excuse=form, open_seat=seat))


@require_POST
@login_required
def leave(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    leave_seat(actor=actor, row=get_object_or_404(Seat, pk=pk, incident=incident))
    return redirect("incident-team", reference=reference)


@require_POST
@login_required
def invite(request: HttpRequest, reference: str) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    form = MeetingForm(request.POST)
    if form.is_valid():
        data = dict(form.cleaned_data)
        version = data.pop("version")
        done = invite_team(
            actor=actor, incident=incident, meeting=MeetingValues(**data), version=version, now=clock.now()
        )
        if not isinstance(done, Refusal):
            messages.success(request, "The invitations are on their way.")
            return redirect("incident-team", reference=reference)
        add_reasons(form, done)
    return _page(request, actor, incident, Forms(meeting=form))


@require_POST
@login_required
def attendance(request: HttpRequest, reference: str) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    present = {int(pk) for pk in request.POST.getlist("present") if is_number(pk)}
    count = note_attendance(actor=actor, incident=incident, present=present)
    messages.success(request, f"{count} were there.")
    return redirect("incident-team", reference=reference)


@require_POST
@login_required
def answer_here(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Answer one's own invitation from the page."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    row = get_object_or_404(Seat, pk=pk, incident=incident, person_id=actor.own_id)
    answer_seat(actor=actor, row=row, accepts="decline" not in request.POST, text="", now=clock.now())
    return redirect("incident-team", reference=reference)


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Answer by the link of the mail, without signing in. Opening it changes nothing: mail scanners follow links."""
    row = seat_of_token(token)
    if row is None or row.person is None:
        return render(request, "team/answer_gone.html", status=410)
    form = AnswerForm(request.POST or None)
    done = False
    if request.method == "POST" and form.is_valid():
        accepts = "decline" not in request.POST
        answer_seat(
            actor=row.person.as_actor(), row=row, accepts=accepts, text=form.cleaned_data["text"], now=clock.now()
        )
        done = True
    meeting = Invitation.objects.filter(incident=row.incident).first()
    context = {"row": row, "incident": row.incident, "form": form, "done": done, "meeting": meeting}
    return render(request, "team/answer.html", context)


def _page(request: HttpRequest, actor: Actor, incident: Incident, given: Forms) -> HttpResponse:
    meeting = Invitation.objects.filter(incident=incident).first()
    places = places_of(incident)
    context = {
        "incident": incident,
        "places": places,
        "seated": [row for place in places for row in place.rows if row.person],
        "may_edit": allowed(actor, Permission.EDIT, incident),
        "seat_form": given.seat or SeatForm(),
        "excuse_form": given.excuse or ExcuseForm(),
        "open_seat": given.open_seat,
        "meeting": meeting,
        "entry": calendar_entry_of(incident),
        "meeting_form": given.meeting or MeetingForm(initial=_meeting(incident, meeting)),
        "due": debrief_due(incident),
        "mine": [row for place in places for row in place.rows if row.person_id == actor.person_id],
    }
    refused = any(form is not None and form.errors for form in (given.seat, given.excuse, given.meeting))
    return render(request, "team/team.html", context, status=422 if refused else 200)


def _meeting(incident: Incident, meeting: Invitation | None) -> dict[str, object]:
    if meeting is None:
        return {"starts_at": proposed_start(debrief_due(incident), clock.now()), "version": 0}
    names = ("starts_at", "minutes", "place", "note", "version")
    return {name: getattr(meeting, name) for name in names}

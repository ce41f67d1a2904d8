"""The command room: one page, made for a thumb at 03:00, where an incident is led."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.process.queries import document_for
from hotwash.respond.core.lifecycle import Change, possible
from hotwash.respond.core.states import COMMANDER, IncidentState
from hotwash.respond.core.updates import Wanted
from hotwash.respond.forms.incidents import HelpForm, RoleForm, SayForm, SeverityForm, StateForm, UpdateForm
from hotwash.respond.models import Incident, Notification, Participant
from hotwash.respond.queries import Preview, get_incident, messages_of, previews_of, room_of, troubles_of
from hotwash.respond.steps import (
    change_severity,
    change_state,
    leave_role,
    page_people,
    retry_notification,
    say,
    send_update,
    take_role,
)
from hotwash.respond.views.common import told

CHANGES = {
    Change.MITIGATE: ("Mitigated", "shield-check", "The impact is stopped; the cause may still be there."),
    Change.RESOLVE: ("Resolved", "circle-check", "Everything works again as it should."),
    Change.REOPEN: ("Reopen", "rotate-ccw", "It has come back, or it never was over."),
    Change.CLOSE: ("Close", "archive", "The post-mortem is done."),
}


@require_safe
@login_required
def room(request: HttpRequest, reference: str) -> HttpResponse:
    actor = actor_of(request)
    return _room(request, actor, get_incident(actor, reference))


@require_POST
@login_required
def speak(request: HttpRequest, reference: str) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    form = SayForm(request.POST)
    if form.is_valid():
        done = say(actor=actor, incident=incident, text=form.cleaned_data["text"], now=clock.now())
        if not isinstance(done, Refusal):
            return _back(reference, "feed")
        add_reasons(form, done)
    return _room(request, actor, incident, say_form=form)


@require_POST
@login_required
def state(request: HttpRequest, reference: str, change: str) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    if change not in set(Change):
        raise Http404
    form = StateForm(request.POST)
    if form.is_valid():
        done = change_state(
            actor=actor, incident=incident, change=Change(change), now=clock.now(), at=form.cleaned_data["at"]
        )
        if not isinstance(done, Refusal):
            messages.success(request, f"{incident.reference} is {done.state}.")
            return _back(reference)
        add_reasons(form, done)
    return _room(request, actor, incident, state_form=form)


@require_POST
@login_required
def severity(request: HttpRequest, reference: str) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    form = SeverityForm(request.POST, document=document_for(incident))
    if form.is_valid():
        chosen = form.cleaned_data["severity"]
        told(request, change_severity(actor=actor, incident=incident, severity=chosen, now=clock.now()))
        return _back(reference)
    return _room(request, actor, incident, severity_form=form)


@require_POST
@login_required
def role(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a role; ``me`` in the form takes command oneself."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    data = request.POST.copy()
    if "me" in data:
        data["person"], data["role"] = str(actor.person_id), COMMANDER
    form = RoleForm(data, document=document_for(incident))
    if form.is_valid():
        given = form.cleaned_data
        told(
            request,
            take_role(actor=actor, incident=incident, person=given["person"], role=given["role"], now=clock.now()),
        )
        return _back(reference, "people")
    return _room(request, actor, incident, role_form=form)


@require_POST
@login_required
def leave(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    part = get_object_or_404(Participant, pk=pk, incident=incident)
    told(request, leave_role(actor=actor, incident=incident, participant=part, now=clock.now()))
    return (
        redirect("incidents") if part.person_id == actor.person_id and incident.private else _back(reference, "people")
    )


@require_POST
@login_required
def ask_for_help(request: HttpRequest, reference: str) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    form = HelpForm(request.POST)
    if form.is_valid():
        done = page_people(actor=actor, incident=incident, people=form.chosen(), now=clock.now())
        if not isinstance(done, Refusal):
            messages.success(request, "They are paged.")
            return _back(reference, "people")
        add_reasons(form, done)
    return _room(request, actor, incident, help_form=form)


@require_http_methods(["GET", "POST"])
@login_required
def update(request: HttpRequest, reference: str) -> HttpResponse:
    """Tell stakeholders: first a preview of what each audience reads, then send."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    document = document_for(incident)
    form = UpdateForm(request.POST or None, document=document, severity=incident.severity)
    if request.method == "POST" and form.is_valid() and "send" in request.POST:
        done = send_update(actor=actor, incident=incident, now=clock.now(), **form.cleaned_data)
        if not isinstance(done, Refusal):
            messages.success(request, "They are told. The delivery of each message is shown below.")
            return _back(reference, "updates")
        add_reasons(form, done)
    previews = _previews(incident, form) if request.method == "POST" and not form.errors else []
    if isinstance(previews, Refusal):
        add_reasons(form, previews)
        previews = []
    context = {"incident": incident, "form": form, "previews": previews}
    return render(request, "respond/update.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def messages_sent(request: HttpRequest, reference: str) -> HttpResponse:
    """Who was sent what, with every attempt."""
    incident = get_incident(actor_of(request), reference)
    may = allowed(actor_of(request), Permission.RESPOND, incident)
    context = {
        "incident": incident,
        "sent": messages_of(incident),
        "stuck": troubles_of(incident),
        "may_respond": may,
    }
    return render(request, "respond/messages.html", context)


@require_POST
@login_required
def retry(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    row = get_object_or_404(Notification, pk=pk, incident=incident)
    told(request, retry_notification(actor=actor, notification=row, now=clock.now()), "It is tried again now.")
    return redirect("incident-messages", reference=reference)


def _room(request: HttpRequest, actor: Actor, incident: Incident, **bound: forms.Form) -> HttpResponse:
    document = document_for(incident)
    may = allowed(actor, Permission.RESPOND, incident)
    context = {
        "incident": incident,
        "severity": document.severity(incident.severity),
        "roles": {found.key: found.name for found in document.roles},
        "may_respond": may,
        "changes": [(change.value, *CHANGES[change]) for change in possible(IncidentState(incident.state))],
        "say_form": SayForm(),
        "state_form": StateForm(),
        "severity_form": SeverityForm(document=document, initial={"severity": incident.severity}),
        "role_form": RoleForm(document=document),
        "help_form": HelpForm(),
        "now": clock.now(),
        **room_of(incident, actor.person_id),
        **bound,
    }
    status = 422 if any(form.errors for form in bound.values()) else 200
    return render(request, "respond/room.html", context, status=status)


def _previews(incident: Incident, form: UpdateForm) -> list[Preview] | Refusal:
    given = form.cleaned_data
    wanted = Wanted(tuple(given["audiences"]), given["text"], given["next_minutes"])
    return previews_of(incident, wanted, clock.now())


def _back(reference: str, place: str = "") -> HttpResponse:
    answer = redirect("incident-respond", reference=reference)
    if place:
        answer["Location"] += f"#{place}"
    return answer

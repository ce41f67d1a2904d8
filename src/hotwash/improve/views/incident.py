"""Stage 7 of one incident: what came back, follow-up meetings, whether the actions worked."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotwash.actions.queries import get_action
from hotwash.analysis.models import Factor
from hotwash.improve.core.states import FollowUpState
from hotwash.improve.core.verdicts import Verdict, on_a_working_day
from hotwash.improve.forms import DecideForm, FollowUpForm, HeldForm, LinkForm, VerifyForm
from hotwash.improve.models import FollowUp
from hotwash.improve.queries import agenda, follow_ups_of, get_follow_up, get_recurrence, recurrences_of
from hotwash.improve.queries.portfolio import KINDS, suggestions
from hotwash.improve.steps import (
    cancel_follow_up,
    confirm_recurrence,
    dismiss_recurrence,
    hold_follow_up,
    link_factor,
    move_follow_up,
    plan_follow_up,
    verify_action,
)
from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of, add_reasons, is_number
from hotwash.process.queries import document_for
from hotwash.respond.models import Incident
from hotwash.respond.queries import get_incident, visible_incidents


def _stage_context(incident: Incident, actor: Actor, now: datetime) -> dict[str, object]:
    found = list(recurrences_of(actor, incident))
    return {
        "incident": incident,
        "proposed": [row for row in found if row.state == "proposed"],
        "decided": [row for row in found if row.state != "proposed"],
        "follow_ups": list(follow_ups_of(incident)),
        "looks": agenda(incident, now.date()),
        "suggestions": suggestions(actor, "").filter(incident=incident),
        "may_edit": allowed(actor, Permission.EDIT, incident),
        "me": actor.person_id,
        "verify_form": VerifyForm(),
        "has_factors": Factor.objects.filter(incident=incident, kind__in=KINDS, deleted_at=None).exists(),
    }


def _show(request: HttpRequest, incident: Incident, actor: Actor, **changes: object) -> HttpResponse:
    now = clock.now()
    context = _stage_context(incident, actor, now) | {
        "form": FollowUpForm(initial=_proposal(incident, now)),
        "link_form": LinkForm(incident=incident),
    }
    status = 422 if changes else 200
    return render(request, "improve/stage.html", context | changes, status=status)


def _proposal(incident: Incident, now: datetime) -> dict[str, object]:
    """The first follow-up the process asks for, at ten, with everybody who took part or owns an action."""
    days = min(document_for(incident).deadlines.follow_up_days, default=30)
    day = on_a_working_day(timezone.localdate(now) + timedelta(days=days))
    at = timezone.make_aware(datetime(day.year, day.month, day.day, 10))  # noqa: DTZ001 - made aware in the reader's zone
    people = set(incident.participants.values_list("person_id", flat=True))
    people |= set(incident.actions.exclude(owner=None).values_list("owner_id", flat=True))
    return {"at": timezone.localtime(at).replace(tzinfo=None), "invited": sorted(people)}


@require_safe
@login_required
def stage(request: HttpRequest, reference: str) -> HttpResponse:
    actor = actor_of(request)
    return _show(request, get_incident(actor, reference), actor)


@require_POST
@login_required
def plan(request: HttpRequest, reference: str) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    form = FollowUpForm(request.POST)
    if form.is_valid():
        planned = plan_follow_up(actor=actor, incident=incident, values=form.values(), now=clock.now())
        if isinstance(planned, FollowUp):
            messages.success(request, "The follow-up is planned. Everybody invited gets a calendar entry by mail.")
            return redirect("follow-up", incident.reference, planned.pk)
        add_reasons(form, planned)
    return _show(request, incident, actor, form=form)


@require_http_methods(["GET", "POST"])
@login_required
def meeting(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One meeting: its agenda with the verdicts, who was there, and the form that moves it."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    follow_up = get_follow_up(incident, pk)
    form = FollowUpForm(request.POST or None, initial=_initial(follow_up))
    if request.method == "POST" and form.is_valid():
        moved = move_follow_up(
            actor=actor,
            follow_up=follow_up,
            values=form.values(),
            version=form.cleaned_data["version"] or 0,
            now=clock.now(),
        )
        if isinstance(moved, FollowUp):
            messages.success(request, "Saved. Everybody invited hears of the change.")
            return redirect("follow-up", incident.reference, moved.pk)
        add_reasons(form, moved)
        return _meeting(request, actor, follow_up, form=form, status=409 if moved.is_conflict else 422)
    return _meeting(request, actor, follow_up, form=form, status=422 if form.errors else 200)


def _initial(follow_up: FollowUp) -> dict[str, object]:
    names = ("minutes", "place", "agenda", "version")
    return {
        **{name: getattr(follow_up, name) for name in names},
        "at": timezone.localtime(follow_up.at).replace(tzinfo=None),
        "invited": [person.pk for person in follow_up.invited.all()],
    }


def _meeting(
    request: HttpRequest, actor: Actor, follow_up: FollowUp, *, status: int = 200, **changes: object
) -> HttpResponse:
    incident = follow_up.incident
    there = list(follow_up.attended.all()) or list(follow_up.invited.all())
    initial = {"attended": [one.pk for one in there], "notes": follow_up.notes, "version": follow_up.version}
    context = {
        "incident": incident,
        "follow_up": follow_up,
        "form": FollowUpForm(initial=_initial(follow_up)),
        "held_form": HeldForm(initial=initial),
        "verify_form": VerifyForm(),
        "looks": agenda(incident, clock.now().date()),
        "is_planned": follow_up.state == FollowUpState.PLANNED,
        "may_edit": allowed(actor, Permission.EDIT, incident),
        "me": actor.person_id,
    } | changes
    return render(request, "improve/meeting.html", context, status=status)


@require_POST
@login_required
def hold(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    follow_up = get_follow_up(incident, pk)
    form = HeldForm(request.POST)
    if not form.is_valid():
        return _meeting(request, actor, follow_up, status=422, held_form=form)
    data = form.cleaned_data
    held = hold_follow_up(
        actor=actor,
        follow_up=follow_up,
        attended=list(data["attended"]),
        notes=data["notes"],
        version=data["version"],
        now=clock.now(),
    )
    if isinstance(held, Refusal):
        add_reasons(form, held)
        return _meeting(request, actor, follow_up, status=409 if held.is_conflict else 422, held_form=form)
    messages.success(request, "The meeting is on record.")
    return redirect("follow-up", incident.reference, held.pk)


@require_POST
@login_required
def cancel(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    version = request.POST.get("version", "")
    gone = cancel_follow_up(
        actor=actor, follow_up=get_follow_up(incident, pk), version=int(version) if is_number(version) else 0
    )
    if isinstance(gone, Refusal):
        messages.error(request, str(gone))
    else:
        messages.success(request, "The meeting is called off. Everybody invited hears of it.")
    return redirect("improve", incident.reference)


@require_POST
@login_required
def verify(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The verdict on one action, from the stage page or from a meeting."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    action = get_action(actor, incident, number)
    form = VerifyForm(request.POST)
    follow_up = None
    if form.is_valid():
        pk = form.cleaned_data["follow_up"]
        follow_up = get_follow_up(incident, pk) if pk else None
        judged = verify_action(
            actor=actor,
            action=action,
            verdict=Verdict(form.cleaned_data["verdict"]),
            evidence=form.cleaned_data["evidence"],
            follow_up=follow_up,
            now=clock.now(),
        )
        if not isinstance(judged, Refusal):
            again = " It is opened again." if judged.verdict == Verdict.NOT else ""
            messages.success(request, f"{action.reference} is judged.{again}")
            return redirect("follow-up", incident.reference, pk) if pk else redirect("improve", incident.reference)
        add_reasons(form, judged)
    refused = {"verify_form": form, "verify_number": number}
    if follow_up is not None:
        return _meeting(request, actor, follow_up, status=422, **refused)
    return _show(request, incident, actor, **refused)


@require_POST
@login_required
def decide(request: HttpRequest, reference: str, pk: int, decision: str) -> HttpResponse:
    """Confirm or dismiss a recurrence."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    row = get_recurrence(actor, incident, pk)
    form = DecideForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    decide_it = confirm_recurrence if decision == "confirm" else dismiss_recurrence
    decided = decide_it(actor=actor, recurrence=row, note=note, now=clock.now())
    if isinstance(decided, Refusal):
        messages.error(request, str(decided))
    elif decision == "confirm":
        messages.success(request, "Confirmed. Actions that were done and did not hold are opened again.")
    else:
        messages.success(request, "Dismissed: it will not be proposed again.")
    return redirect("improve", incident.reference)


@require_POST
@login_required
def link(request: HttpRequest, reference: str) -> HttpResponse:
    """Link a factor to one of an earlier incident."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    form = LinkForm(request.POST, incident=incident)
    if form.is_valid():
        number, factor = form.cleaned_data["earlier"]
        earlier = Factor.objects.filter(
            incident__in=visible_incidents(actor), incident_id=number, number=factor, deleted_at=None
        ).first()
        if earlier is None:
            form.add_error("earlier", f"There is no factor F-{factor} of INC-{number}, or it is private.")
        else:
            linked = link_factor(
                actor=actor,
                factor=form.cleaned_data["factor"],
                earlier=earlier,
                note=form.cleaned_data["note"],
                now=clock.now(),
            )
            if not isinstance(linked, Refusal):
                messages.success(request, "Linked.")
                return redirect("improve", incident.reference)
            add_reasons(form, linked)
    return _show(request, incident, actor, link_form=form)

"""The debrief: when, with what agenda, the facilitator's guide, live notes, who was there."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotwash.analysis.core.debrief import GUIDE, agenda, facilitator_doubt, proposed_time
from hotwash.analysis.core.language import check
from hotwash.analysis.forms import AttendanceForm, NotesForm, PlanForm, notes_initial
from hotwash.analysis.models import Debrief
from hotwash.analysis.queries import analysis_of, debrief_of, meeting_of, people_of
from hotwash.analysis.steps import hold_debrief, plan_debrief, save_notes
from hotwash.directory.models import Person
from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.calendar import invitation
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.process.core.document import Deadlines
from hotwash.process.queries import document_for
from hotwash.respond.models import Incident
from hotwash.respond.queries import get_incident
from hotwash.team.models import Invitation


@require_http_methods(["GET", "POST"])
@login_required
def debrief(request: HttpRequest, reference: str) -> HttpResponse:
    """A POST plans or moves it."""
    actor, now = actor_of(request), clock.now()
    incident = get_incident(actor, reference)
    found = debrief_of(incident)
    form = _plan_form(request, incident, found, now)
    conflict = False
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        planned = plan_debrief(actor=actor, incident=incident, plan=form.plan(), version=version, now=now)
        if isinstance(planned, Debrief):
            messages.success(request, "The debrief is planned.")
            return redirect("debrief", incident.reference)
        add_reasons(form, planned)
        conflict = planned.is_conflict
        if conflict and found:
            form.data = {**dict(form.data.items()), "version": str(found.version)}
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "analysis/debrief.html", _context(incident, actor, found) | {"form": form}, status=status)


def _plan_form(request: HttpRequest, incident: Incident, found: Debrief | None, now: datetime) -> PlanForm:
    initial: dict[str, object] = {"version": 0}
    if found:
        names = ("planned_at", "minutes", "place", "facilitator", "version")
        initial = {name: getattr(found, name) for name in names}
    else:
        ended = incident.resolved_at or incident.mitigated_at or now
        days = Deadlines.of(document_for(incident).deadlines.debrief_days, incident.severity)
        initial |= _asked_to(incident) or {"planned_at": proposed_time(ended, days, now), "tell": True}
    form = PlanForm(request.POST or None, initial=initial)
    form.fields["facilitator"].queryset = Person.objects.filter(is_active=True).order_by("name")  # type: ignore[attr-defined]
    return form


def _asked_to(incident: Incident) -> dict[str, object]:
    """The meeting that the team was invited to already: then nobody needs a second calendar entry."""
    invited = Invitation.objects.filter(incident=incident).first()
    if invited is None:
        return {}
    return {"planned_at": invited.starts_at, "minutes": invited.minutes, "place": invited.place, "tell": False}


def _context(incident: Incident, actor: Actor, found: Debrief | None) -> dict[str, object]:
    analysis = analysis_of(incident)
    central = set(incident.participants.values_list("person_id", flat=True))
    attendance = AttendanceForm(initial={"attended": list(found.attended.all())} if found else None)
    attendance.fields["attended"].queryset = people_of(incident)  # type: ignore[attr-defined]
    return {
        "incident": incident,
        "analysis": analysis,
        "debrief": found,
        "agenda": agenda(analysis.gaps, found.minutes if found else 60),
        "guide": GUIDE,
        "doubt": facilitator_doubt(found.facilitator_id if found else None, central),
        "notes_form": NotesForm(initial=notes_initial(found)) if found else None,
        "findings": check(found.notes) if found else [],
        "attendance": attendance,
        "may_edit": allowed(actor, Permission.EDIT, incident),
    }


@require_POST
@login_required
def notes(request: HttpRequest, reference: str) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    found = _there(incident)
    form = NotesForm(request.POST)
    theirs = ""
    if form.is_valid():
        data = form.cleaned_data
        saved = save_notes(actor=actor, debrief=found, notes=data["notes"], version=data["version"])
        if isinstance(saved, Debrief):
            messages.success(request, "The notes are saved.")
            return redirect("debrief", incident.reference)
        add_reasons(form, saved)
        if saved.is_conflict:
            theirs = found.notes
            form.data = {**dict(form.data.items()), "version": str(found.version)}
    plan = _plan_form(request, incident, found, clock.now())
    plan.is_bound = False
    context = _context(incident, actor, found) | {"form": plan, "notes_form": form, "their_notes": theirs}
    return render(request, "analysis/debrief.html", context, status=409 if theirs else 422)


@require_POST
@login_required
def held(request: HttpRequest, reference: str) -> HttpResponse:
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    found = _there(incident)
    chosen = [int(pk) for pk in request.POST.getlist("attended") if pk.isdecimal() and len(pk) < 18]
    people = list(people_of(incident).filter(pk__in=chosen))
    done = hold_debrief(actor=actor, debrief=found, people=people, now=clock.now())
    if isinstance(done, Debrief):
        messages.success(request, "The debrief is on record. Thank you for learning together.")
    else:
        messages.error(request, str(done))
    return redirect("debrief", incident.reference)


@require_safe
@login_required
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    incident = get_incident(actor_of(request), reference)
    found = _there(incident)
    content = invitation(meeting_of(found, list(people_of(incident))), clock.now())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8; method=REQUEST")
    answer["Content-Disposition"] = f'attachment; filename="{incident.reference}-debrief.ics"'
    return answer


def _there(incident: Incident) -> Debrief:
    found = debrief_of(incident)
    if found is None:
        raise Http404
    return found

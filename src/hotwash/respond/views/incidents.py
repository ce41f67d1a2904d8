"""The list of incidents, declaring one, correcting one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hotwash.kernel import clock
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.process.queries import current_document
from hotwash.respond.forms.incidents import DeclareForm, IncidentFilterForm, IncidentForm, initial_of
from hotwash.respond.models import Incident
from hotwash.respond.queries import Filters, get_incident, incident_list, incident_page
from hotwash.respond.steps import declare_from_alert, declare_incident, edit_incident
from hotwash.respond.views.alerts import alert_of


@require_safe
@login_required
def incidents(request: HttpRequest) -> HttpResponse:
    """All incidents that one may see, narrowed by what is asked; a filter that makes no sense is taken as none."""
    document = current_document()
    form = IncidentFilterForm(request.GET, document=document)
    form.is_valid()
    asked = form.cleaned_data
    actor = actor_of(request)
    filters = Filters(
        state=asked.get("state", ""),
        severity=asked.get("severity", ""),
        service=asked.get("service", ""),
        text=asked.get("q", ""),
        mine=bool(asked.get("mine")),
    )
    page = incident_page(
        incident_list(actor, filters),
        sort=asked.get("sort") or "newest",
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    names = {found.key: found for found in document.severities}
    context = {
        "page": page,
        "rows": [(incident, names.get(incident.severity)) for incident in page.rows],
        "form": form,
        "is_narrowed": filters.is_set,
        "may_declare": allowed(actor, Permission.RESPOND),
    }
    return render(request, "respond/incidents.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def declare(request: HttpRequest) -> HttpResponse:
    """Declare an incident; with ``alert`` in the address for an alert of the inbox, which then belongs to it."""
    actor = actor_of(request)
    require(actor, Permission.RESPOND)
    alert = alert_of(request, actor)
    first = {} if alert is None else {"title": alert.title[:200], "summary": alert.text, "found_by": "alerting"}
    severities = current_document().severities
    middle = severities[(len(severities) - 1) // 2].key
    form = DeclareForm(request.POST or None, initial={"severity": middle, **first})
    if request.method == "POST" and form.is_valid():
        declaration, now = form.declaration(), clock.now()
        if alert is None:
            done: Incident | Refusal = declare_incident(actor=actor, declaration=declaration, now=now)
        else:
            done = declare_from_alert(actor=actor, alert=alert, declaration=declaration, version=alert.version, now=now)
        if isinstance(done, Incident):
            messages.success(request, f"{done.reference} is declared.")
            return redirect("incident-respond", reference=done.reference)
        add_reasons(form, done)
    status = 422 if form.errors else 200
    return render(request, "respond/declare.html", {"form": form, "alert": alert}, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Correct an incident. Where somebody else saved first, both texts are shown and nothing typed is lost."""
    actor = actor_of(request)
    incident = get_incident(actor, reference)
    require(actor, Permission.RESPOND, incident)
    form = IncidentForm(request.POST or None, initial=initial_of(incident))
    theirs = None
    if request.method == "POST" and form.is_valid():
        done = edit_incident(
            actor=actor,
            incident=incident,
            values=form.values(),
            version=form.cleaned_data["version"],
            now=clock.now(),
        )
        if isinstance(done, Incident):
            messages.success(request, "Saved.")
            return redirect("incident-respond", reference=reference)
        add_reasons(form, done)
        if done.is_conflict:
            theirs = get_incident(actor, reference)
            data = request.POST.copy()
            data["version"] = str(theirs.version)
            form.data = data
    status = (409 if theirs else 422) if form.errors else 200
    return render(request, "respond/edit.html", {"incident": incident, "form": form, "theirs": theirs}, status=status)

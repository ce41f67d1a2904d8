"""The inbox of alerts, and the decisions that people take there."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.errors import NotFound
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import refuse
from hotwash.kernel.web import actor_of, is_number, page_by_key
from hotwash.respond.core.states import Triage
from hotwash.respond.forms.settings import AlertFilterForm
from hotwash.respond.models import Alert, Silence
from hotwash.respond.queries import (
    AlertFilters,
    Filters,
    alert_list,
    began_at,
    earlier_alerts,
    files_of,
    get_alert,
    get_incident,
    incident_list,
    source_list,
)
from hotwash.respond.steps import attach_alert, dismiss_alert, return_to_inbox, silence_alert
from hotwash.respond.views.common import told

OFFERED = 20
ONE_CLICK_MINUTES = 60


@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    form = AlertFilterForm({"triage": Triage.INBOX, **request.GET.dict()})
    form.is_valid()
    asked = form.cleaned_data
    triage = asked.get("triage") or Triage.INBOX
    actor = actor_of(request)
    source = asked.get("source")
    of, by = request.GET.get("incident", ""), request.GET.get("silence", "")
    incident = get_incident(actor, of) if of else None
    filters = AlertFilters(
        triage="" if triage == "all" else triage,
        source=str(source.pk) if source else "",
        text=asked.get("q", ""),
        incident=incident.pk if incident else 0,
        silence=int(by) if is_number(by) else 0,
    )
    rows = alert_list(actor, filters)
    context = {
        "page": page_by_key(rows, before=request.GET.get("before", ""), after=request.GET.get("after", "")),
        "form": form,
        "incident": incident,
        "is_inbox": triage == Triage.INBOX and not source and not filters.text and incident is None,
        "has_sources": source_list().exists(),
        "open_incidents": list(incident_list(actor, Filters(state="open")).order_by("-pk")[:OFFERED]),
        "may_respond": allowed(actor, Permission.RESPOND),
    }
    return render(request, "respond/alerts.html", context)


@require_safe
@login_required
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """One alert: what its sender said, and why it was decided about as it was."""
    actor = actor_of(request)
    found = get_alert(actor, pk)
    context = {
        "alert": found,
        "began": began_at(found),
        "earlier": earlier_alerts(actor, found),
        "files": files_of(found),
        "open_incidents": list(incident_list(actor, Filters(state="open")).order_by("-pk")[:OFFERED]),
        "may_respond": allowed(actor, Permission.RESPOND),
    }
    return render(request, "respond/alert.html", context)


@require_POST
@login_required
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    found = get_alert(actor, pk)
    try:
        incident = get_incident(actor, request.POST.get("incident", ""))
    except NotFound:
        told(request, refuse("incident", "Choose the incident that the alert belongs to."))
        return redirect("alert", pk=pk)
    version = _version(request, found)
    done = attach_alert(actor=actor, alert=found, incident=incident, version=version, now=clock.now())
    told(request, done, f"Attached to {incident.reference}.", reverse("alert-return", args=[pk]))
    return redirect("alerts")


@require_POST
@login_required
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    found = get_alert(actor, pk)
    why = request.POST.get("why", "")[:500]
    done = dismiss_alert(actor=actor, alert=found, why=why, version=_version(request, found))
    told(request, done, "Dismissed.", reverse("alert-return", args=[pk]))
    return redirect("alerts")


@require_POST
@login_required
def silence(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep it, and those with the same labels, quiet for an hour, or as long as the form says."""
    actor = actor_of(request)
    found = get_alert(actor, pk)
    asked = request.POST.get("minutes", "")
    minutes = int(asked) if is_number(asked) else ONE_CLICK_MINUTES
    version = _version(request, found)
    why = request.POST.get("why", "")[:200]
    done = silence_alert(actor=actor, alert=found, minutes=minutes, why=why, version=version, now=clock.now())
    undo = reverse("silence-end", args=[done.pk]) if isinstance(done, Silence) else ""
    told(request, done, "Silenced, with all alerts that have the same labels.", undo)
    return redirect("alerts")


@require_POST
@login_required
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    return_to_inbox(actor=actor, alert=get_alert(actor, pk))
    return redirect("alerts")


def alert_of(request: HttpRequest, actor: Actor) -> Alert | None:
    """The alert that an incident is being declared for, where the address names one."""
    pk = request.GET.get("alert", "")
    return get_alert(actor, int(pk)) if is_number(pk) else None


def _version(request: HttpRequest, found: Alert) -> int:
    """The version that the person saw; the present one where the form did not say."""
    given = request.POST.get("version", "")
    return int(given) if is_number(given) else found.version

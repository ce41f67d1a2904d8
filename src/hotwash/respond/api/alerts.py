"""Alerts: seen and decided about."""

from django.http import HttpRequest
from ninja import Router, Status

from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of, page_by_key
from hotwash.respond.api import schemas as s
from hotwash.respond.api.incidents import declaration_of
from hotwash.respond.models import Alert, Incident
from hotwash.respond.queries import (
    AlertFilters,
    alert_list,
    began_at,
    earlier_alerts,
    get_alert,
    get_incident,
)
from hotwash.respond.steps import attach_alert, declare_from_alert, dismiss_alert, return_to_inbox

router = Router(tags=["respond"])


def alert_out(row: Alert) -> s.AlertOut:
    return s.AlertOut(
        id=row.pk,
        source=row.source.name,
        title=row.title,
        text=row.text,
        labels={str(name): str(value) for name, value in row.labels.items()},
        severity=row.severity,
        state=row.state,
        triage=row.triage,
        reason=row.reason,
        fingerprint=row.fingerprint,
        count=row.count,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        last_at=row.last_at,
        incident=f"INC-{row.incident_id}" if row.incident_id is not None else None,
        url=row.url,
        flapping_since=row.flapping_since,
        began=began_at(row),
        silence=row.silence_id,
        version=row.version,
    )


@router.get("/alerts", response={200: s.AlertsOut, **REFUSALS})
def alerts(request: HttpRequest, triage: str = "inbox", q: str = "", before: str = "", after: str = "") -> s.AlertsOut:
    """``triage`` is inbox, attached, dismissed, ignored or all."""
    filters = AlertFilters("" if triage == "all" else triage, text=q)
    page = page_by_key(alert_list(actor_of(request), filters), before=before[:18], after=after[:18])
    return s.AlertsOut(alerts=[alert_out(row) for row in page.rows], older=page.older, newer=page.newer)


@router.get("/incidents/{reference}/alerts", response={200: s.AlertsOut, **REFUSALS})
def alerts_of(request: HttpRequest, reference: str, before: str = "", after: str = "") -> s.AlertsOut:
    """The alerts that belong to an incident."""
    actor = actor_of(request)
    filters = AlertFilters("", incident=get_incident(actor, reference).pk)
    page = page_by_key(alert_list(actor, filters), before=before[:18], after=after[:18])
    return s.AlertsOut(alerts=[alert_out(row) for row in page.rows], older=page.older, newer=page.newer)


@router.get("/alerts/{pk}", response={200: s.AlertOut, **REFUSALS})
def alert(request: HttpRequest, pk: int) -> s.AlertOut:
    return alert_out(get_alert(actor_of(request), pk))


@router.get("/alerts/{pk}/earlier", response={200: s.AlertsOut, **REFUSALS})
def earlier(request: HttpRequest, pk: int) -> s.AlertsOut:
    """The same problem before: alerts of the same source with the same fingerprint, the newest first."""
    actor = actor_of(request)
    rows = earlier_alerts(actor, get_alert(actor, pk))
    return s.AlertsOut(alerts=[alert_out(row) for row in rows], older="", newer="")


@router.post("/alerts/{pk}/attach", response={200: s.AlertOut, **REFUSALS})
def attach(request: HttpRequest, pk: int, body: s.AttachIn) -> s.AlertOut | Refused:
    actor = actor_of(request)
    row, incident = get_alert(actor, pk), get_incident(actor, body.incident)
    done = attach_alert(actor=actor, alert=row, incident=incident, version=body.version, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else alert_out(done)


@router.post("/alerts/{pk}/declare", response={201: s.IncidentOut, **REFUSALS})
def declare_for(request: HttpRequest, pk: int, body: s.DeclareForIn) -> Status[Incident] | Refused:
    """Declare an incident for an alert, which then belongs to it."""
    actor = actor_of(request)
    done = declare_from_alert(
        actor=actor,
        alert=get_alert(actor, pk),
        declaration=declaration_of(body),
        version=body.version,
        now=clock.now(),
    )
    return refused(done) if isinstance(done, Refusal) else Status(201, done)


@router.post("/alerts/{pk}/dismiss", response={200: s.AlertOut, **REFUSALS})
def dismiss(request: HttpRequest, pk: int, body: s.DismissIn) -> s.AlertOut | Refused:
    actor = actor_of(request)
    done = dismiss_alert(actor=actor, alert=get_alert(actor, pk), why=body.why, version=body.version)
    return refused(done) if isinstance(done, Refusal) else alert_out(done)


@router.post("/alerts/{pk}/return", response={200: s.AlertOut, **REFUSALS})
def put_back(request: HttpRequest, pk: int) -> s.AlertOut:
    """Undo: the alert waits for triage again."""
    actor = actor_of(request)
    return alert_out(return_to_inbox(actor=actor, alert=get_alert(actor, pk)))

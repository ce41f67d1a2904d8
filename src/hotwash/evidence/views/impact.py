"""Impact: the form, the list, the figures."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hotwash.evidence.forms import ImpactForm, local_text
from hotwash.evidence.models import Impact
from hotwash.evidence.queries import figures, get_impact, impacts_of, metrics_of
from hotwash.evidence.steps import ImpactValues, remove_impact, save_impact
from hotwash.evidence.views.common import asked, frame
from hotwash.evidence.views.customers import drawn
from hotwash.kernel import clock
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import add_reasons
from hotwash.respond.models import Incident


@require_http_methods(["GET", "POST"])
@login_required
def impact(request: HttpRequest, reference: str, pk: int | None = None) -> HttpResponse:
    actor, incident = asked(request, reference)
    row = get_impact(incident, pk) if pk else None
    form = ImpactForm(request.POST or None, incident=incident, initial=_initial(row, incident))
    theirs = None
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        version = data.pop("version") or 0
        values = ImpactValues(**{**data, "services": list(data["services"])})
        saved = save_impact(actor=actor, incident=incident, values=values, impact=row, version=version)
        if not isinstance(saved, Refusal):
            messages.success(request, "The impact was saved.")
            return redirect("evidence-impact", reference=incident.reference)
        add_reasons(form, saved)
        theirs = row if saved.is_conflict else None
    rows = impacts_of(incident)
    context = frame(actor, incident, "impact") | {"form": form, "impacts": rows, "edited": row, "theirs": theirs}
    context |= {"series": metrics_of(incident), **drawn(incident)}
    context |= {"figures": figures(rows, incident.resolved_at or clock.now())}
    status = 200 if not form.errors else 409 if theirs else 422
    return render(request, "evidence/impact.html", context, status=status)


@require_POST
@login_required
def remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    actor, incident = asked(request, reference)
    remove_impact(actor=actor, incident=incident, impact=get_impact(incident, pk))
    messages.success(request, "The impact was removed.")
    return redirect("evidence-impact", reference=incident.reference)


def _proposed(at: datetime | None) -> str:
    """To the second: nobody knows an impact more exactly."""
    return local_text(at.replace(microsecond=0) if at else None)


def _initial(row: Impact | None, incident: Incident) -> dict[str, object]:
    if row is None:
        return {
            "starts_at": _proposed(incident.started_at),
            "ends_at": _proposed(incident.mitigated_at or incident.resolved_at),
        }
    return {
        "audience": row.audience,
        "starts_at": local_text(row.starts_at),
        "ends_at": local_text(row.ends_at),
        "amount": int(row.amount) if row.amount is not None and row.amount.is_integer() else row.amount,
        "unit": row.unit,
        "unknown": row.unknown,
        "confidence": row.confidence,
        "services": row.services.all(),
        "note": row.note,
        "version": row.version,
    }

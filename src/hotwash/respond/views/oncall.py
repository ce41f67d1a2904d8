"""Who is on call now, in each schedule and for each service; escalation policies."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_current_timezone
from django.views.decorators.http import require_http_methods, require_safe

from hotwash.kernel import clock
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.respond.forms.oncall import PolicyForm
from hotwash.respond.forms.policy import levels_of, levels_text
from hotwash.respond.models import EscalationPolicy
from hotwash.respond.notify import absolute
from hotwash.respond.queries import (
    get_incident,
    on_call_now,
    on_call_then,
    paging_troubles,
    plan_of,
    replays_of,
    services_now,
    shift_feed_of,
    shifts_of,
    swaps_to_answer,
)
from hotwash.respond.steps import PolicyValues, save_policy

AHEAD = timedelta(days=60)
MINE = 6


@require_safe
@login_required
def on_call(request: HttpRequest) -> HttpResponse:
    """Who is on call; with ``at``, who was then."""
    actor, now = actor_of(request), clock.now()
    then = _asked_time(request, now)
    policies = [(policy, plan_of(policy)) for policy in EscalationPolicy.objects.select_related("fallback", "team")]
    context = {
        "on_call": on_call_then(then) if then else on_call_now(now),
        "then": then,
        "at": request.GET.get("at", ""),
        "services": [] if then else services_now(now),
        "policies": policies,
        "troubles": paging_troubles(now),
        "feed": shift_feed_of(actor.person_id, None) if actor.person_id else None,
        "base": absolute(""),
        "swaps": swaps_to_answer(actor.person_id, now) if actor.person_id else [],
        "mine": shifts_of(actor.person_id, now, now + AHEAD)[:MINE] if actor.person_id else [],
        "now": now,
        "may_manage": allowed(actor, Permission.MANAGE),
        "may_respond": allowed(actor, Permission.RESPOND),
    }
    return render(request, "respond/oncall.html", context)


@require_safe
def paging_health(_request: HttpRequest) -> HttpResponse:
    """For a monitor outside, which sees what a dead worker can't tell: 200 while paging works, else 503. No details."""
    urgent = sum(one.urgent for one in paging_troubles(clock.now()))
    words = f"{urgent} trouble{'s' if urgent > 1 else ''} with paging" if urgent else "ok"
    return HttpResponse(f"{words}\n", content_type="text/plain", status=503 if urgent else 200)


@require_safe
@login_required
def replay(request: HttpRequest, reference: str) -> HttpResponse:
    """The planned ladder of an incident beside what happened."""
    incident = get_incident(actor_of(request), reference)
    return render(request, "respond/replay.html", {"incident": incident, "replays": replays_of(incident)})


def _asked_time(request: HttpRequest, now: datetime) -> datetime | None:
    """A past time in the person's own zone; none for nonsense and for what is still to come."""
    try:
        found = parse_datetime(request.GET.get("at", ""))
    except ValueError:
        return None
    if found is None:
        return None
    at = found if found.tzinfo else found.replace(tzinfo=get_current_timezone())
    return at if at < now and at.year > 2000 else None


@require_http_methods(["GET", "POST"])
@login_required
def edit_policy(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.MANAGE)
    row = get_object_or_404(EscalationPolicy, pk=pk) if pk is not None else None
    form = PolicyForm(request.POST or None, initial=_initial_of_policy(row))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        levels = levels_of(data["levels"])
        if isinstance(levels, Refusal):
            done: EscalationPolicy | Refusal = levels
        else:
            values = PolicyValues(
                name=data["name"],
                levels=levels,
                repeats=data["repeats"],
                fallback_id=data["fallback"].pk if data["fallback"] else None,
                team_id=data["team"].pk if data["team"] else None,
                is_default=data["is_default"],
            )
            done = save_policy(actor=actor, values=values, policy=row, version=data["version"] or 0)
        if not isinstance(done, Refusal):
            messages.success(request, f"“{done.name}” is saved. What is running keeps its ladder.")
            return redirect("on-call")
        add_reasons(form, done)
    context = {"form": form, "policy": row}
    return render(request, "respond/policy.html", context, status=422 if form.errors else 200)


def _initial_of_policy(row: EscalationPolicy | None) -> dict[str, object]:
    if row is None:
        return {"is_default": not EscalationPolicy.objects.exists()}
    return {
        "name": row.name,
        "levels": levels_text(row),
        "repeats": row.repeats,
        "fallback": row.fallback_id,
        "team": row.team_id,
        "is_default": row.is_default,
        "version": row.version,
    }

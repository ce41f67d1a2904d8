"""Who is on call: schedules, overrides, gaps, escalation policies."""

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotwash.directory.models import Person
from hotwash.kernel import clock
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.respond.core.oncall.rotations import shifts
from hotwash.respond.core.states import Rotation
from hotwash.respond.forms.policy import levels_of, levels_text
from hotwash.respond.forms.settings import OverrideForm, PolicyForm, ScheduleForm
from hotwash.respond.models import EscalationPolicy, Layer, Override, Schedule
from hotwash.respond.queries import on_call_now, plan_of, schedule_value
from hotwash.respond.steps import (
    LayerValues,
    PolicyValues,
    ScheduleValues,
    add_override,
    remove_override,
    save_policy,
    save_schedule,
)

AHEAD = timedelta(days=14)


@require_safe
@login_required
def on_call(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    policies = [(policy, plan_of(policy)) for policy in EscalationPolicy.objects.select_related("fallback", "team")]
    context = {
        "on_call": on_call_now(now),
        "policies": policies,
        "now": now,
        "may_manage": allowed(actor, Permission.MANAGE),
        "may_respond": allowed(actor, Permission.RESPOND),
    }
    return render(request, "respond/oncall.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """One schedule: the next two weeks with their gaps, its overrides, and the form for another one."""
    actor, now = actor_of(request), clock.now()
    row = get_object_or_404(Schedule, pk=pk)
    form = OverrideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = add_override(actor=actor, schedule=row, **form.cleaned_data)
        if not isinstance(done, Refusal):
            messages.success(request, f"{done.person.name} takes over.")
            return redirect("schedule", pk=pk)
        add_reasons(form, done)
    found = list(shifts(schedule_value(row, now, now + AHEAD), now, now + AHEAD))
    people = Person.objects.in_bulk({shift.person for shift in found if shift.person is not None})
    context = {
        "schedule": row,
        "shifts": [(shift, people.get(shift.person or 0)) for shift in found],
        "gaps": [shift for shift in found if shift.person is None],
        "overrides": row.overrides.filter(ends_at__gt=now).select_related("person"),
        "form": form,
        "may_manage": allowed(actor, Permission.MANAGE),
        "may_respond": allowed(actor, Permission.RESPOND),
    }
    return render(request, "respond/schedule.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def end_override(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Override.objects.select_related("schedule", "person"), pk=pk)
    remove_override(actor=actor_of(request), override=row)
    return redirect("schedule", pk=row.schedule_id)


@require_http_methods(["GET", "POST"])
@login_required
def edit_schedule(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    require(actor, Permission.MANAGE)
    row = get_object_or_404(Schedule, pk=pk) if pk is not None else None
    form = ScheduleForm(request.POST or None, initial=_initial(row, now))
    if request.method == "POST" and form.is_valid():
        done = save_schedule(
            actor=actor, values=_schedule_values(form), schedule=row, version=form.cleaned_data["version"] or 0
        )
        if not isinstance(done, Refusal):
            messages.success(request, f"The schedule “{done.name}” is saved.")
            return redirect("schedule", pk=done.pk)
        add_reasons(form, done)
    context = {"form": form, "schedule": row}
    return render(request, "respond/schedule_edit.html", context, status=422 if form.errors else 200)


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


def _schedule_values(form: ScheduleForm) -> ScheduleValues:
    data = form.cleaned_data
    layer = LayerValues(
        member_ids=tuple(person.pk for person in data["members"]),
        starts_on=data["starts_on"],
        rotation=Rotation(data["rotation"]),
        every=data["every"],
        handover=data["handover"],
        weekdays=tuple(int(day) for day in data["weekdays"]),
        from_time=data["from_time"],
        to_time=data["to_time"],
    )
    return ScheduleValues(
        name=data["name"],
        timezone=data["timezone"],
        team_id=data["team"].pk if data["team"] else None,
        layers=(layer,),
    )


def _initial(row: Schedule | None, now: datetime) -> dict[str, object]:
    """The form of a schedule shows its first rotation."""
    today: date = now.date()
    first: dict[str, object] = {"starts_on": today, "handover": "09:00"}
    if row is None:
        return first
    layer = Layer.objects.filter(schedule=row).first()
    kept: dict[str, object] = {
        "name": row.name,
        "timezone": row.timezone,
        "team": row.team_id,
        "version": row.version,
    }
    if layer is None:
        return first | kept
    names = ("rotation", "every", "starts_on", "handover", "from_time", "to_time")
    members = [member.person.email for member in layer.members.select_related("person")]
    return (
        kept
        | {name: getattr(layer, name) for name in names}
        | {"members": "\n".join(members), "weekdays": [str(day) for day in layer.weekdays]}
    )


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

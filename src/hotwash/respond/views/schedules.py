"""One on-call schedule: its weeks, overrides, swaps, calendars; and the form that changes it, with a preview."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_POST

from hotwash.directory.models import Person
from hotwash.kernel import clock
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission, allowed
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.steps import require
from hotwash.kernel.web import actor_of, add_reasons
from hotwash.respond.core.oncall.drawing import DESK, PHONE, Weeks, draw_weeks
from hotwash.respond.core.oncall.swapping import Bargain, Span, span_words
from hotwash.respond.forms.oncall import MAX_LAYERS, LayerForm, LayerForms, OverrideForm, ScheduleForm, SwapForm
from hotwash.respond.models import Layer, Override, Schedule, Swap
from hotwash.respond.notify import absolute
from hotwash.respond.queries import (
    followed_calendars,
    preview_of,
    shift_feed_of,
    shifts_then,
    swaps_of,
    weeks_of,
    zone_of,
)
from hotwash.respond.queries.oncall import layer_as_typed
from hotwash.respond.steps import (
    ScheduleValues,
    accept_swap,
    add_override,
    ask_swap,
    decline_swap,
    remove_override,
    save_schedule,
    withdraw_swap,
)
from hotwash.respond.views.common import told

SHOWN_WEEKS = 4
SWAPPED = timedelta(days=60)  # how far ahead shifts are offered for a swap
ANSWERS = {"accept": accept_swap, "decline": decline_swap, "withdraw": withdraw_swap}


@require_http_methods(["GET", "POST"])
@login_required
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """The weeks from a day on (``from``), with their gaps; overrides and swaps, and the forms for more of them."""
    actor, now = actor_of(request), clock.now()
    row = get_object_or_404(Schedule.objects.select_related("team"), pk=pk)
    override_form, swap_form = OverrideForm(), _swap_form(row, actor, now)
    if request.method == "POST":
        if "ask" in request.POST:
            swap_form = _swap_form(row, actor, now, request.POST)
            done = swap_form.is_valid() and _ask(request, row, swap_form, now)
        else:
            override_form = OverrideForm(request.POST)
            done = override_form.is_valid() and _override(request, row, override_form)
        if done:
            return redirect("schedule", pk=pk)
    context = {
        "schedule": row,
        "overrides": row.overrides.filter(ends_at__gt=now).select_related("person", "calendar"),
        "swaps": swaps_of(row, now),
        "feed": shift_feed_of(actor.person_id, row) if actor.person_id else None,
        "calendars": followed_calendars(row),
        "typed": {name: request.GET.get(name, "")[:1000] for name in ("name", "url")},
        "base": absolute(""),
        "form": override_form,
        "swap_form": swap_form,
        "me": actor.person_id,
        "may_manage": allowed(actor, Permission.MANAGE),
        "may_respond": allowed(actor, Permission.RESPOND),
        **_calendar(row, _monday(request, zone_of(row.timezone), now), now),
    }
    failed = bool(override_form.errors or swap_form.errors)
    return render(request, "respond/schedule.html", context, status=422 if failed else 200)


@require_POST
@login_required
def end_override(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Override.objects.select_related("schedule", "person"), pk=pk)
    remove_override(actor=actor_of(request), override=row, now=clock.now())
    return redirect("schedule", pk=row.schedule_id)


@require_POST
@login_required
def answer_swap(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    row = get_object_or_404(Swap.objects.select_related("schedule", "asked_by", "other"), pk=pk)
    if verb not in ANSWERS:
        raise Http404
    told(request, ANSWERS[verb](actor=actor_of(request), swap=row, now=clock.now()))
    return redirect("schedule", pk=row.schedule_id)


@require_http_methods(["GET", "POST"])
@login_required
def edit_schedule(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Change a schedule with all of its layers. ``preview`` shows what would be, ``add`` gives another layer."""
    actor, now = actor_of(request), clock.now()
    require(actor, Permission.MANAGE)
    row = get_object_or_404(Schedule, pk=pk) if pk is not None else None
    form = ScheduleForm(request.POST or None, initial=_initial(row))
    layers = _layer_forms(request, row, now)
    preview = None
    if request.method == "POST" and "add" not in request.POST and form.is_valid() and layers.is_valid():
        values = form.values(tuple(one.values() for one in layers if not one.cleaned_data.get("remove")))
        if "preview" in request.POST:
            preview = _preview(values, form, now)
        else:
            done = save_schedule(actor=actor, values=values, schedule=row, version=form.cleaned_data["version"] or 0)
            if not isinstance(done, Refusal):
                messages.success(request, f"The schedule “{done.name}” is saved.")
                return redirect("schedule", pk=done.pk)
            add_reasons(form, done)
    context = {"form": form, "layers": layers, "schedule": row, "preview": preview}
    failed = bool(form.errors) or (layers.is_bound and bool(any(layers.errors) or layers.non_form_errors()))
    return render(request, "respond/schedule_edit.html", context, status=422 if failed else 200)


def _ask(request: HttpRequest, row: Schedule, form: SwapForm, now: datetime) -> bool:
    actor, given = actor_of(request), form.span("shift")
    if given is None:
        return False
    bargain = Bargain(actor.own_id, form.cleaned_data["other"].pk, given, form.span("back"))
    done = ask_swap(actor=actor, schedule=row, bargain=bargain, now=now, note=form.cleaned_data["note"])
    if isinstance(done, Refusal):
        add_reasons(form, done)
        return False
    messages.success(request, f"{done.other.name} is asked.")
    return True


def _override(request: HttpRequest, row: Schedule, form: OverrideForm) -> bool:
    done = add_override(actor=actor_of(request), schedule=row, **form.cleaned_data)
    if isinstance(done, Refusal):
        add_reasons(form, done)
        return False
    messages.success(request, f"{done.person.name} takes over.")
    return True


def _monday(request: HttpRequest, zone: ZoneInfo, now: datetime) -> date:
    """The Monday of the week that is asked for; of this one when none is, or nonsense."""
    today = now.astimezone(zone).date()
    try:
        asked = date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        asked = today
    if not timedelta(days=-3700) < asked - today < timedelta(days=3700):
        asked = today
    return asked - timedelta(days=asked.weekday())


def _calendar(row: Schedule, monday: date, now: datetime) -> dict[str, object]:
    zone = zone_of(row.timezone)
    begin = datetime.combine(monday, time(0), tzinfo=zone)
    end = datetime.combine(monday + timedelta(weeks=SHOWN_WEEKS), time(0), tzinfo=zone)
    weeks = weeks_of(row, monday, SHOWN_WEEKS, now)
    people = Person.objects.in_bulk(list(weeks.names))
    found = shifts_then(row, begin, end)
    return {
        **_pictures(weeks),
        "shifts": [(shift, people.get(shift.person or 0)) for shift in found],
        "gaps": [shift for shift in found if shift.person is None and shift.ends_at > now],
        "earlier": monday - timedelta(weeks=SHOWN_WEEKS),
        "later": monday + timedelta(weeks=SHOWN_WEEKS),
    }


def _pictures(weeks: Weeks) -> dict[str, SafeString]:
    return {
        "wide": mark_safe(draw_weeks(weeks, DESK)),  # noqa: S308 - drawn by us, texts escaped there
        "narrow": mark_safe(draw_weeks(weeks, PHONE)),  # noqa: S308
    }


def _swap_form(row: Schedule, actor: Actor, now: datetime, data: QueryDict | None = None) -> SwapForm:
    zone, me = zone_of(row.timezone), actor.person_id
    begin = now.replace(minute=0, second=0, microsecond=0)  # a shift that runs is offered from this hour on
    end = begin + SWAPPED
    coming = [shift for shift in shifts_then(row, begin, end) if shift.person is not None and shift.ends_at < end]
    people = Person.objects.in_bulk({shift.person for shift in coming})
    spans = [(shift.person or 0, Span(shift.starts_at, shift.ends_at)) for shift in coming]
    words = [
        (one, f"{span.starts_at.isoformat()}/{span.ends_at.isoformat()}", span_words(span, zone)) for one, span in spans
    ]
    members = set(Layer.objects.filter(schedule=row).values_list("members__person", flat=True)) - {None, me}
    return SwapForm(
        data,
        mine=[(key, text) for one, key, text in words if one == me],
        theirs=[(key, f"{people[one].name}: {text}") for one, key, text in words if one != me],
        people=sorted(members),
    )


def _preview(values: ScheduleValues, form: ScheduleForm, now: datetime) -> dict[str, object] | None:
    """What would be, or what is wrong with it."""
    problems = values.problems(taken=(), missing=())
    if problems:
        add_reasons(form, Refusal(tuple(problems)))
        return None
    weeks = preview_of(values, now, SHOWN_WEEKS)
    return {**_pictures(weeks), "gaps": sum(shift.person is None for shift in weeks.lanes[-1].shifts)}


def _initial(row: Schedule | None) -> dict[str, object]:
    names = ("name", "timezone", "team", "gaps_meant", "version")
    return {name: getattr(row, f"{name}_id" if name == "team" else name) for name in names} if row else {}


def _layer_forms(request: HttpRequest, row: Schedule | None, now: datetime) -> "BaseFormSet[LayerForm]":
    fresh: dict[str, object] = {"starts_on": now.date(), "handover": "09:00"}
    if request.method != "POST":
        kept: list[dict[str, object]] = [layer_as_typed(layer) for layer in row.layers.all()] if row else []
        return LayerForms(initial=kept or [fresh], prefix="layer")
    data = request.POST.copy()
    if "add" in data:
        _another(data, fresh)
    return LayerForms(data, prefix="layer")


def _another(data: QueryDict, fresh: dict[str, object]) -> None:
    """One more layer in what was typed."""
    typed = data.get("layer-TOTAL_FORMS") or ""
    total = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 3 else 0
    if total >= MAX_LAYERS:
        return
    data["layer-TOTAL_FORMS"] = str(total + 1)
    for name, value in {**fresh, "name": f"Layer {total + 1}", "every": 1, "rotation": "weekly"}.items():
        data[f"layer-{total}-{name}"] = str(value)

"""Calendars of on-call: the addresses that others read, and calendars that are followed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from hotwash.kernel import clock
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.web import actor_of
from hotwash.respond.models import Feed, FollowedCalendar, Schedule
from hotwash.respond.queries import calendar_of_feed
from hotwash.respond.steps import follow_calendar, forget_calendar, make_feed, revoke_feed
from hotwash.respond.views.common import told


@require_safe
def feed(_request: HttpRequest, secret: str) -> HttpResponse:
    """The shifts as iCalendar. The address itself is the key, as calendars cannot sign in."""
    found = calendar_of_feed(secret, clock.now())
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="text/calendar; charset=utf-8")


@require_POST
@login_required
def new_feed(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    schedule = get_object_or_404(Schedule, pk=pk) if pk is not None else None
    told(request, make_feed(actor=actor_of(request), schedule=schedule, now=clock.now()))
    return redirect("schedule", pk=pk) if pk is not None else redirect("on-call")


@require_POST
@login_required
def end_feed(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Feed.objects.select_related("schedule"), pk=pk, owner=request.user.pk)
    schedule = row.schedule_id
    told(request, revoke_feed(actor=actor_of(request), feed=row), "The address answers no longer.")
    return redirect("schedule", pk=schedule) if schedule else redirect("on-call")


@require_POST
@login_required
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    schedule = get_object_or_404(Schedule, pk=pk)
    given = request.FILES.get("file")
    source = given.read() if given is not None else request.POST.get("url", "").strip()
    name = request.POST.get("name", "") or (given.name or "" if given is not None else "")
    done = follow_calendar(actor=actor_of(request), schedule=schedule, name=name, source=source, now=clock.now())
    if isinstance(done, Refusal):
        told(request, done)
        typed = urlencode({"name": name, "url": source}) if isinstance(source, str) else ""
        return redirect(f"{reverse('schedule', args=[pk])}?{typed}#calendars")
    messages.success(request, f"“{done.name}” is followed." if done.url else f"“{done.name}” is read.")
    return redirect("schedule", pk=pk)


@require_POST
@login_required
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(FollowedCalendar.objects.select_related("schedule"), pk=pk)
    schedule = row.schedule_id
    forget_calendar(actor=actor_of(request), calendar=row, now=clock.now())
    return redirect("schedule", pk=schedule)

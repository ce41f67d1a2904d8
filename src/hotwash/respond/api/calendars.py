"""Calendars of on-call: addresses that others read, and calendars that are followed."""

from django.http import HttpRequest
from django.urls import reverse
from ninja import Router, Status

from hotwash.kernel import clock
from hotwash.kernel.api import REFUSALS, Refused, refused
from hotwash.kernel.core.refusal import Refusal
from hotwash.kernel.rows import existing
from hotwash.kernel.web import actor_of
from hotwash.respond.api import schemas_oncall as s
from hotwash.respond.models import Feed, FollowedCalendar, Schedule
from hotwash.respond.notify import absolute
from hotwash.respond.queries import feeds_of, followed_calendars
from hotwash.respond.steps import follow_calendar, forget_calendar, make_feed, revoke_feed

router = Router(tags=["respond"])


def _out(row: Feed) -> s.FeedOut:
    address = absolute(reverse("on-call-feed", args=[row.secret]))
    return s.FeedOut(id=row.pk, schedule=row.schedule_id, address=address)


def _schedule(pk: int) -> Schedule:
    return existing(Schedule.objects.filter(pk=pk), f"There is no schedule {pk}.")


@router.get("/on-call/feeds", response={200: list[s.FeedOut], **REFUSALS})
def feeds(request: HttpRequest) -> list[s.FeedOut]:
    """One's own calendar addresses; whoever knows one reads it without signing in."""
    return [_out(row) for row in feeds_of(actor_of(request).person_id or 0)]


@router.post("/on-call/feeds", response={201: s.FeedOut, **REFUSALS})
def new_feed(request: HttpRequest, body: s.FeedIn) -> Status[s.FeedOut] | Refused:
    """Make a calendar address of a schedule or of one's own shifts; the same one while it is not revoked."""
    schedule = _schedule(body.schedule) if body.schedule is not None else None
    done = make_feed(actor=actor_of(request), schedule=schedule, now=clock.now())
    return refused(done) if isinstance(done, Refusal) else Status(201, _out(done))


@router.delete("/on-call/feeds/{pk}", response={204: None, **REFUSALS})
def end_feed(request: HttpRequest, pk: int) -> Status[None] | Refused:
    """Revoke a calendar address."""
    row = existing(Feed.objects.select_related("schedule").filter(pk=pk), f"There is no calendar address {pk}.")
    done = revoke_feed(actor=actor_of(request), feed=row)
    return refused(done) if isinstance(done, Refusal) else Status(204, None)


@router.get("/schedules/{pk}/calendars", response={200: list[s.CalendarOut], **REFUSALS})
def calendars(request: HttpRequest, pk: int) -> list[FollowedCalendar]:
    """Calendars elsewhere whose events are overrides of this schedule, with what could not be read."""
    actor_of(request)
    return list(followed_calendars(_schedule(pk)))


@router.post("/schedules/{pk}/calendars", response={201: s.CalendarOut, **REFUSALS})
def follow(request: HttpRequest, pk: int, body: s.CalendarIn) -> Status[FollowedCalendar] | Refused:
    """Follow the calendar of an address, or take the events of a file once."""
    source = body.text.encode() if body.text else body.url
    now = clock.now()
    done = follow_calendar(actor=actor_of(request), schedule=_schedule(pk), name=body.name, source=source, now=now)
    return refused(done) if isinstance(done, Refusal) else Status(201, done)


@router.delete("/calendars/{pk}", response={204: None, **REFUSALS})
def forget(request: HttpRequest, pk: int) -> Status[None]:
    """No longer follow a calendar; its overrides that are still to come go with it."""
    actor = actor_of(request)
    rows = FollowedCalendar.objects.select_related("schedule").filter(pk=pk)
    forget_calendar(actor=actor, calendar=existing(rows, f"There is no calendar {pk}."), now=clock.now())
    return Status(204, None)

"""Calendars: addresses at which others read our shifts, and calendars elsewhere whose events are overrides here."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from hotwash.directory.models import Person
from hotwash.kernel.core.actor import SYSTEM, Actor
from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.http import problem_of_url
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.http import http_client
from hotwash.kernel.outbox import wake
from hotwash.kernel.steps import step
from hotwash.respond.core.oncall.calendars import MAX_BYTES, Window, read_calendar, takings
from hotwash.respond.events import CalendarDue, SettingChanged
from hotwash.respond.models import Feed, FollowedCalendar, Override, Schedule
from hotwash.respond.queries.oncall.schedules import zone_of

AGAIN = timedelta(hours=1)
BACK, AHEAD = timedelta(days=1), timedelta(days=90)


def make_feed(*, actor: Actor, schedule: Schedule | None, now: datetime) -> Feed | Refusal:
    """A secret address of one's own for a schedule, or for one's own shifts in all of them."""
    if actor.person_id is None:
        return refuse("person", "Only a person can have a calendar address.")
    with step(actor=actor, permission=Permission.VIEW) as record:
        fresh = {"secret": secrets.token_urlsafe(24), "made_at": now}
        row, made = Feed.objects.get_or_create(owner_id=actor.person_id, schedule=schedule, defaults=fresh)
        if made:
            record(SettingChanged(verb="made", what=f"a calendar address of {schedule or 'their own shifts'}"))
    return row


def revoke_feed(*, actor: Actor, feed: Feed) -> Refusal | None:
    """The address answers no longer."""
    if feed.owner_id != actor.person_id:
        return refuse("person", "This is somebody else's calendar address.")
    with step(actor=actor, permission=Permission.VIEW) as record:
        record(SettingChanged(verb="revoked", what=f"a calendar address of {feed.schedule or 'their own shifts'}"))
        feed.delete()
    return None


def follow_calendar(
    *, actor: Actor, schedule: Schedule, name: str, source: str | bytes, now: datetime
) -> FollowedCalendar | Refusal:
    """Take overrides out of a calendar: of an address, which is read again each hour, or of a file, once."""
    problem = problem_of_url(source) if isinstance(source, str) else ""
    if problem:
        return refuse("url", problem, "url")
    if len(source) > MAX_BYTES:
        return refuse("file", f"The file is larger than {MAX_BYTES // 1_000_000} MB.", "file")
    with step(actor=actor, permission=Permission.MANAGE) as record:
        url = source if isinstance(source, str) else ""
        row = FollowedCalendar.objects.create(
            schedule=schedule, name=name.strip()[:100] or "Calendar", url=url[:1000], due_at=now if url else None
        )
        record(SettingChanged(verb="put", what=f"the calendar {row.name} over the schedule {schedule.name}"))
        if isinstance(source, bytes):
            _take(row, source, now)
        else:
            wake(CalendarDue(calendar=row.pk), at=now)
    return row


def forget_calendar(*, actor: Actor, calendar: FollowedCalendar, now: datetime) -> None:
    """Its overrides that are still to come go with it."""
    with step(actor=actor, permission=Permission.MANAGE) as record:
        record(SettingChanged(verb="took", what=f"the calendar {calendar.name} off the schedule {calendar.schedule}"))
        calendar.overrides.filter(starts_at__lt=now, ends_at__gt=now).update(ends_at=now)
        calendar.overrides.filter(ends_at__lte=now).update(calendar=None)
        calendar.delete()


def read_followed_calendar(event: CalendarDue, *, now: datetime) -> FollowedCalendar | None:
    """Fetch a calendar and put its overrides in the place of those that it gave before."""
    row = FollowedCalendar.objects.select_related("schedule").filter(pk=event.calendar, due_at__lte=now).first()
    if row is None:
        return None
    content, problem = _fetched(row.url)
    with step(actor=SYSTEM, permission=Permission.MANAGE):
        row.due_at = now + AGAIN
        if problem:
            row.problems = [problem]
            row.save(update_fields=["due_at", "problems"])
        else:
            _take(row, content, now)
    return row


def due_calendars(*, now: datetime) -> Sequence[CalendarDue]:
    """Those whose hour has come."""
    rows = FollowedCalendar.objects.filter(due_at__lte=now).order_by("due_at").values_list("pk", flat=True)
    return [CalendarDue(calendar=pk) for pk in rows[:20]]


def _fetched(url: str) -> tuple[bytes, str]:
    """What the address gave, or what is wrong with it."""
    try:
        answer = http_client().request("GET", url, headers={"accept": "text/calendar"})
    except PluginError as error:
        return b"", str(error)
    if answer.status != 200:
        return b"", f"The address answered with status {answer.status}."
    return answer.body, "The calendar is too large to be read." if answer.cut else ""


def _take(row: FollowedCalendar, content: bytes, now: datetime) -> None:
    """What holds or is to come is replaced; what is over stays. A calendar that can't be read changes nothing."""
    read = read_calendar(content, Window(now - BACK, now + AHEAD, zone_of(row.schedule.timezone)))
    people = list(Person.objects.filter(is_active=True).values_list("pk", "name", "email"))
    taken, unknown = takings(read, people)
    if read.entries or not read.problems:
        row.overrides.filter(ends_at__gt=now).delete()
        Override.objects.bulk_create(
            Override(
                schedule=row.schedule,
                calendar=row,
                person_id=one.person,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                reason=row.name,
            )
            for one in taken
            if one.ends_at > now
        )
        row.read_at = now
    row.problems = [*read.problems, *unknown]
    row.save(update_fields=["read_at", "problems", "due_at"])

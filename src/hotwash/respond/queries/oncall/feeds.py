"""Calendar addresses, and what they show."""

from collections.abc import Sequence
from datetime import datetime

from hotwash.directory.models import Person
from hotwash.respond.core.oncall.ical import AHEAD, BACK, Watch, calendar_of
from hotwash.respond.core.oncall.rotations import Shift
from hotwash.respond.models import Feed, FollowedCalendar, Schedule
from hotwash.respond.queries.oncall.schedules import shifts_of, shifts_then, zone_of


def shift_feed_of(person_id: int, schedule: Schedule | None) -> Feed | None:
    return Feed.objects.filter(owner=person_id, schedule=schedule).first()


def feeds_of(person_id: int) -> Sequence[Feed]:
    return list(Feed.objects.filter(owner=person_id).select_related("schedule").order_by("pk"))


def followed_calendars(schedule: Schedule) -> Sequence[FollowedCalendar]:
    return list(FollowedCalendar.objects.filter(schedule=schedule).order_by("pk"))


def calendar_of_feed(secret: str, now: datetime) -> bytes | None:
    """The calendar at an address; None where it was revoked, never was, or its owner is no longer active."""
    feed = Feed.objects.select_related("schedule", "owner").filter(secret=secret, owner__is_active=True).first()
    if feed is None:
        return None
    begin, end = now - BACK, now + AHEAD
    watches: dict[Schedule, list[Shift]] = {}
    if feed.schedule is not None:
        watches[feed.schedule] = shifts_then(feed.schedule, begin, end)
    else:
        for schedule, shift in shifts_of(feed.owner_id, begin, end):
            watches.setdefault(schedule, []).append(shift)
    names = {shift.person for found in watches.values() for shift in found if shift.person is not None}
    people = {person.pk: person.name for person in Person.objects.filter(pk__in=names)}
    title = f"On call: {feed.schedule.name if feed.schedule is not None else feed.owner.name}"
    shown = [Watch(row.pk, row.name, zone_of(row.timezone), found) for row, found in watches.items()]
    return calendar_of(title, shown, people, now)

"""Gaps are told ahead, to those who look after the schedule."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hotwash.directory.models import Person
from hotwash.kernel.core.actor import SYSTEM, Role
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.steps import step
from hotwash.process.queries import current_document
from hotwash.respond.core.letters import gap_letter
from hotwash.respond.core.oncall.rotations import gaps
from hotwash.respond.core.oncall.swapping import Span, span_words
from hotwash.respond.models import Schedule
from hotwash.respond.notify import absolute, everywhere, tell
from hotwash.respond.queries.oncall import schedule_value, zone_of

AHEAD = timedelta(days=7)


def warn_of_gaps(*, now: datetime) -> int:
    """Once a week for each schedule that has gaps in the coming seven days and is not meant to; how many were told."""
    rows = Schedule.objects.filter(gaps_meant=False).select_related("team")
    return sum(_warn(row, now) for row in rows)


def _warn(schedule: Schedule, now: datetime) -> int:
    found = gaps(schedule_value(schedule, now, now + AHEAD), now, now + AHEAD)
    if not found:
        return 0
    zone = zone_of(schedule.timezone)
    spans = [span_words(Span(gap.starts_at, gap.ends_at), zone) for gap in found]
    once = f"gaps:{schedule.pk}:{now.isocalendar().year}-{now.isocalendar().week}"
    letter = gap_letter(schedule.name, spans, absolute(f"/alerts/on-call/{schedule.pk}/"), once)
    with step(actor=SYSTEM, permission=Permission.MANAGE):
        return len(tell(letter, everywhere(_owners(schedule), current_document().escalation.channels), now=now))


def _owners(schedule: Schedule) -> Sequence[Person]:
    """The members of its team, else the administrators."""
    members = list(schedule.team.members.filter(is_active=True)) if schedule.team is not None else []
    return members or list(Person.objects.filter(is_active=True, role=Role.ADMIN))

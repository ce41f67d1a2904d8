"""What the self-check of paging counts."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Q

from hotwash.kernel.config import config
from hotwash.respond.core.letters import EMAIL
from hotwash.respond.core.oncall.checks import Facts, Trouble, troubles
from hotwash.respond.core.states import EscalationState, NotificationState
from hotwash.respond.models import DeliveryAttempt, Escalation, EscalationPolicy, EscalationTarget, Notification
from hotwash.respond.queries.contacts import ways_of
from hotwash.respond.queries.oncall.schedules import on_call_now

WAITING = timedelta(minutes=5)
LATELY = timedelta(hours=1)
FAILED_TRIES = 3


def paging_troubles(now: datetime) -> list[Trouble]:
    """What is wrong with paging now, and what would be: urgent troubles first."""
    return troubles(_facts(now))


def _facts(now: datetime) -> Facts:
    late = Escalation.objects.filter(state=EscalationState.RUNNING, due_at__lt=now).order_by("due_at")
    oldest = late.values_list("due_at", flat=True).first()
    pages = Notification.objects.filter(purpose="page")
    stuck = pages.filter(state=NotificationState.WAITING, created_at__lt=now - WAITING, due_at__lt=now - WAITING)
    policies = EscalationPolicy.objects.annotate(meant=Count("levels__targets"), steps=Count("levels", distinct=True))
    paged = set(EscalationTarget.objects.filter(schedule__isnull=False).values_list("schedule", flat=True))
    watches = [one for one in on_call_now(now) if one.schedule.pk in paged]
    people = [one.person for one in watches if one.person is not None]
    known = ways_of(people)
    return Facts(
        late=late.count(),
        oldest=int((now - oldest).total_seconds()) if oldest is not None else 0,
        waiting=stuck.count(),
        given_up=pages.filter(state=NotificationState.GIVEN_UP, created_at__gt=now - LATELY).count(),
        silent=_silent(now),
        policies=len(policies),
        default=any(policy.is_default for policy in policies),
        without_levels=[policy.name for policy in policies if not (policy.steps and policy.meant)],
        gaps=[one.schedule.name for one in watches if one.person is None and not one.schedule.gaps_meant],
        only_account=sorted({person.name for person in people if not known[person.pk]}),
        mail=bool(config().smtp_url),
        clock=_clock(now),
    )


def _silent(now: datetime) -> list[str]:
    """Channels of which several attempts failed lately, and none arrived."""
    lately = DeliveryAttempt.objects.filter(at__gt=now - LATELY, at__lte=now)
    rows = lately.values("notification__channel").annotate(
        failed=Count("pk", filter=Q(arrived=False)), went=Count("pk", filter=Q(arrived=True))
    )
    found = rows.filter(failed__gte=FAILED_TRIES, went=0).values_list("notification__channel", flat=True)
    return sorted(found, key=lambda channel: (channel != EMAIL, channel))


def _clock(now: datetime) -> float:
    """Seconds by which ``now`` is ahead of the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        [seconds] = cursor.fetchone()
    return now.timestamp() - float(seconds)

"""What is known when a signal is decided about: the last alert of its kind, its group, the silences over it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Q

from hotwash.kernel.models import Event
from hotwash.respond.core.alerts.deciding import Group, OldAlert
from hotwash.respond.core.alerts.silences import Silence as SilenceValue
from hotwash.respond.core.states import IncidentState
from hotwash.respond.events import SeverityChanged
from hotwash.respond.models import Alert, Incident, Silence
from hotwash.respond.queries.routing import matcher_as_value

# Of each fingerprint only the newest alert is looked at, however many lie behind it.
_LAST = """
SELECT newest.id FROM unnest(%s::text[]) AS asked (fingerprint) CROSS JOIN LATERAL (
  SELECT id FROM hotwash_alert WHERE source_id = %s AND fingerprint = asked.fingerprint ORDER BY id DESC LIMIT 1) newest
"""


def last_alerts(source: int, fingerprints: Sequence[str]) -> dict[str, Alert]:
    """The newest alert of each fingerprint, open or over, with its incident."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [list(fingerprints), source])
        keys = [key for (key,) in cursor.fetchall()]
    rows = Alert.objects.filter(pk__in=keys).select_related("incident").defer("text", "raw", "reason")
    return {alert.fingerprint: alert for alert in rows}


def newest_of_group(key: str) -> Alert | None:
    """The newest alert of a group that belongs to an incident, with it."""
    rows = Alert.objects.filter(group_key=key, incident__isnull=False).select_related("incident")
    return rows.defer("text", "raw", "reason").order_by("-pk").first()


def group_of(incident: Incident | None, last_at: datetime) -> Group | None:
    """None also where its post-mortem is done: it takes no more alerts."""
    if incident is None or incident.state == IncidentState.CLOSED:
        return None
    if incident.is_open:
        return Group(incident.pk, last_at)
    return Group(incident.pk, last_at, incident.resolved_at) if incident.resolved_at is not None else None


def old_alert(alert: Alert, incident: Incident | None) -> OldAlert:
    """An alert that is over, as it is asked about."""
    return OldAlert(tuple(datetime.fromisoformat(at) for at in alert.begun), group_of(incident, alert.first_at))


def severity_set_by_hand(incident: int) -> bool:
    """Whether a person has changed the severity since it was declared."""
    changes = Event.objects.filter(incident_id=incident, type=SeverityChanged.type)
    return changes.filter(actor_kind="person").exists()


def silences_between(first: datetime, now: datetime) -> list[SilenceValue]:
    """The silences that may be in force at some time between."""
    once = Q(weekdays=[], starts_at__lte=now, ends_at__gt=first)
    again = ~Q(weekdays=[]) & Q(starts_at__lte=now) & (Q(until=None) | Q(until__gt=first))
    rows = Silence.objects.filter(once | again, Q(ended_at=None) | Q(ended_at__gt=first)).select_related("service")
    return [silence_as_value(row) for row in rows.order_by("pk")]


def silence_as_value(row: Silence) -> SilenceValue:
    names = {row.service.slug.casefold(), row.service.name.casefold()} if row.service else set()
    return SilenceValue(
        id=row.pk,
        reason=row.reason,
        by=row.made_by_name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        matchers=tuple(matcher_as_value(kept) for kept in row.matchers),
        source=row.source_id,
        service=row.service_id,
        service_names=frozenset(names),
        weekdays=tuple(row.weekdays),
        zone=row.timezone,
        until=row.until,
        ended_at=row.ended_at,
    )

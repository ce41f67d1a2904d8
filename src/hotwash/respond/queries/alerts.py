"""Alerts, sources and what was delivered."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hotwash.kernel.core.actor import Actor
from hotwash.kernel.rows import existing
from hotwash.respond.core.alerts.silences import Window, when_in_words
from hotwash.respond.core.states import DeliveryState
from hotwash.respond.models import Alert, Delivery, Heartbeat, Silence, Source
from hotwash.respond.queries.deciding import silence_as_value
from hotwash.respond.queries.incidents import visible_incidents


@dataclass(frozen=True, slots=True)
class AlertFilters:
    """``triage`` empty: all of them."""

    triage: str = "inbox"
    source: str = ""
    text: str = ""
    incident: int = 0
    silence: int = 0


def visible_alerts(actor: Actor) -> QuerySet[Alert]:
    """All alerts but those of incidents that the actor may not see."""
    hidden = Q(incident__isnull=False, incident__private=True) & ~Q(incident__in=visible_incidents(actor))
    return Alert.objects.exclude(hidden).select_related("source", "incident", "rule")


def alert_list(actor: Actor, filters: AlertFilters) -> QuerySet[Alert]:
    rows = visible_alerts(actor)
    if filters.triage:
        rows = rows.filter(triage=filters.triage)
    if filters.source.isdecimal():
        rows = rows.filter(source=int(filters.source))
    if filters.incident:
        rows = rows.filter(incident=filters.incident)
    if filters.silence:
        rows = rows.filter(silence=filters.silence)
    if filters.text:
        rows = rows.filter(title__icontains=filters.text.replace("\x00", ""))
    return rows


def get_alert(actor: Actor, pk: int) -> Alert:
    return existing(
        visible_alerts(actor).filter(pk=pk),
        "There is no such alert, or it belongs to an incident that is private to others.",
    )


def source_list() -> QuerySet[Source]:
    """Sources with when they were last heard, how much they sent, and how much of it could not be read."""
    return Source.objects.select_related("heartbeat").annotate(
        last_heard=Max("deliveries__received_at"),
        sent=Count("deliveries"),
        unreadable=Count("deliveries", filter=Q(deliveries__state=DeliveryState.UNREADABLE)),
    )


def last_deliveries(source: Source, limit: int = 20) -> list[Delivery]:
    return list(Delivery.objects.filter(source=source).order_by("-pk")[:limit])


def silence_list() -> QuerySet[Silence]:
    """All silences, the newest first, with how many alerts each kept quiet."""
    quiet = (
        Alert.objects.filter(silence=OuterRef("pk")).order_by().values("silence").annotate(n=Count("pk")).values("n")
    )
    return (
        Silence.objects.select_related("source", "service").annotate(kept=Coalesce(Subquery(quiet), 0)).order_by("-pk")
    )


@dataclass(frozen=True, slots=True)
class ShownSilence:
    """A silence as it stands now: ``in force``, ``coming`` or ``over``; ``again`` in words."""

    row: Silence
    state: str
    window: Window | None
    until: datetime
    again: str
    matchers: tuple[str, ...]


def silence_shown(row: Silence, now: datetime) -> ShownSilence:
    value = silence_as_value(row)
    window = value.window_at(now)
    coming = value.next_window(now) if row.ended_at is None else None
    return ShownSilence(
        row=row,
        state="in force" if window else "coming" if coming else "over",
        window=window or coming,
        until=row.ended_at or (window or coming or Window(row.starts_at, row.ends_at)).ends_at,
        again=when_in_words(value),
        matchers=tuple(str(matcher) for matcher in value.matchers),
    )


def get_silence(pk: int) -> Silence:
    return existing(Silence.objects.filter(pk=pk), f"There is no silence {pk}.")


def heartbeat_of(source: Source) -> Heartbeat | None:
    """How often a source is expected, where it is."""
    return Heartbeat.objects.filter(source=source).first()


def earlier_alerts(actor: Actor, alert: Alert, limit: int = 8) -> list[Alert]:
    """The same problem before: alerts of the same source with the same fingerprint, the newest first."""
    same = visible_alerts(actor).filter(source=alert.source_id, fingerprint=alert.fingerprint, pk__lt=alert.pk)
    return list(same.order_by("-pk")[:limit])


def began_at(alert: Alert) -> list[datetime]:
    """When it began lately, the newest first: it and the alerts before it with the same fingerprint."""
    return [datetime.fromisoformat(str(at)) for at in reversed(alert.begun)]

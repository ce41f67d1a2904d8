"""Alerts, sources and what was delivered."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from hotwash.kernel.core.actor import Actor
from hotwash.kernel.rows import existing
from hotwash.respond.core.states import DeliveryState
from hotwash.respond.models import Alert, Delivery, Source
from hotwash.respond.queries.incidents import visible_incidents


@dataclass(frozen=True, slots=True)
class AlertFilters:
    """``triage`` empty: all of them."""

    triage: str = "inbox"
    source: str = ""
    text: str = ""
    incident: int = 0


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
    return Source.objects.annotate(
        last_heard=Max("deliveries__received_at"),
        sent=Count("deliveries"),
        unreadable=Count("deliveries", filter=Q(deliveries__state=DeliveryState.UNREADABLE)),
    )


def last_deliveries(source: Source, limit: int = 20) -> list[Delivery]:
    return list(Delivery.objects.filter(source=source).order_by("-pk")[:limit])

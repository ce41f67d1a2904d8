"""Impact as figures: downtime, availability, error budget of each service."""

from collections.abc import Iterable
from datetime import datetime

from hotwash.directory.models import Service
from hotwash.evidence.core.impact import Affected, Loss, ServiceAvailability, by_service
from hotwash.evidence.models import Impact
from hotwash.kernel.rows import existing
from hotwash.respond.models import Incident


def impacts_of(incident: Incident) -> list[Impact]:
    return list(
        Impact.objects.filter(incident=incident).prefetch_related("services").order_by("audience", "starts_at", "pk")
    )


def get_impact(incident: Incident, pk: int) -> Impact:
    return existing(
        Impact.objects.filter(incident=incident, pk=pk), f"There is no such impact in {incident.reference}."
    )


def figures(impacts: Iterable[Impact], until: datetime | None) -> list[ServiceAvailability]:
    """Over thirty days, by service. What has no end counts up to ``until``; without an amount it counts whole."""
    losses = (
        Loss(row.starts_at, row.ends_at, row.amount, [_affected(service) for service in row.services.all()])
        for row in impacts
        if row.audience == Impact.Audience.AVAILABILITY and row.starts_at is not None and not row.unknown
    )
    return by_service(losses, until)


def _affected(service: Service) -> Affected:
    return Affected(service.pk, service.name, float(service.target) if service.target else None)

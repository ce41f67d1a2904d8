"""Impact as figures: downtime, availability, error budget of each service."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hotwash.directory.models import Service
from hotwash.evidence.core.impact import Availability, Span, availability
from hotwash.evidence.models import Impact
from hotwash.kernel.rows import existing
from hotwash.respond.models import Incident

WINDOW = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ServiceFigure:
    """``service`` is None where no service was named."""

    service: Service | None
    found: Availability
    open_end: bool

    @property
    def percent(self) -> str:
        """Availability in per cent, with as many digits as a target is discussed in."""
        return f"{100 * self.found.availability:.3f}"

    @property
    def budget(self) -> str:
        used = self.found.budget_used
        return "" if used is None else f"{100 * used:.0f}"


def impacts_of(incident: Incident) -> list[Impact]:
    return list(
        Impact.objects.filter(incident=incident).prefetch_related("services").order_by("audience", "starts_at", "pk")
    )


def get_impact(incident: Incident, pk: int) -> Impact:
    return existing(
        Impact.objects.filter(incident=incident, pk=pk), f"There is no such impact in {incident.reference}."
    )


def figures(impacts: list[Impact], now: datetime) -> list[ServiceFigure]:
    """Over thirty days, by service. A span without an end counts up to ``now``; without an amount it counts whole."""
    spans: dict[int, list[Span]] = {}
    services: dict[int, Service | None] = {}
    open_ends: set[int] = set()
    for impact in impacts:
        if impact.audience != Impact.Audience.AVAILABILITY or impact.starts_at is None or impact.unknown:
            continue
        share = min(1.0, (100.0 if impact.amount is None else impact.amount) / 100)
        span = Span(impact.starts_at, impact.ends_at or max(now, impact.starts_at), share)
        named: list[Service | None] = list(impact.services.all())
        for service in named or [None]:
            key = service.pk if service else 0
            services[key] = service
            spans.setdefault(key, []).append(span)
            if impact.ends_at is None:
                open_ends.add(key)
    return [_figure(services[key], spans[key], key in open_ends) for key in sorted(spans)]


def _figure(service: Service | None, spans: list[Span], open_end: bool) -> ServiceFigure:  # noqa: FBT001 - a field
    target = float(service.target) if service and service.target else None
    return ServiceFigure(service, availability(spans, WINDOW, target), open_end)

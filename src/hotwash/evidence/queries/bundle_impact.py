"""Impact in a bundle: who was affected, availability, what customers reported, the metrics it was measured by."""

from collections.abc import Iterator

from django.forms.models import model_to_dict

from hotwash.evidence.core.bagging import Part, text_part
from hotwash.evidence.core.exhibits import metric_row
from hotwash.evidence.core.impact import ServiceAvailability, minutes
from hotwash.evidence.core.tables import as_json, csv_lines, json_lines
from hotwash.evidence.models import CustomerReport, Impact
from hotwash.evidence.queries.customers import customer_reports
from hotwash.evidence.queries.exhibits import exhibits, metrics_taken
from hotwash.evidence.queries.impact import figures, impacts_of
from hotwash.respond.models import Incident

_IMPACT = ["audience", "starts_at", "ends_at", "amount", "unit", "unknown", "confidence", "services", "note"]
_REPORTED = ["time", "count", "channel", "note", "file", "line"]


def impact_parts(incident: Incident) -> Iterator[Part]:
    """Tables as JSON and CSV; the curves as SVG. What there is none of has no file, but for ``impact``."""
    impacts = impacts_of(incident)
    yield text_part("impact.jsonl", json_lines(_impact_row(row) for row in impacts))
    rows = ({**_impact_row(row), "services": ", ".join(_services(row))} for row in impacts)
    yield text_part("impact.csv", csv_lines(rows, _IMPACT))
    available = [_figure(one) for one in figures(impacts, incident.resolved_at)]
    if available:
        yield text_part("impact/availability.json", [as_json(available, indent=2), "\n"])
    reports = [_reported(row) for row in customer_reports(incident)]
    if reports:
        yield text_part("impact/customer-reports.jsonl", json_lines(reports))
        yield text_part("impact/customer-reports.csv", csv_lines(reports, _REPORTED))
    yield from _metrics(incident, impacts)
    for name, shown in exhibits(incident, impacts).items():
        yield text_part(f"impact/{name.replace('_', '-')}.svg", [shown.svg, "\n"])


def _metrics(incident: Incident, impacts: list[Impact]) -> Iterator[Part]:
    told = []
    for place, (taken, points) in enumerate(metrics_taken(incident, impacts), start=1):
        name = f"impact/samples-{place}.csv"
        told.append({**metric_row(taken, points), "samples_in": name})
        samples = ({"time": point.at.isoformat(), "value": point.value} for point in points)
        yield text_part(name, csv_lines(samples, ["time", "value"]))
    if told:
        yield text_part("impact/metrics.jsonl", json_lines(told))


def _services(row: Impact) -> list[str]:
    return [service.name for service in row.services.all()]


def _impact_row(row: Impact) -> dict[str, object]:
    return {**model_to_dict(row, exclude=["id", "incident", "services", "version"]), "services": _services(row)}


def _figure(one: ServiceAvailability) -> dict[str, object]:
    return {
        "service": one.service.name or None,
        "window_days": 30,
        "downtime_minutes": minutes(one.found.downtime),
        "lost_minutes": minutes(one.found.lost),
        "availability": one.found.availability,
        "target": one.service.target,
        "budget_used": one.found.budget_used,
        "goes_on": one.open_end,
    }


def _reported(row: CustomerReport) -> dict[str, object]:
    return {
        "time": row.at.isoformat(),
        "count": row.count,
        "channel": row.channel,
        "note": row.note or None,
        "file": row.file.reference if row.file else None,
        "line": row.line,
    }

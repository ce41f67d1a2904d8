"""What documents and bundles show of impact: the curve of customer reports, and the metrics it was measured by."""

from collections.abc import Iterable, Iterator
from itertools import islice

from hotwash.evidence.core.exhibits import (
    MOST_METRICS,
    Exhibit,
    Stretch,
    Taken,
    customers_exhibit,
    metric_exhibit,
    taken_from_metrics,
)
from hotwash.evidence.core.metrics import Point
from hotwash.evidence.models import EvidenceFile, Impact
from hotwash.evidence.queries.customers import customer_curve
from hotwash.evidence.queries.metrics import samples_in
from hotwash.respond.models import Incident


def exhibits(incident: Incident, impacts: Iterable[Impact]) -> dict[str, Exhibit]:
    """By name: ``customers``, and ``metric_1`` and so on for each series that impact was written from."""
    curve = customer_curve(incident)
    found = {"customers": customers_exhibit(curve)} if curve else {}
    for taken, points in islice(metrics_taken(incident, impacts), MOST_METRICS):
        shown = metric_exhibit(taken, points)
        if shown is not None:
            found[f"metric_{len(found) + (0 if curve else 1)}"] = shown
    return found


def metrics_taken(incident: Incident, impacts: Iterable[Impact]) -> Iterator[tuple[Taken, list[Point]]]:
    """Each series that impact was written from, with its samples; none where its file was removed."""
    found = taken_from_metrics(Stretch(row.note, row.starts_at, row.ends_at) for row in impacts)
    if not found:
        return
    numbers = {int(one.source.reference.removeprefix("E-")) for one in found}
    rows = EvidenceFile.objects.filter(incident=incident, removed_at=None, number__in=numbers)
    files = {file.reference: file for file in rows}
    for one in found:
        file = files.get(one.source.reference)
        yield one, samples_in(file, one.source.name) if file else []

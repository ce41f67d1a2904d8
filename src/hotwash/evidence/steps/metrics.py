"""Impact out of a metric: each stretch beyond the limit becomes impact on availability, with where it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hotwash.directory.models import Service
from hotwash.evidence.core import metrics
from hotwash.evidence.core.metrics import Breach
from hotwash.evidence.events import ImpactSaved
from hotwash.evidence.models import Impact
from hotwash.evidence.queries.metrics import Judged
from hotwash.evidence.steps.impact import told
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, refuse
from hotwash.kernel.steps import step
from hotwash.respond.models import Incident

MOST = 50


@dataclass(frozen=True, slots=True)
class Derived:
    """What is written down: the stretches of a series, for whom."""

    judged: Judged
    services: Sequence[Service] = field(default=())


def write_impact_of_metric(*, actor: Actor, incident: Incident, derived: Derived) -> list[Impact] | Refusal:
    """One impact for each stretch, measured. What was written for the same stretch of the same series is replaced."""
    judged = derived.judged
    if not judged.found or judged.limit is None:
        return refuse("nothing", "This series is never beyond the limit for so long. Change the limit.", "value")
    if len(judged.found) > MOST:
        return refuse("many", f"These are more than {MOST} stretches. Raise the limit, or the pause.", "value")
    made, source = [], metrics.source_of(judged.series.file.reference, judged.series.name)
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        for one, lost in zip(judged.found, judged.lost, strict=True):
            row = _written(incident, source, one)
            row.ends_at, row.amount, row.unit = one.end, lost, ""
            row.note, row.version = metrics.told(source, judged.limit, one), row.version + 1
            row.save()
            row.services.set(derived.services)
            record(ImpactSaved(incident_id=incident.pk, impact_id=row.pk, text=told(row)))
            made.append(row)
    return made


def _written(incident: Incident, source: str, one: Breach) -> Impact:
    """What was written of this stretch before, or a new row."""
    measured, availability = Impact.Confidence.MEASURED, Impact.Audience.AVAILABILITY
    rows = Impact.objects.filter(incident=incident, audience=availability, starts_at=one.start, confidence=measured)
    new = Impact(incident=incident, audience=availability, starts_at=one.start, confidence=measured, version=0)
    return rows.filter(note__startswith=source).first() or new

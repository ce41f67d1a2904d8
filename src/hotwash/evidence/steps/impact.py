"""Impact: who was affected, from when to when, how much and how sure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hotwash.directory.models import Service
from hotwash.evidence.core.bounds import plain
from hotwash.evidence.core.impact import shown_unit
from hotwash.evidence.core.writing import Affected, amount_in_words
from hotwash.evidence.events import ImpactRemoved, ImpactSaved
from hotwash.evidence.models import Impact
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Refusal, conflict
from hotwash.kernel.steps import step
from hotwash.respond.models import Incident


@dataclass(frozen=True, slots=True)
class ImpactValues:
    """``amount`` with its ``unit``; of availability it is the share lost, in per cent. ``unknown`` is on purpose."""

    audience: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    amount: float | None = None
    unit: str = ""
    unknown: bool = False
    confidence: str = Impact.Confidence.ESTIMATED
    note: str = ""
    services: Sequence[Service] = field(default=())


def save_impact(
    *, actor: Actor, incident: Incident, values: ImpactValues, impact: Impact | None = None, version: int = 0
) -> Impact | Refusal:
    """Write impact down, or change it."""
    refusal = _unfit(values)
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        row = impact.at_version(version) if impact else Impact(incident=incident, version=0)
        if row is None:
            return conflict("this impact")
        if refusal:
            return refusal
        row.audience, row.starts_at, row.ends_at = values.audience, values.starts_at, values.ends_at
        row.amount, row.unit = (None, "") if values.unknown else (values.amount, plain(values.unit)[:60])
        row.unknown, row.confidence, row.note = values.unknown, values.confidence, plain(values.note)
        row.version += 1
        row.save()
        row.services.set(values.services)
        record(ImpactSaved(incident_id=incident.pk, impact_id=row.pk, text=told(row)))
    return row


def remove_impact(*, actor: Actor, incident: Incident, impact: Impact) -> None:
    with step(actor=actor, permission=Permission.EDIT, scope=incident) as record:
        text, key = told(impact), impact.pk
        impact.delete()
        record(ImpactRemoved(incident_id=incident.pk, impact_id=key, text=text))


def told(impact: Impact) -> str:
    """The impact in a few words."""
    amount = amount_in_words(impact.amount, shown_unit(impact.audience, impact.unit), unknown=impact.unknown)
    return ": ".join(part for part in (impact.get_audience_display(), amount) if part)


def _unfit(values: ImpactValues) -> Refusal | None:
    affected = Affected(
        audience=values.audience,
        confidence=values.confidence,
        starts_at=values.starts_at,
        ends_at=values.ends_at,
        amount=values.amount,
        unknown=values.unknown,
        note=values.note,
    )
    return affected.unfit(Impact.Audience.values, Impact.Confidence.values)

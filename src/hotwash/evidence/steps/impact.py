"""Impact: who was affected, from when to when, how much and how sure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hotwash.directory.models import Service
from hotwash.evidence.core.bounds import plain, unstorable
from hotwash.evidence.events import ImpactRemoved, ImpactSaved
from hotwash.evidence.models import Impact
from hotwash.kernel.core.actor import Actor
from hotwash.kernel.core.permissions import Permission
from hotwash.kernel.core.refusal import Reason, Refusal, conflict
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
    amount = (
        "not known how much"
        if impact.unknown
        else f"{impact.amount:g} {impact.unit}"
        if impact.amount is not None
        else ""
    )
    return ": ".join(part for part in (impact.get_audience_display(), amount) if part)


def _unfit(values: ImpactValues) -> Refusal | None:
    reasons = unstorable((("starts_at", values.starts_at), ("ends_at", values.ends_at)))
    if values.confidence not in Impact.Confidence.values:
        reasons.append(Reason("confidence", "Choose how sure it is.", "confidence"))
    if values.audience not in Impact.Audience.values:
        reasons.append(Reason("audience", "Choose who was affected.", "audience"))
    if values.starts_at and values.ends_at and values.ends_at < values.starts_at:
        reasons.append(Reason("ends", "The end is before the beginning. Correct one of the two.", "ends_at"))
    if not values.unknown and values.amount is None and not plain(values.note):
        reasons.append(Reason("amount", "Say how much, or say on purpose that it is not known.", "amount"))
    if values.amount is not None and (not math.isfinite(values.amount) or values.amount < 0):
        reasons.append(Reason("amount", "Enter a number from 0 up.", "amount"))
    share = values.audience == Impact.Audience.AVAILABILITY and values.amount is not None
    if share and values.amount is not None and values.amount > 100:
        reasons.append(Reason("share", "More than 100 per cent cannot be lost.", "amount"))
    return Refusal(tuple(reasons)) if reasons else None

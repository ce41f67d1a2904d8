"""What stakeholders would read."""

from dataclasses import dataclass
from datetime import datetime

from hotwash.kernel.core.refusal import Refusal
from hotwash.process.queries import document_for
from hotwash.respond.core.updates import Situation, Wanted, due_at, unfit, words
from hotwash.respond.models import Incident


@dataclass(frozen=True, slots=True)
class Preview:
    """``addresses`` counts whom the audience reaches outside the page."""

    audience: str
    text: str
    addresses: int


def situation_of(incident: Incident) -> Situation:
    return Situation(incident.reference, incident.title, incident.severity, incident.state, incident.summary)


def previews_of(incident: Incident, wanted: Wanted, now: datetime) -> list[Preview] | Refusal:
    """What each chosen audience would read if it were sent now; refused as the sending would be."""
    document, about = document_for(incident), situation_of(incident)
    refusal = unfit(wanted, document)
    if refusal is not None:
        return refusal
    due = due_at(wanted, document, about, now)
    return [
        Preview(audience.name, words(document, audience, about, wanted.said, due), len(audience.addresses))
        for audience in wanted.chosen(document)
    ]

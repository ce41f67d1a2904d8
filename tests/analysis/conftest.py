from datetime import timedelta

import pytest

from hotwash.analysis.core.drafts import FactorDraft
from hotwash.analysis.models import Factor
from hotwash.analysis.steps import add_factor, add_why
from hotwash.evidence.models import Entry
from hotwash.process.queries import current_version
from hotwash.respond.core.states import COMMANDER
from hotwash.respond.models import Incident, Participant
from tests.cast import NOON, Cast, actor


def make_incident(cast: Cast, **changes: object) -> Incident:
    fields = {"title": "Checkout answers 502", "severity": "sev1", "declared_at": NOON} | changes
    incident = Incident.objects.create(process_version=current_version(), **fields)
    Participant.objects.create(incident=incident, person=cast.carl, role=COMMANDER, since=NOON)
    return incident


def make_entry(incident: Incident, text: str = "502 from every node", minutes: int = 0) -> Entry:
    number = incident.entries.count() + 1
    at = NOON + timedelta(minutes=minutes)
    return Entry.objects.create(incident=incident, number=number, at=at, text=text, created_at=NOON)


class Writer:
    """Adds factors in the name of Olga: `write("Disk full", under=1, category="technical")`."""

    def __init__(self, cast: Cast, incident: Incident) -> None:
        self.actor, self.incident = actor(cast.olga), incident

    def __call__(self, statement: str, under: Factor | None = None, **fields: str) -> Factor:
        draft = FactorDraft(statement=statement, **fields)
        if under is None:
            added = add_factor(actor=self.actor, incident=self.incident, draft=draft, now=NOON)
        else:
            added = add_why(actor=self.actor, effect=under, draft=draft, now=NOON)
        assert isinstance(added, Factor), added
        return added


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return make_incident(cast)


@pytest.fixture
def write(cast: Cast, incident: Incident) -> Writer:
    return Writer(cast, incident)


@pytest.fixture
def entry(incident: Incident) -> Entry:
    return make_entry(incident)

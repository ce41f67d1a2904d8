from datetime import date

import pytest

from hotwash.actions.core.strength import ActionKind, ActionType, Strength
from hotwash.actions.models import Action
from hotwash.actions.steps import ActionValues, add_action
from hotwash.analysis.models import Factor
from hotwash.process.queries import current_version
from hotwash.respond.core.states import COMMANDER
from hotwash.respond.models import Incident, Participant
from tests.cast import NOON, Cast, actor

DUE = date(2026, 3, 20)


def make_incident(cast: Cast, **changes: object) -> Incident:
    fields = {"title": "Payments fail", "severity": "sev1", "declared_at": NOON} | changes
    incident = Incident.objects.create(process_version=current_version(), **fields)
    Participant.objects.create(incident=incident, person=cast.carl, role=COMMANDER, since=NOON)
    return incident


def make_factor(incident: Incident, statement: str = "Nothing warned before the certificate expired") -> Factor:
    number = incident.factors.count() + 1
    return Factor.objects.create(
        incident=incident, number=number, statement=statement, kind="factor", category="monitoring", created_at=NOON
    )


def values(**changes: object) -> ActionValues:
    fields = {
        "title": "Alert when a certificate has under 21 days left",
        "kind": ActionKind.PREVENTIVE,
        "type": ActionType.ALERT,
        "strength": Strength.MEDIUM,
        "due": DUE,
    } | changes
    return ActionValues(**fields)


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return make_incident(cast)


@pytest.fixture
def factor(incident: Incident) -> Factor:
    return make_factor(incident)


@pytest.fixture
def action(cast: Cast, incident: Incident, factor: Factor) -> Action:
    """Owned by Rhea, due on 20 March, answers F-1."""
    made = add_action(
        actor=actor(cast.olga), incident=incident, values=values(owner=cast.rhea, factors=[factor]), now=NOON
    )
    assert isinstance(made, Action)
    return made

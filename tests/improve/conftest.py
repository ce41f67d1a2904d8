import pytest

from hotwash.actions.models import Action
from hotwash.actions.steps import add_action, finish_action
from hotwash.analysis.models import Factor
from hotwash.respond.models import Incident
from tests.actions.conftest import make_factor, make_incident, values
from tests.cast import NOON, Cast, actor


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return make_incident(cast)


@pytest.fixture
def factor(incident: Incident) -> Factor:
    return make_factor(incident)


@pytest.fixture
def done(cast: Cast, incident: Incident, factor: Factor) -> Action:
    """A-1, owned by Rhea, answers F-1, done at noon."""
    made = add_action(
        actor=actor(cast.olga), incident=incident, values=values(owner=cast.rhea, factors=[factor]), now=NOON
    )
    assert isinstance(made, Action)
    finished = finish_action(actor=actor(cast.rhea), action=made, evidence="rule is live", version=1, now=NOON)
    assert isinstance(finished, Action)
    return finished

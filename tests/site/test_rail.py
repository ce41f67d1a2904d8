import pytest

from hotwash.process.core.document import ProcessDocument, parse
from hotwash.process.core.gates import StageState, state_of
from hotwash.process.queries import default_text
from hotwash.site.rail import rail_for

FACTS = {"respond.commander": True, "respond.acknowledged": True, "respond.resolved": True}


@pytest.fixture(scope="module")
def states() -> list[StageState]:
    """Stage 1 done, stage 2 begun with nothing in it, the others not begun."""
    document = parse(default_text())
    assert isinstance(document, ProcessDocument)
    keys = [stage.key for stage in document.stages]
    return [
        state_of(document.stage(key), FACTS, begun=place < 2, finished=place == 0) for place, key in enumerate(keys)
    ]


def test_each_step_leads_to_its_stage_and_says_how_it_stands(states):
    rail = rail_for(states, "INC-42", "/incidents/INC-42/team/seats")
    assert [(step.number, step.state) for step in rail.steps] == [
        (1, "done"), (2, "blocked"), (3, "idle"), (4, "idle"), (5, "idle"), (6, "idle"), (7, "idle"),
    ]  # fmt: skip
    assert rail.steps[1].href == "/incidents/INC-42/team/"
    assert rail.steps[1].why == "The commander's seat is empty. And 2 more."
    assert rail.steps[2].why == "not begun"


def test_the_stage_of_the_page_is_the_current_one(states):
    assert rail_for(states, "INC-42", "/incidents/INC-42/team/seats").current.key == "team"
    assert rail_for(states, "INC-42", "/incidents/INC-42/").current is None
    assert rail_for(states, "INC-4", "/incidents/INC-42/team/").current is None


def test_a_stage_whose_gates_are_met_can_be_called_done():
    document = parse(default_text())
    state = state_of(document.stage("respond"), FACTS, begun=True, finished=False)
    rest = [state_of(stage, {}, begun=False, finished=False) for stage in document.stages[1:]]
    step = rail_for([state, *rest], "INC-1", "/").steps[0]
    assert (step.state, step.why) == ("open", "ready")
    assert step.met == 3
    assert [verdict.gate.fact for verdict in step.missing] == ["respond.updates"]

import pytest

from hotwash.kernel.core.facts import Fact
from hotwash.process.core.document import Gate, Stage
from hotwash.process.core.gates import Progress, state_of

STAGE = Stage(
    key="team",
    title="Assemble the team",
    purpose="Everybody who took part.",
    gates=(
        Gate(fact="team.commander", message="No commander."),
        Gate(fact="team.sides", at_least=3, message="A side is missing."),
        Gate(fact="team.invited", message="Nobody invited.", required=False),
    ),
)
MET: dict[str, Fact] = {"team.commander": "Carl", "team.sides": 3, "team.invited": False}


@pytest.mark.parametrize(
    ("facts", "begun", "finished", "progress"),
    [
        ({}, False, False, Progress.NOT_BEGUN),
        ({}, True, False, Progress.GATE_NOT_MET),
        (MET, True, False, Progress.OPEN),
        (MET, True, True, Progress.DONE),
        (MET | {"team.sides": 2}, True, True, Progress.GATE_NOT_MET),
        (MET | {"team.commander": ""}, True, False, Progress.GATE_NOT_MET),
    ],
)
def test_where_a_stage_stands(facts: dict[str, Fact], begun: bool, finished: bool, progress: Progress):
    assert state_of(STAGE, facts, begun=begun, finished=finished).progress is progress


def test_required_gates_block_and_others_advise():
    state = state_of(STAGE, {"team.commander": "Carl"}, begun=True, finished=False)
    assert [verdict.gate.message for verdict in state.unmet] == ["A side is missing."]
    assert [verdict.gate.message for verdict in state.advice] == ["Nobody invited."]

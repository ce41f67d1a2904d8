import pytest

from hotwash.actions.core.states import ActionState, Move, can_move, needs_of, needs_of_check

OPEN, DOING, DONE, WONT = ActionState.OPEN, ActionState.IN_PROGRESS, ActionState.DONE, ActionState.WONT_DO


@pytest.mark.parametrize(
    ("move", "codes"),
    [
        (Move(OPEN, DOING, owner=1), []),
        (Move(OPEN, DOING), ["no_owner"]),
        (Move(DOING, DONE, owner=1, evidence="https://example.org/change/7"), []),
        (Move(DOING, DONE, owner=1, evidence="  "), ["no_evidence"]),
        (Move(OPEN, DONE, owner=1, evidence="rule is live"), []),
        (Move(OPEN, WONT, reason="service is retired", accepted_by=3), []),
        (Move(OPEN, WONT), ["no_reason", "no_risk_owner"]),
        (Move(OPEN, WONT, reason="too dear"), ["no_risk_owner"]),
        (Move(DONE, OPEN, reason="it came back"), []),
        (Move(DONE, OPEN), ["no_reason"]),
        (Move(WONT, OPEN, reason="risk no longer accepted"), []),
        (Move(DOING, OPEN), []),
        (Move(DONE, DOING, owner=1), ["state"]),
        (Move(OPEN, OPEN), ["state"]),
        (Move(WONT, DONE, evidence="x"), ["state"]),
    ],
)
def test_moves_and_what_they_need(move: Move, codes: list[str]) -> None:
    assert [need.code for need in needs_of(move)] == codes


def test_a_need_names_its_field() -> None:
    assert [need.field for need in needs_of(Move(OPEN, WONT))] == ["reason", "accepted_by"]


def test_every_state_can_be_left() -> None:
    assert all(any(can_move(before, after) for after in ActionState) for before in ActionState)


@pytest.mark.parametrize(
    ("state", "owner", "checker", "evidence", "codes"),
    [
        (DONE, 1, 2, "saw the rule fire", []),
        (DONE, 1, 1, "saw the rule fire", ["same_person"]),
        (DONE, 1, None, "saw it", ["same_person"]),
        (DONE, 1, 2, " ", ["no_evidence"]),
        (OPEN, 1, 2, "saw it", ["state"]),
    ],
)
def test_confirming_needs_another_person_and_what_they_saw(
    state: ActionState, owner: int, checker: int | None, evidence: str, codes: list[str]
) -> None:
    assert [need.code for need in needs_of_check(state, owner, checker, evidence)] == codes

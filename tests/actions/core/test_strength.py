import pytest

from hotwash.actions.core.strength import ActionType, Strength, balance_advice, usual_strength

T, S = ActionType, Strength


@pytest.mark.parametrize(
    ("actions", "customer", "expected"),
    [
        ([], True, 0),
        ([(T.TRAINING, S.WEAK), (T.RUNBOOK, S.WEAK)], False, 1),
        ([(T.TRAINING, S.WEAK), (T.CODE, S.STRONG)], False, 0),
        ([(T.CODE, S.STRONG)], True, 1),
        ([(T.CODE, S.STRONG), (T.ALERT, S.MEDIUM)], True, 0),
        ([(T.TRAINING, S.WEAK)], True, 2),
    ],
)
def test_balance(actions: list[tuple[ActionType, Strength]], customer: bool, expected: int) -> None:
    assert len(balance_advice(actions, found_by_customer=customer)) == expected


def test_every_type_has_a_usual_strength() -> None:
    assert {usual_strength(kind) for kind in ActionType} == set(Strength)

"""What gates ask about actions: a table of cases."""

import pytest

from hotwash.actions.core.facts import Planned, facts_of

DONE, WONT = "done", "wont_do"


def action(kind: str = "corrective", state: str = DONE, *factors: int, owned: bool = True, reason: str = "") -> Planned:
    return Planned(kind, state, owned, reason, set(factors))


@pytest.mark.parametrize(
    ("actions", "asking", "expected"),
    [
        ([], {}, (0, 0, 0.0, 0.0)),
        ([], {1: None, 2: ""}, (0, 0, 0.0, 0.0)),
        ([], {1: "accepted as it is", 2: None}, (0, 0, 0.0, 0.5)),
        ([action("corrective", DONE, 1)], {1: None, 2: None}, (1, 0, 1.0, 0.5)),
        ([action("preventive", "open", 1, 2, owned=False)], {1: None, 2: None}, (0, 1, 0.0, 1.0)),
        ([action(), action("preventive", "open", owned=False)], {1: None}, (1, 1, 0.5, 0.0)),
        ([action("corrective", WONT, 1)], {1: None}, (0, 0, 0.0, 0.0)),
        ([action("corrective", WONT, 1, reason="costs more than it saves")], {1: None}, (0, 0, 0.0, 1.0)),
        ([action("corrective", DONE, 9)], {1: None}, (1, 0, 1.0, 0.0)),
    ],
)
def test_facts(actions: list[Planned], asking: dict[int, str | None], expected: tuple[float, ...]) -> None:
    assert tuple(facts_of(actions, asking).values()) == expected

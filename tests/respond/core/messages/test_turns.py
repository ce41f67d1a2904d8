from datetime import timedelta

import pytest

from hotwash.respond.core.messages.turns import Waiting, whose_turn
from tests.cast import NOON

LATER, EARLIER = NOON + timedelta(minutes=5), NOON - timedelta(minutes=1)


def mail(pk: int, due=NOON, purpose: str = "update", begun=EARLIER, taken=None) -> Waiting:  # type: ignore[no-untyped-def]
    return Waiting(pk, purpose, begun, due, taken)


@pytest.mark.parametrize(
    ("queue", "tried", "expected"),
    [
        ([], set(), None),
        ([mail(1), mail(2)], set(), 1),
        ([mail(1, LATER)], set(), None),  # nothing is due
        ([mail(1, LATER), mail(2)], set(), 1),  # one before it is tried first: a server that is back gets them in order
        ([mail(1, LATER), mail(2)], {1}, None),  # and holds up what comes after it
        ([mail(1, LATER), mail(2, purpose="page")], {1}, 2),  # but a page
        ([mail(1, LATER), mail(2, begun=NOON - timedelta(hours=1))], {1}, 2),  # and what has waited long enough
        ([mail(1, taken=LATER), mail(2)], set(), None),  # another worker is sending the first
        ([mail(1, taken=LATER), mail(2, purpose="page")], set(), 2),
        ([mail(1, taken=EARLIER), mail(2)], set(), 1),  # that worker died
        ([mail(1), mail(2)], {1, 2}, None),
        ([mail(1), mail(2, LATER)], {1}, None),
    ],
)
def test_whose_turn_it_is(queue: list[Waiting], tried: set[int], expected: int | None):
    assert whose_turn(queue, tried, NOON) == expected

from datetime import timedelta

import pytest

from hotwash.respond.core.sending import LONGEST_PAUSE, PATIENCE, next_attempt
from tests.cast import NOON


@pytest.mark.parametrize(
    ("attempts", "after", "seconds"),
    [(0, None, 5), (1, None, 5), (2, None, 10), (3, None, 20), (9, None, 300), (900, None, 300), (1, 60.0, 60)],
)
def test_the_pauses_double_up_to_five_minutes(attempts: int, after: float | None, seconds: int):
    assert next_attempt(attempts, NOON, NOON, after) == NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize(("waited", "again"), [(PATIENCE - timedelta(seconds=1), True), (PATIENCE, False)])
def test_after_a_day_it_is_given_up(waited: timedelta, again: bool):
    assert (next_attempt(99, NOON, NOON + waited) == NOON + waited + LONGEST_PAUSE) is again

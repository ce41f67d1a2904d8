from datetime import timedelta

import pytest

from hotwash.respond.core.messages.sending import (
    LONGEST_PAUSE,
    PATIENCE,
    SPREAD,
    falls_over,
    goes_first,
    next_attempt,
    spread,
)
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


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 5), (4, 40), (5, 60), (99, 60)])
def test_a_page_is_tried_every_minute(attempts: int, seconds: int):
    assert next_attempt(attempts, NOON, NOON, purpose="page") == NOON + timedelta(seconds=seconds)


def test_pauses_are_spread_and_the_same_each_time():
    names = [f"hotwash-{number}" for number in range(200)]
    factors = [spread(name, 3) for name in names]
    assert factors == [spread(name, 3) for name in names]
    assert 1 - SPREAD <= min(factors) < 0.85
    assert 1.15 < max(factors) <= 1 + SPREAD


@pytest.mark.parametrize(
    ("purpose", "attempts", "minutes", "after", "expected"),
    [
        ("page", 1, 0, None, False),
        ("page", 2, 0, None, True),
        ("page", 1, 0, 300.0, True),  # it would take five minutes to hear more
        ("page", 1, 0, 1.0, False),
        ("update", 9, 9, None, False),
        ("update", 9, 10, None, True),
    ],
)
def test_when_the_next_contact_method_is_used(
    purpose: str, attempts: int, minutes: int, after: float | None, expected: bool
):
    assert falls_over(purpose, attempts, NOON, NOON + timedelta(minutes=minutes), after) is expected


@pytest.mark.parametrize(
    ("purpose", "minutes", "first"), [("page", 0, True), ("update", 29, False), ("update", 30, True)]
)
def test_what_does_not_wait_for_one_before_it(purpose: str, minutes: int, first: bool):
    assert goes_first(purpose, NOON, NOON + timedelta(minutes=minutes)) is first

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.improve.core.distributions import Distribution, TooFew, Trend, describe, quantile, trend


def draw(seed: int = 7):
    rng = random.Random(seed)
    return lambda n, k: rng.choices(range(n), k=k)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], Distribution(0)),
        ([5.0], Distribution(1, 5.0)),
        ([3.0, 1.0], Distribution(2, 2.0)),
        ([1.0, 2.0, 3.0, 4.0, 100.0], Distribution(5, 3.0)),  # five: no interval, no p90, and no mean ever
    ],
)
def test_a_handful_gets_a_median_and_nothing_more(values: list[float], expected: Distribution) -> None:
    assert describe(values, draw()) == expected


def test_enough_values_have_an_interval_around_the_median() -> None:
    found = describe([float(value) for value in range(1, 41)], draw())
    assert (found.n, found.median, found.p90) == (40, 20.5, pytest.approx(36.1))
    assert found.low is not None
    assert found.high is not None
    assert 12 < found.low < 20.5 < found.high < 29


def test_many_values_have_the_interval_by_ranks_and_it_agrees_with_the_bootstrap() -> None:
    values = [float(value * value) for value in range(101)]
    found, fewer = describe(values, draw()), describe(values[1:101:2], draw())
    assert (found.low, found.median, found.high) == (42.0**2, 50.0**2, 59.0**2)
    assert fewer.low == pytest.approx(found.low, rel=0.25)
    assert fewer.high == pytest.approx(found.high, rel=0.25)


def test_the_same_draws_give_the_same_interval() -> None:
    values = [1.0, 4.0, 9.0, 16.0, 25.0, 36.0, 400.0]
    assert describe(values, draw(3)) == describe(list(reversed(values)), draw(3))


@given(st.lists(st.floats(0, 1e7), min_size=6, max_size=30))
def test_the_interval_lies_within_the_values(values: list[float]) -> None:
    found = describe(values, draw())
    assert found.low is not None
    assert found.high is not None
    assert min(values) <= found.low <= found.high <= max(values)


@pytest.mark.parametrize(("share", "expected"), [(0.0, 1.0), (0.5, 2.5), (0.9, 3.7), (1.0, 4.0)])
def test_quantile(share: float, expected: float) -> None:
    assert quantile([1.0, 2.0, 3.0, 4.0], share) == pytest.approx(expected)


def test_a_trend_of_few_is_refused() -> None:
    assert trend([1.0] * 19, draw()) == TooFew(19, 20)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ([10.0 + at % 3 for at in range(15)] + [60.0 + at % 3 for at in range(15)], "longer"),
        ([60.0 + at % 3 for at in range(15)] + [10.0 + at % 3 for at in range(15)], "shorter"),
        ([10.0, 500.0, 40.0, 3.0] * 8, "unclear"),
        ([float(at % 50) for at in range(400)], "unclear"),
        ([float(at % 50) for at in range(200)] + [float(90 + at % 50) for at in range(200)], "longer"),
    ],
)
def test_a_trend_speaks_only_when_zero_is_out(values: list[float], says: str) -> None:
    found = trend(values, draw())
    assert isinstance(found, Trend)
    assert found.says == says

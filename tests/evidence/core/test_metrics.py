"""From samples to stretches: when, how long, how far; and the picture."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.evidence.core.curve import MOST, Curve, curve_svg, thinned
from hotwash.evidence.core.metrics import Limit, Meaning, Point, breaches, guessed_meaning, suggested, usual_pause

BEGIN = datetime(2026, 3, 10, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(minutes: float) -> datetime:
    return BEGIN + MINUTE * minutes


def points(*values: float | None) -> list[Point]:
    """A sample a minute; None where one stayed away."""
    return [Point(at(place), value) for place, value in enumerate(values) if value is not None]


def told(values: list[Point], limit: Limit) -> list[tuple[float, float, float, float, bool]]:
    return [
        ((one.start - BEGIN) / MINUTE, one.length / MINUTE, round(one.mean, 3), one.worst, one.open)
        for one in breaches(values, limit)
    ]


OVER = Limit(10, pause=timedelta())


@pytest.mark.parametrize(
    ("values", "limit", "found"),
    [
        (points(), OVER, []),
        (points(1, 2, 3), OVER, []),
        (points(1, 10, 1), OVER, []),  # at the limit is not beyond it
        (points(1, 20, 40, 1), OVER, [(1, 2, 30, 40, False)]),
        (points(20, 1), OVER, [(0, 1, 20, 20, False)]),
        (points(1, 20, 20), OVER, [(1, 1, 20, 20, True)]),  # the samples end there
        (points(1, 20), OVER, []),  # one sample at the end has no length that is known
        (points(1, 20, 1, 20, 20, 1), OVER, [(1, 1, 20, 20, False), (3, 2, 20, 20, False)]),
        (points(1, 20, 1, 20, 1), Limit(10, pause=MINUTE), [(1, 3, 13.667, 20, False)]),
        (points(1, 20, 1, 1, 1, 20, 1), Limit(10, pause=2 * MINUTE), [(1, 1, 20, 20, False), (5, 1, 20, 20, False)]),
        (points(1, 20, 1, 20, 20, 20, 1), Limit(10, pause=timedelta(), shortest=2 * MINUTE), [(3, 3, 20, 20, False)]),
        (points(100, 99, 60, 30, 99), Limit(90, over=False), [(2, 2, 45, 30, False)]),
        (points(1, 20, 20, None, None, None, None, 20, 1, 1, 1), OVER, [(1, 1, 20, 20, True), (7, 1, 20, 20, False)]),
    ],
)
def test_stretches(values: list[Point], limit: Limit, found: list[tuple[float, ...]]) -> None:
    assert told(values, limit) == found


def test_a_silence_is_not_bridged() -> None:
    """Whether it was beyond the limit in between, nobody knows."""
    values = points(1, 20, 20, *[None] * 20, 20, 20, 1, 1, 1, 1)
    assert [one[1] for one in told(values, Limit(10, pause=timedelta(hours=1)))] == [1, 2]


@given(st.lists(st.floats(0, 100), max_size=60), st.floats(0, 100), st.booleans(), st.integers(0, 5))
def test_stretches_are_apart_in_order_and_beyond(values: list[float], value: float, over: bool, pause: int) -> None:
    limit = Limit(value, over, timedelta(), MINUTE * pause)
    found = breaches(points(*values), limit)
    assert all(one.start <= one.end for one in found)
    assert all(one.end < two.start or pause == 0 for one, two in pairwise(found))
    assert all(limit.beyond(one.worst) for one in found)
    inside = [point for point in points(*values) if any(one.start <= point.at <= one.end for one in found)]
    assert {point.at for point in points(*values) if limit.beyond(point.value)} <= {point.at for point in inside}


@pytest.mark.parametrize(
    ("values", "limit"),
    [
        (points(*[1, 1.1, 0.9] * 10, 30, 31, 32), (7.2, True)),
        (points(*[99.9, 99.8, 100] * 10, 60, 55, 61), (91, False)),
        (points(*[0] * 30, 0.4, 0.5), (0.1, True)),
        (points(*[5, 6, 5, 7] * 10), None),
        (points(1, 2), None),
    ],
)
def test_a_limit_is_suggested_where_something_strays(values: list[Point], limit: tuple[float, bool] | None) -> None:
    found = suggested(values)
    assert (found and (found.value, found.over)) == limit


def test_what_is_usual_is_taken_from_before_the_incident() -> None:
    """More than half of what was sampled is the incident itself."""
    values = points(*[1.0, 1.2, 0.8] * 4, *[50.0] * 30)
    assert suggested(values) is None or suggested(values).over is False  # type: ignore[union-attr]
    found = suggested(values, at(12))
    assert found is not None
    assert (found.over, 2 < found.value < 50) == (True, True)
    assert told(values, found)[0][:2] == (12, 29)


@pytest.mark.parametrize(
    ("meaning", "value", "lost"),
    [
        (Meaning.NOTHING, 40, None),
        (Meaning.LOST_PERCENT, 31, 31),
        (Meaning.LOST_SHARE, 0.31, 31),
        (Meaning.KEPT_PERCENT, 69, 31),
        (Meaning.KEPT_SHARE, 0.69, 31),
        (Meaning.LOST_PERCENT, 140, 100),
        (Meaning.KEPT_SHARE, 1.2, 0),
    ],
)
def test_what_a_value_says_about_what_was_lost(meaning: Meaning, value: float, lost: float | None) -> None:
    found = meaning.lost(value)
    assert found == (None if lost is None else pytest.approx(lost))


@pytest.mark.parametrize(
    ("name", "values", "meaning"),
    [
        ("{__name__=http_error_ratio}", points(0, 0.4), Meaning.LOST_SHARE),
        ("{__name__=http_errors_percent}", points(0, 40), Meaning.LOST_PERCENT),
        ("{__name__=probe_success}", points(1, 0), Meaning.KEPT_SHARE),
        ("{__name__=availability_percent}", points(100, 60), Meaning.KEPT_PERCENT),
        ("{__name__=request_latency_seconds}", points(0.1, 4), Meaning.NOTHING),
        ("{__name__=http_errors_total}", points(3, 90_000), Meaning.NOTHING),
    ],
)
def test_the_meaning_is_guessed_from_name_and_values(name: str, values: list[Point], meaning: Meaning) -> None:
    assert guessed_meaning(name, values) is meaning


def test_the_usual_pause_is_not_moved_by_one_gap() -> None:
    assert usual_pause(points(1, 2, 3, *[None] * 30, 4)) == MINUTE
    assert usual_pause(points(1)) == timedelta()


def test_thinning_keeps_the_extremes() -> None:
    values = points(*[1.0] * 5000, 99.0, *[1.0] * 5000, -99.0, *[1.0] * 5000)
    found = thinned(values)
    assert len(found) <= MOST
    assert {99.0, -99.0} <= {point.value for point in found}
    assert [point.at for point in found] == sorted(point.at for point in found)


def test_the_picture_is_sound() -> None:
    values = points(1, 20, 20, 1)
    drawn = curve_svg(Curve(values, OVER, breaches(values, OVER), 'a "<b>" & c'), lambda at: f"{at:%H:%M}")
    tree = ET.fromstring(drawn)
    assert tree.get("aria-label") == 'a "<b>" & c: 4 samples, 0 to 20, 1 stretch beyond 10'
    assert len([one for one in tree.iter() if one.get("class") == "beyond"]) == 1
    assert curve_svg(Curve([]), lambda _: "") == ""

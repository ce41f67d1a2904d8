"""Durations, contradictions, downtime."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotwash.evidence.core.impact import Span, availability, union
from hotwash.evidence.core.keytimes import contradictions, durations, span_text

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_durations_need_both_ends() -> None:
    found = durations({"started": at(0), "detected": at(4), "resolved": at(75)})
    assert [(one.name, one.text) for one in found] == [
        ("to detect", "4 min"),
        ("to resolve", "1 h 11 min"),
        ("in all", "1 h 15 min"),
    ]


def test_times_out_of_order_are_shown() -> None:
    found = contradictions({"detected": at(10), "acknowledged": at(5)})
    assert [one.text for one in found] == [
        "“acknowledged” stands 5 min before “detected”, which usually comes first. Check times and zones."
    ]


def test_a_time_far_from_the_timeline_and_a_late_start_are_shown() -> None:
    found = contradictions({"started": at(5000)}, declared_at=at(0), entries=[at(0), at(10)])
    assert [one.code for one in found] == ["declared", "far"]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (40, "40 s"), (61, "1 min 1 s"), (720, "12 min"), (3900, "1 h 05 min"), (183600, "2 d 3 h")],
)
def test_lengths_in_words(seconds: int, text: str) -> None:
    assert span_text(timedelta(seconds=seconds)) == text


def test_overlapping_spans_count_once_at_their_worst() -> None:
    spans = [Span(at(0), at(30), 0.5), Span(at(10), at(20), 1.0), Span(at(40), at(40))]
    assert union(spans) == [Span(at(0), at(10), 0.5), Span(at(10), at(20), 1.0), Span(at(20), at(30), 0.5)]
    found = availability(spans, timedelta(days=30), 0.999)
    assert (found.downtime, found.lost) == (timedelta(minutes=30), timedelta(minutes=20))
    assert found.budget == timedelta(minutes=43, seconds=12)
    assert found.budget_used == pytest.approx(20 / 43.2)
    assert found.availability == pytest.approx(1 - 20 / 43200)


SPANS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500), st.floats(0, 1)), max_size=12)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(SPANS)
def test_a_union_never_overlaps_and_never_grows(raw: list[tuple[int, int, float]]) -> None:
    spans = [Span(at(min(a, b)), at(max(a, b)), share) for a, b, share in raw]
    found = union(spans)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert sum((s.end - s.start for s in found), timedelta()) <= sum((s.end - s.start for s in spans), timedelta())

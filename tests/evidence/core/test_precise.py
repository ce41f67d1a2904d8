"""Times known to some precision, their order, and what contradicts it."""

from datetime import UTC, datetime, timedelta

import pytest

from hotwash.evidence.core.keytimes import contradictions
from hotwash.evidence.core.order import Marked, Told, entry_contradictions, mark_contradictions
from hotwash.evidence.core.precise import When, may_be_during, order, surely_before

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def when(minutes: float, precision: str = "second", until: float | None = None) -> When:
    end = None if until is None else NOON + timedelta(minutes=until)
    return When(NOON + timedelta(minutes=minutes), precision, end)


@pytest.mark.parametrize(
    ("one", "two", "wanted"),
    [
        (when(0), when(1), -1),
        (when(1), when(0), 1),
        (when(0), when(0.01), None),
        (when(0, "ms"), when(0.01, "ms"), -1),
        (when(5, "about"), when(4), None),
        (when(5, "about"), when(30), -1),
        (when(0.5, "minute"), when(0), None),
        (when(1, "minute"), when(0.98), 1),
        (when(0, "before"), when(-60), None),
        (when(0, "before"), when(1), -1),
        (when(0, "after"), when(-1), 1),
        (when(0, "after"), when(60), None),
        (when(0, "unknown"), when(600), None),
        (when(0, "day"), when(600), None),
        (when(0, "day"), when(24 * 60), -1),
        (When(datetime.max.replace(tzinfo=UTC), "about"), when(0), 1),
        (When(datetime.min.replace(tzinfo=UTC), "about"), when(0), -1),
    ],
)
def test_order_is_only_said_where_precision_allows(one: When, two: When, wanted: int | None) -> None:
    assert order(one, two) == wanted
    assert order(two, one) == (-wanted if wanted else None)
    assert surely_before(one, two) == (wanted == -1)


@pytest.mark.parametrize(
    ("one", "two", "wanted"),
    [
        (when(5), when(0, until=10), True),
        (when(11), when(0, until=10), False),
        (when(-1), when(0, until=10), False),
        (when(15, "about"), when(0, until=10), True),
        (when(0.4), when(0.2, "minute"), True),
    ],
)
def test_during_a_span(one: When, two: When, wanted: bool) -> None:
    assert may_be_during(one, two) is wanted


def test_a_time_that_is_only_about_right_contradicts_nothing_near_it() -> None:
    assert contradictions({"detected": when(5, "about"), "acknowledged": when(4)}) == []
    assert contradictions({"detected": when(0, "after"), "acknowledged": when(60)}) == []
    (found,) = contradictions({"detected": when(30, "about"), "acknowledged": when(4)})
    assert found.text.startswith("“acknowledged” stands 26 min before “detected”")


def test_an_unsure_time_between_two_hides_no_contradiction() -> None:
    found = contradictions({"started": when(0), "detected": when(0, "unknown"), "acknowledged": when(-30)})
    assert [one.text.split(",")[0] for one in found] == ["“acknowledged” stands 30 min before “started”"]


def row(
    number: int, minutes: float, line: int = 0, kind: str = "log", text: str = "", until: float | None = None
) -> Told:
    return Told(f"T-{number}", when(minutes, until=until), text, kind, 7 if line else 0, line)


def test_lines_of_a_file_whose_times_run_back_are_told() -> None:
    rows = [row(1, 0, 10), row(2, 5, 20), row(3, 2, 30), row(4, 9, 40), row(5, 10, 50), row(6, 11, 60)]
    assert [one.text for one in entry_contradictions(rows)] == [
        "T-3 stands 3 min before T-2, but in their file it comes after it."
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [row(n, -n, n) for n in range(1, 6)],
        [row(1, 0, 10), row(2, -5, 20)],
        [row(1, 0, 1), row(2, 9, 2), row(3, 3, 3), row(4, 8, 4), row(5, 2, 5)],
        [row(1, 9), row(2, 1)],
        [],
    ],
    ids=["newest first", "two only", "without order", "by hand", "none"],
)
def test_a_file_with_another_order_is_no_contradiction(rows: list[Told]) -> None:
    assert entry_contradictions(rows) == []


def test_an_alert_that_is_over_before_it_fired_and_a_span_that_runs_back() -> None:
    rows = [
        row(1, 5, kind="alert.firing", text="Down firing"),
        row(2, 1, kind="alert.resolved", text="Down resolved"),
        row(3, 9, until=2),
    ]
    assert [one.code for one in entry_contradictions(rows)] == ["span", "alert"]
    assert [one.code for one in entry_contradictions([*rows, row(4, 0, kind="alert.firing", text="Down firing")])] == [
        "span"
    ]


def test_a_mark_that_left_its_entry_is_told() -> None:
    marks = [Marked("detected", when(20), row(4, 0)), Marked("resolved", when(3, "about"), row(5, 0))]
    assert [one.text for one in mark_contradictions(marks)] == [
        "“detected” is marked 20 min after T-4, the entry it stands on."
    ]

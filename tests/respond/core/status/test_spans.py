"""States over time: who wins, what a day says, what a share is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hotwash.respond.core.status.drawing import bars, tip
from hotwash.respond.core.status.spans import (
    Record,
    Span,
    Stretch,
    days_of,
    month_starts,
    months_of,
    next_edge,
    percent,
    stretch,
    uptime_of,
)
from hotwash.respond.core.status.states import ComponentState as S

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")
OLD = NOON - 400 * DAY


def span(begin: float, end: float | None, state: S) -> Span:
    return Span(NOON + begin * HOUR, None if end is None else NOON + end * HOUR, state)


@pytest.mark.parametrize(
    ("causes", "holds", "state"),
    [
        ([], [], S.OPERATIONAL),
        ([(-1, None, S.PARTIAL)], [], S.PARTIAL),
        ([(-1, None, S.PARTIAL), (-1, 1, S.MAJOR)], [], S.MAJOR),
        ([(-2, -1, S.MAJOR)], [], S.OPERATIONAL),
        ([(-2, 0, S.MAJOR)], [], S.OPERATIONAL),  # it ends at that very moment
        ([(0, None, S.MAJOR)], [], S.MAJOR),  # and begins at this one
        ([(-1, 1, S.MAINTENANCE)], [], S.MAINTENANCE),
        ([(-1, None, S.MAJOR)], [(-1, None, S.DEGRADED)], S.DEGRADED),  # a hand knows better
        ([], [(-1, None, S.MAJOR)], S.MAJOR),
        ([(-1, None, S.MAJOR)], [(-3, -2, S.DEGRADED)], S.MAJOR),
        ([], [(-3, None, S.MAJOR), (-1, None, S.DEGRADED)], S.DEGRADED),  # the hand that came last
    ],
)
def test_the_state_at_a_moment(causes: list[tuple], holds: list[tuple], state: S):
    record = Record(OLD, tuple(span(*one) for one in causes), tuple(span(*one) for one in holds))
    assert record.state_at(NOON) == state


def test_time_is_cut_without_a_gap_and_not_before_there_was_a_record():
    record = Record(
        NOON - 4 * HOUR, (span(-3, -1, S.PARTIAL), span(-2, None, S.MAJOR)), (span(-1, -0.5, S.OPERATIONAL),)
    )
    assert record.between(NOON - 10 * HOUR, NOON) == [
        span(-4, -3, S.OPERATIONAL),
        span(-3, -2, S.PARTIAL),
        span(-2, -1, S.MAJOR),
        span(-1, -0.5, S.OPERATIONAL),
        span(-0.5, 0, S.MAJOR),
    ]
    assert record.between(NOON - 9 * HOUR, NOON - 5 * HOUR) == []


@pytest.mark.parametrize(
    ("state", "uptime"),
    [(S.MAJOR, 0.9), (S.PARTIAL, 0.97), (S.DEGRADED, 1.0), (S.MAINTENANCE, 1.0), (S.OPERATIONAL, 1.0)],
)
def test_what_a_state_takes_from_the_share(state: S, uptime: float):
    record = Record(OLD, (span(-5, -4, state),))
    assert uptime_of(record, NOON - 10 * HOUR, NOON) == pytest.approx(uptime)


def test_a_day_has_23_hours_when_the_clock_goes_forward():
    night = date(2026, 3, 29)
    record = Record(OLD, (Span(datetime(2026, 3, 29, 0, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC), S.MAJOR),))
    day = stretch(record, night, 1, BERLIN, NOON + 30 * DAY)
    assert (day.uptime, day.worst, day.seconds) == (pytest.approx(1 - 2 / 23), S.MAJOR, 7200)


def test_today_counts_until_now_and_days_before_the_record_are_unknown():
    record = Record(NOON - 30 * HOUR, (span(-1, None, S.MAJOR),))
    days = days_of(record, ZoneInfo("UTC"), NOON, 4)
    assert [day.first.day for day in days] == [7, 8, 9, 10]
    assert [day.is_known for day in days] == [False, False, True, True]
    assert days[3].uptime == pytest.approx(11 / 12)
    assert days[2].uptime == 1.0


def test_months_go_back_over_the_new_year():
    assert month_starts(NOON, BERLIN, 4) == [date(2026, 3, 1), date(2026, 2, 1), date(2026, 1, 1), date(2025, 12, 1)]
    record = Record(datetime(2026, 2, 1, tzinfo=UTC), (Span(NOON - 30 * DAY, NOON - 29 * DAY, S.MAJOR),))
    shares = [month.uptime for month in months_of(record, ZoneInfo("UTC"), NOON, 3)]
    assert shares == [1.0, pytest.approx(27 / 28), None]


def test_a_month_begins_at_the_pages_own_midnight():
    before_midnight_in_berlin = datetime(2026, 2, 28, 22, 59, tzinfo=UTC)
    assert month_starts(before_midnight_in_berlin, BERLIN, 1) == [date(2026, 2, 1)]
    assert month_starts(before_midnight_in_berlin + timedelta(minutes=1), BERLIN, 1) == [date(2026, 3, 1)]


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (None, "no record"),
        (1.0, "100 %"),
        (0.99999, "99.999 %"),
        (0.9999999, "99.999 %"),
        (0.9995, "99.95 %"),
        (0.5, "50 %"),
        (0.0, "0 %"),
    ],
)
def test_a_share_is_never_rounded_up_to_all(share: float | None, said: str):
    assert percent(share) == said


def test_the_page_changes_by_itself_at_the_next_edge_or_at_midnight():
    midnight = datetime(2026, 3, 10, 23, tzinfo=UTC)
    assert next_edge([], NOON, BERLIN) == midnight
    assert next_edge([NOON + HOUR, NOON - HOUR, NOON, None], NOON, BERLIN) == NOON + HOUR
    assert next_edge([NOON + 20 * HOUR], NOON, BERLIN) == midnight


def test_the_picture_has_a_bar_for_each_day_in_the_class_of_its_state():
    days = [
        Stretch(date(2026, 3, 8), None),
        Stretch(date(2026, 3, 9), 0.9, S.MAJOR, 8640),
        Stretch(date(2026, 3, 10), 1.0),
    ]
    svg = bars(days, 'A "part" <b>')
    assert svg.count("<rect") == 3
    assert [kind in svg for kind in ('class="unknown"', 'class="major_outage"', 'class="operational"')] == [True] * 3
    assert 'aria-label="A &quot;part&quot; &lt;b&gt;: 1 of the last 3 days with a disturbance or maintenance"' in svg
    assert [tip(day) for day in days] == [
        "8 Mar 2026: no record",
        "9 Mar 2026: major outage, 2 h 24 min in all, 90 %",
        "10 Mar 2026: no disturbance",
    ]

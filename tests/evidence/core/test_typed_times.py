"""Times as people type them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotwash.evidence.core.typed_times import NoTimeError, typed_time

BERLIN, DAY = ZoneInfo("Europe/Berlin"), date(2026, 3, 10)


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("14:05", datetime(2026, 3, 10, 13, 5, tzinfo=UTC), "minute"),
        ("14:05:30", datetime(2026, 3, 10, 13, 5, 30, tzinfo=UTC), "second"),
        ("2026-03-09 23:30", datetime(2026, 3, 9, 22, 30, tzinfo=UTC), "minute"),
        ("2026-03-10T14:05:30", datetime(2026, 3, 10, 13, 5, 30, tzinfo=UTC), "second"),
        ("2026-03-10T14:05:30Z", datetime(2026, 3, 10, 14, 5, 30, tzinfo=UTC), "second"),
        ("2026-03-10 14:05:30 -0800", datetime(2026, 3, 10, 22, 5, 30, tzinfo=UTC), "second"),
        ("2400-01-01 00:00:00Z", datetime(2400, 1, 1, tzinfo=UTC), "second"),
        ("1970-01-01 01:00:00", datetime(1970, 1, 1, tzinfo=UTC), "second"),
    ],
)
def test_a_typed_time(text: str, expected: datetime, precision: str) -> None:
    assert typed_time(text, BERLIN, DAY) == (expected, precision)


@pytest.mark.parametrize(
    "text", ["", "soon", "25:00", "2026-02-30 10:00", "0001-01-01 00:00", "2026-03-10", "14", "99999-01-01 00:00"]
)
def test_what_is_no_time_says_what_to_write(text: str) -> None:
    with pytest.raises(NoTimeError, match=r"is not a time\. Write it as"):
        typed_time(text, BERLIN, DAY)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=40))
def test_any_text_is_a_time_or_a_clear_word(text: str) -> None:
    try:
        moment, _ = typed_time(text, BERLIN, DAY)
    except NoTimeError:
        return
    assert moment.tzinfo is not None

from datetime import UTC, datetime, timedelta

import pytest

from hotwash.respond.core.alerts.flapping import KEPT, beginnings, flaps, recent

AT = datetime(2026, 3, 2, 4, 11, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("earlier", "times", "minutes", "expected"),
    [
        ([], 1, 30, False),
        ([1], 1, 30, True),
        ([1, 2, 3, 4], 5, 30, False),
        ([1, 2, 3, 4, 5], 5, 30, True),
        ([1, 2, 3, 4, 30], 5, 30, False),  # the last is half an hour ago
        ([1, 2, 3, 4, 5, 6, 7], 0, 30, False),  # switched off
    ],
)
def test_flaps(earlier: list[int], times: int, minutes: int, expected: bool) -> None:
    assert flaps([AT - ago * MINUTE for ago in earlier], AT, times, minutes) is expected


def test_only_the_last_beginnings_are_remembered() -> None:
    many = [AT - ago * MINUTE for ago in range(KEPT + 10, 0, -1)]
    kept = beginnings(many, AT)
    assert (len(kept), kept[-1], kept[0]) == (KEPT, AT, AT - (KEPT - 1) * MINUTE)
    assert recent(kept, AT, 5) == 5

from datetime import timedelta

import pytest

from hotwash.directory.core.throttle import wait_until
from tests.cast import NOON


@pytest.mark.parametrize(
    ("seconds_ago", "waits"),
    [
        ([], None),
        ([4, 3, 2, 1], None),
        ([5, 4, 3, 2, 1], 4),
        ([60, 50, 40, 30, 20], None),
        ([6, 5, 4, 3, 2, 1], 9),
        ([*range(30, 0, -1)], 299),
        ([2000, 1900, 1800, 1700, 1], None),
    ],
)
def test_the_wait_doubles_and_ends(seconds_ago: list[int], waits: int | None):
    until = wait_until([NOON - timedelta(seconds=ago) for ago in seconds_ago], now=NOON)
    assert until == (None if waits is None else NOON + timedelta(seconds=waits))

import pytest

from hotwash.kernel.core.errors import PluginError
from hotwash.kernel.core.patience import ATTEMPTS, LONGEST_WAIT_SECONDS, wait_after

BROKEN = ValueError("broken")


@pytest.mark.parametrize(
    ("error", "attempts", "seconds"),
    [
        (BROKEN, 0, 2),
        (BROKEN, 1, 4),
        (BROKEN, 5, 64),
        (BROKEN, 14, LONGEST_WAIT_SECONDS),
        (BROKEN, ATTEMPTS - 1, None),
        (PluginError("busy", retry=True), 0, 2),
        (PluginError("busy", retry=True, after=90), 0, 90),
        (PluginError("busy", retry=True, after=1), 4, 32),
        (PluginError("no such channel", retry=False), 0, None),
    ],
)
def test_how_long_to_wait(error: Exception, attempts: int, seconds: float | None) -> None:
    wait = wait_after(error, attempts)
    assert (wait.total_seconds() if wait else None) == seconds

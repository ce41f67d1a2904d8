"""When a job that failed is tried again."""

from datetime import timedelta

from hotwash.kernel.core.errors import PluginError

FIRST_WAIT_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 3_600.0
ATTEMPTS = 16  # the last one comes about five hours after the first


def wait_after(error: BaseException, attempts: int) -> timedelta | None:
    """How long to wait before the next attempt, after so many that failed before this one; None to give up.

    What is outside says itself whether it makes sense to try again, and when; everything else gets doubling pauses.
    """
    if attempts + 1 >= ATTEMPTS or (isinstance(error, PluginError) and not error.retry):
        return None
    asked = (error.after if isinstance(error, PluginError) else None) or 0.0
    return timedelta(seconds=max(asked, min(FIRST_WAIT_SECONDS * 2.0**attempts, LONGEST_WAIT_SECONDS)))

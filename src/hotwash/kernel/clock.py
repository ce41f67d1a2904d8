"""The one place that reads the clock. Doors call it; steps and core take the time as an argument."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _pretended.get() or datetime.now(UTC)


@contextmanager
def pretending(at: datetime) -> Iterator[None]:
    """Inside the block it is ``at`` for everything that asks here: for examples and exercises that tell of the past."""
    token = _pretended.set(at)
    try:
        yield
    finally:
        _pretended.reset(token)

"""Paging comes first: the other work of this process waits while levels that are due are climbed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST_SECONDS = 2.0  # other work is put off, never stopped
_clear = threading.Event()
_clear.set()


@contextmanager
def pressing() -> Iterator[None]:
    """What is in the block goes before anything else that is begun meanwhile."""
    _clear.clear()
    try:
        yield
    finally:
        _clear.set()


def give_way() -> None:
    """Wait for what presses, if anything does."""
    _clear.wait(LONGEST_SECONDS)

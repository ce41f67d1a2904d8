"""Doing the outbox's work inside a test, as the worker would."""

from hotwash.worker.draining import drain

__all__ = ["drain"]

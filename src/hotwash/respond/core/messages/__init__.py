"""Messages, decided from values: words, attempts, the way they take, and what waits for the morning."""

from hotwash.respond.core.messages.words import (
    OPEN_STATES,
    PLACEHOLDER,
    filled,
    next_update,
    subject_of,
    unknown_placeholders,
)

__all__ = ["OPEN_STATES", "PLACEHOLDER", "filled", "next_update", "subject_of", "unknown_placeholders"]

"""Stage 7: follow-ups, effectiveness, recurrence, periodic review, suggestions."""

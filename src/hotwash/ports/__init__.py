"""The contracts for what is outside: sources, formats, collectors, notifiers, trackers, publishers, calendars."""

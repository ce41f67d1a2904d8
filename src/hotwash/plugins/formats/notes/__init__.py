"""Plain notes and any other text."""

from hotwash.ports.reading.notes import NotesFormat

plugin = NotesFormat()

"""JSON of any shape; see the reader for how fields are guessed."""

from hotwash.ports.reading.objects import AnyJson

plugin = AnyJson()

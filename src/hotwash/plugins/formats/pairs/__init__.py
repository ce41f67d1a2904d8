"""Paragraphs of names and values, as ``Format-List``, LDIF and ``journalctl -o export`` write them."""

from hotwash.ports.reading.blocks import AnyBlocks

plugin = AnyBlocks()

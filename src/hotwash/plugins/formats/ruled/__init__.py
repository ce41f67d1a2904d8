"""Records between ruled lines, as ``svn log`` and hardware event logs print them."""

from hotwash.ports.reading.blocks import RuledBlocks

plugin = RuledBlocks()

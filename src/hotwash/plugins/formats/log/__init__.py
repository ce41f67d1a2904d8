"""Any log whose records begin with a line that has a time: the reader for the unknown."""

from hotwash.ports.reading.lines import AnyLog

plugin = AnyLog()

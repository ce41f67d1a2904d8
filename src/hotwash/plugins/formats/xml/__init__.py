"""XML with a repeating element that holds times."""

from hotwash.ports.reading.elements import XmlFormat

plugin = XmlFormat("xml", "XML events", score=0.55)

"""Screenshots and photographs."""

from hotwash.ports.reading.pictures import PictureFormat

plugin = PictureFormat()

"""What a terminal printed, as the lines that a person saw."""

from collections.abc import Iterator

from hotwash.evidence.core.scrub import Scrubber
from hotwash.ports.reading.body import clean

LONGEST = 64 * 1024  # bytes of a line; more is given out as it is


class Lines:
    """Takes the bytes of a terminal as they come and gives each line when it is complete: overwritten parts, colours
    and secrets taken out.
    """

    def __init__(self) -> None:
        self._partial, self._scrubber = b"", Scrubber()

    def feed(self, part: bytes) -> Iterator[str]:
        lines = (self._partial + part).split(b"\n")
        self._partial = lines.pop()
        if len(self._partial) > LONGEST:
            lines.append(self._partial)
            self._partial = b""
        yield from (self._seen(line) for line in lines)

    def rest(self) -> Iterator[str]:
        """The line that never ended, if any."""
        if self._partial:
            yield self._seen(self._partial)
            self._partial = b""

    def _seen(self, raw: bytes) -> str:
        shown = raw.rstrip(b"\r").rsplit(b"\r", 1)[-1]
        return self._scrubber.scrub(clean(shown.decode("utf-8", "replace")))

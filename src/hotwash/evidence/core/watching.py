"""Everything that is found out about a file while its records pass by once: moments, landmarks and density."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hotwash.evidence.core.density import Density
from hotwash.evidence.core.landmarks import Landmarks
from hotwash.evidence.core.moments import Finder
from hotwash.ports.formats import Record

LANDMARKS = 500  # of each file; the same for all, so that they can be compared


@dataclass(slots=True)
class Watching:
    finder: Finder = field(default_factory=Finder)
    density: Density = field(default_factory=lambda: Density({}))
    landmarks: Landmarks = field(default_factory=lambda: Landmarks(LANDMARKS))

    def feed(self, record: Record) -> None:
        self.finder.feed(record)
        self.density.add(record)
        self.landmarks.feed(record)

    def watched(self, records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            self.feed(record)
            yield record

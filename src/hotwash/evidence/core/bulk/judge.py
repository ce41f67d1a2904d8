"""What the reader of the format says of a line, remembered by its minute; the zone filled in as for any record."""

from dataclasses import replace
from threading import Lock

from hotwash.evidence.core.bulk.part import Unfit
from hotwash.evidence.core.bulk.plan import Plan
from hotwash.evidence.core.columns import LEVELS
from hotwash.evidence.core.inference import LOOKED_AT, Setting, repeats, settled
from hotwash.ports.formats import Line, Record
from hotwash.ports.reading.body import clean
from hotwash.ports.reading.openers import CONTINUES
from hotwash.ports.stamps import Stamp

SECOND = 1_000_000_000
REMEMBERED = 100_000
MOST_NAMES = 400
MOST_LEVELS = 1000
PLACE: dict[str, int] = {level: place for place, level in enumerate(LEVELS)}


class Judge:
    """Asked for the lines that begin a new minute or differ from the plan, by several threads. ``filled`` counts lines
    that are not blank, ``understood`` those of them that the reader could place.
    """

    def __init__(self, plan: Plan, setting: Setting, encoding: str = "utf-8") -> None:
        self.plan = plan
        self.stamp: Stamp | None = None  # a time that looks like the plan, zone filled in
        self.filled = 0
        self.understood = 0
        self._zoneless = self._zoned = False
        self._lock = Lock()
        self._setting = setting
        self._encoding = encoding
        self._bases: dict[bytes, int | None] = {}
        self._begun = 0
        self.known = plan.known  # names of fields that change nothing
        self.cut: tuple[int, int] = (0, 0)  # the first line with an object that ends too early, and how many there are
        self._levels: dict[tuple[str | int | None, ...], int] = {}

    def base(self, prefix: bytes, line: bytes, written: bytes) -> int | None:
        """The ns of the minute that ``prefix`` writes; None where the line is not what it looks like. ``written`` is
        its time and whatever follows.
        """
        with self._lock:
            if prefix not in self._bases:
                if len(self._bases) >= REMEMBERED:
                    self._bases.clear()
                self._bases[prefix] = self._minute(line, written)
            return self._bases[prefix]

    def count(self, planned: int) -> None:
        """So many lines looked like the plan."""
        with self._lock:
            self.filled += planned
            self.understood += planned

    def _minute(self, line: bytes, written: bytes) -> int | None:
        names = self.plan.names
        if names and not names.sure(written.decode("latin-1")):
            return None
        stamp = found.stamp if (found := self._begin(self.text(line))) else None
        if stamp is None or stamp.digits != self.plan.shape.digits:
            return None
        self.stamp = self.stamp or stamp
        return stamp.ns - self.plan.shape.rest(written) if stamp.zone is self.stamp.zone else None

    def other(self, line: bytes) -> Record | bool | None:
        """What a line is that differs from the plan: a record, None where it goes on with the one before, False where
        it is a comment and belongs to none.
        """
        with self._lock:
            return self._other(line)

    def _other(self, line: bytes) -> Record | bool | None:
        text = self.text(line)
        filled = bool(text.strip())
        self.filled += filled
        skip = self.plan.reader.skip
        if skip and skip.match(text):
            self.understood += 1
            return False
        found = self._begin(text)
        self.understood += found is not None or (filled and bool(CONTINUES.match(text)))
        return found

    def _begin(self, text: str) -> Record | None:
        """``Unfit`` where a line is more than one record, lacks a year, is of an hour that repeats, or names a
        zone that holds for the others.
        """
        found = self.plan.reader.begin(Line(text, 1, 0))
        if not found:
            return None
        stamp = found[0].stamp
        if len(found) > 1 or stamp is None or stamp.yearless or repeats(stamp, self._setting):
            raise Unfit
        self._begun += 1
        self._zoneless = self._zoneless or stamp.offset is None
        self._zoned = self._zoned or stamp.offset is not None
        if self._zoneless and self._zoned and self._begun < LOOKED_AT and not self._setting.zone:
            raise Unfit
        return replace(found[0], stamp=settled(stamp, self._setting))

    def knows(self, name: str) -> bool:
        """Whether a field of this name changes nothing. What was found out once is remembered."""
        if name in self.known:
            return True
        names = self.plan.names
        if names is None or not names.beside(name) or len(self.known) >= MOST_NAMES:
            return False
        with self._lock:
            self.known |= {name}
        return True

    def level_by(self, values: tuple[str | int | None, ...]) -> int:
        """The level by the values of the fields that settle it."""
        place = self._levels.get(values)
        if place is None:
            level = self.plan.names.level(values) if self.plan.names else None
            place = PLACE[level.value] if level else 0
            if len(self._levels) < MOST_LEVELS:
                self._levels[values] = place
        return place

    def is_cut(self, line: bytes) -> bool:
        return self.plan.reader.is_cut(self.text(line))

    def cut_at(self, lines: list[int], before: int) -> None:
        """Told in the order of the log: objects end too early in these lines after so many."""
        if lines:
            self.cut = (self.cut[0] or lines[0] + before, self.cut[1] + len(lines))

    def level(self, line: bytes) -> int:
        """Of a line that looks like the plan, where no word at a fixed place settles it."""
        found = self.plan.reader.begin(Line(self.text(line), 1, 0))
        return level_place(found[0]) if found else 0

    def text(self, line: bytes) -> str:
        return clean(line.decode("latin-1") if self._encoding == "latin-1" else line.decode("utf-8", "hotwash.latin"))


def level_place(record: Record) -> int:
    return PLACE[record.level.value] if record.level else 0

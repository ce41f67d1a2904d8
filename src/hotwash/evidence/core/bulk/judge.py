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
REMEMBERED = 1_000_000
PLACE = {level: place for place, level in enumerate(LEVELS)}


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

    def base(self, prefix: bytes, line: bytes) -> int | None:
        """The ns of the minute that ``prefix`` writes; None where the line is not what it looks like."""
        with self._lock:
            if prefix not in self._bases:
                if len(self._bases) >= REMEMBERED:
                    self._bases.clear()
                self._bases[prefix] = self._minute(line)
            return self._bases[prefix]

    def count(self, planned: int) -> None:
        """So many lines looked like the plan."""
        with self._lock:
            self.filled += planned
            self.understood += planned

    def _minute(self, line: bytes) -> int | None:
        stamp = found.stamp if (found := self._begin(self.text(line))) else None
        if stamp is None or stamp.digits != self.plan.shape.digits:
            return None
        self.stamp = self.stamp or stamp
        return stamp.ns - self.plan.shape.rest(line) if stamp.zone is self.stamp.zone else None

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

    def level(self, line: bytes) -> int:
        """Of a line that looks like the plan, where no word at a fixed place settles it."""
        found = self.plan.reader.begin(Line(self.text(line), 1, 0))
        return level_place(found[0]) if found else 0

    def text(self, line: bytes) -> str:
        return clean(line.decode("latin-1") if self._encoding == "latin-1" else line.decode("utf-8", "hotwash.latin"))


def level_place(record: Record) -> int:
    return PLACE[record.level.value] if record.level else 0

"""Reading a whole log by columns: what is kept of its records, and what is found out about it on the way.

The result is that of reading it record by record, and tests hold both together. Where the log turns out to be of
another kind than its sample, ``Unfit`` is raised and it is read the other way from its beginning.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hotwash.evidence.core.alike import MESSAGE, NOTHING
from hotwash.evidence.core.bulk import Unfit, judge_for
from hotwash.evidence.core.columns import BASES, LONGEST_TEXT, UNKNOWN_OFFSET
from hotwash.evidence.core.density import Density
from hotwash.evidence.core.inference import Setting
from hotwash.evidence.core.landmarks import Landmarks
from hotwash.evidence.core.many import Integers, Many, runs
from hotwash.evidence.core.moments.moment import MINUTE
from hotwash.evidence.core.moments.of_many import FinderOfMany
from hotwash.evidence.core.reading import Reading, add_part
from hotwash.evidence.core.sheets import Sheet, Sheets, readable
from hotwash.evidence.core.watching import Watching
from hotwash.ports.stamps import Basis
from hotwash.ports.stamps.stamp import NS

Table = Mapping[str, NDArray[Any]]
MOST_ODD = 0.2  # of the records of a sheet; more are fed one by one
_LATEST = NS << 32  # the year 2106: until then seconds as floats tell microseconds apart


@dataclass(slots=True)
class WatchingMany(Watching):
    finder: FinderOfMany = field(default_factory=FinderOfMany)

    def feed_sheet(self, sheet: Sheet) -> None:
        if len(sheet.odd) > MOST_ODD * len(sheet.texts):
            for place in range(len(sheet.texts)):
                self.feed(sheet.many.make(place))
            return
        begin = 0
        for place in [*sorted(sheet.odd), len(sheet.texts)]:
            if place > begin:
                self._feed_many(sheet.many.between(begin, place), sheet, begin)
            if place in sheet.odd:
                self.feed(sheet.odd[place])
            begin = place + 1

    def _feed_many(self, many: Many, sheet: Sheet, begin: int) -> None:
        self.finder.feed_many(many)
        feed_landmarks(self.landmarks, many)
        zoned = np.full(len(many.ns), sheet.usual.offset is not None)
        for place, stamp in sheet.stamps.items():
            if begin <= place < begin + len(zoned):
                zoned[place - begin] = stamp.offset is not None
        feed_density(self.density, many.ns[zoned])


def feed_landmarks(landmarks: Landmarks, many: Many) -> None:
    """Most messages that may be a landmark are not among those that are kept, and that is found out of many at once."""
    marked = np.frombuffer(bytes(many.alikes.marked), dtype=np.uint8)[many.numbers]
    messages = np.flatnonzero(marked == MESSAGE)
    beyond = landmarks.beyond(many.texts[place] for place in messages.tolist())
    marked[messages[np.array(beyond, dtype=np.bool_)]] = NOTHING
    for place in np.flatnonzero(marked).tolist():
        landmarks.feed_marked(many.texts[place], many.alikes.marks[many.numbers[place]], int(many.ns[place]))


def feed_density(density: Density, ns: Integers) -> None:
    """Times whose zone is known."""
    if not len(ns):
        return
    if int(ns.min()) < 0 or int(ns.max()) >= _LATEST:
        raise Unfit
    for begin, end, minute in runs(ns // MINUTE):
        density.count(minute, end - begin)


class Sweep:
    """``tables`` gives the columns of ``columns.TYPES``; when it is through, ``watching`` has seen all and the reading
    its tally.
    """

    def __init__(self, reading: Reading, setting: Setting, sheets: Sheets) -> None:
        self.watching = WatchingMany()
        self._reading, self._setting, self._sheets = reading, setting, sheets

    def tables(self) -> Iterator[Table]:
        tally, number = replace(self._reading.tally, zones=set(), bases=set(), years=set()), 0
        for sheet in self._sheets:
            add_part(tally, sheet.part, sheet.usual)
            self.watching.feed_sheet(sheet)
            yield table_of(sheet, number, self._setting.ahead_ms * 1_000_000)
            number += len(sheet.texts)
        self._reading.take_over(tally, self._sheets.judge)


def sweep_of(reading: Reading, setting: Setting) -> Sweep | None:
    """None where the file has to be read record by record."""
    plan = reading.plan()
    if plan is None or not readable(plan, reading.body.sample):
        return None
    return Sweep(reading, setting, Sheets(reading.body, judge_for(plan, setting, reading.body.encoding)))


def table_of(sheet: Sheet, number: int, ahead: int) -> Table:
    """The columns of a sheet whose first record has this number."""
    part, usual, count = sheet.part, sheet.usual, len(sheet.texts)
    kind = np.full(count, "log", dtype=object)
    text = np.array([text[:LONGEST_TEXT] for text in sheet.texts], dtype=object)
    digits, zone, basis = (np.full(count, value) for value in _time(usual.digits, usual.offset, usual.zone))
    for place, stamp in sheet.stamps.items():
        digits[place], zone[place], basis[place] = _time(stamp.digits, stamp.offset, stamp.zone)
    for place, record in sheet.odd.items():
        kind[place] = record.kind
    return {
        "number": np.arange(number, number + count, dtype=np.int32),
        "line": _integers(part.line),
        "size": _integers(part.size).astype(np.int32),
        "start": _integers(part.start),
        "ns": _integers(part.ns) + ahead,
        "digits": digits.astype(np.int8),
        "zone": zone.astype(np.int32),
        "basis": basis.astype(np.uint8),
        "yearless": np.zeros(count, dtype=np.bool_),
        "level": np.frombuffer(part.level, dtype=np.uint8),
        "kind": kind,
        "text": text,
    }


def _time(digits: int, offset: int | None, basis: Basis) -> tuple[int, int, int]:
    return digits, UNKNOWN_OFFSET if offset is None else offset, BASES.index(basis)


def _integers(values: array[int]) -> Integers:
    return np.frombuffer(values, dtype=np.int64)

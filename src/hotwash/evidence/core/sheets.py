"""A log that is read by columns: stretches of its records, each with the columns that are kept of it.

Where a plan is known (``bulk``), time, level and place come from there. The text of a record that looks like the plan
is cut out of its line as the reader would cut it; for every other record, and every one of several lines, the reader is
asked.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from hotwash.evidence.core.alike import Alikes, fold, fold_text
from hotwash.evidence.core.bulk import Judge, Part, Plan, Unfit, index
from hotwash.evidence.core.many import BAD, Many
from hotwash.ports.formats import Body, Line, Record, Sample
from hotwash.ports.reading.body import clean
from hotwash.ports.reading.lines import LONGEST_TEXT, LineReader, plain
from hotwash.ports.stamps import Stamp

HELD = 64 << 20  # bytes of one record at most
_TOUCHING = " \t]),:;|-"


def readable(plan: Plan, sample: Sample) -> bool:
    """Whether the texts of records that look like the plan can be cut out of their lines."""
    reader = plan.reader
    if reader.describe is not plain or not plan.words or sample.body.encoding != "utf-8":
        return False
    for text in sample.filled[:400]:
        found = reader.begin(Line(text, 1, 0))
        stamp = found[0].stamp if found else None
        if stamp and len(stamp.raw) == plan.shape.end and cut(text, plan.shape.end) != found[0].text:
            return False
    return True


def cut(line: str, end: int) -> str:
    """What a line says after its time, which ends there: as ``plain`` gives it."""
    rest = line[end:].lstrip(_TOUCHING).removeprefix(">")
    return (rest or line).strip()[:LONGEST_TEXT]


@dataclass(slots=True)
class Sheet:
    """Records in a row. ``odd`` are those that are no plain lines of a log, by their place: they have a kind or fields
    of their own. ``stamps`` are the times that differ from ``usual`` in more than ``ns``.
    """

    part: Part
    usual: Stamp
    texts: list[str]
    many: Many
    odd: dict[int, Record]

    @property
    def stamps(self) -> dict[int, Stamp]:
        return self.part.others


class Sheets:
    """The sheets of one body, in their order. Raises ``Unfit`` where the log is of another kind than its sample."""

    def __init__(self, body: Body, judge: Judge) -> None:
        self.judge, self._body = judge, body
        self._reader: LineReader = judge.plan.reader
        self._held = _Held()
        self._alikes = Alikes()

    def __iter__(self) -> Iterator[Sheet]:
        before: Part | None = None
        for part in index(self._blocks(), self.judge, size=1):
            raw = self._held.take(part.start[0])
            if before is not None:
                yield self._sheet(before, raw)
            before = part
        if before is not None:
            yield self._sheet(before, self._held.take(None))

    def _blocks(self) -> Iterator[bytes]:
        """Whole lines, which are held until the records that they are of are known."""
        for raw, whole in self._body.stretches():
            if not whole:
                raise Unfit
            self._held.add(raw)
            yield raw

    def _sheet(self, part: Part, raw: bytes) -> Sheet:
        usual = self.judge.stamp
        if usual is None:
            raise Unfit
        lines = _Lines(part, raw, self._reader, usual)
        texts, keys, odd = lines.texts(self.judge.plan.shape.end)
        numbers = self._alikes.numbers(keys, texts)
        level = np.frombuffer(part.level, dtype=np.uint8).astype(np.int64)
        level[(level == 0) & self._alikes.bad_ones(numbers)] = BAD
        many = Many(np.frombuffer(part.ns, dtype=np.int64), level, numbers, self._alikes, texts, lines.record)
        return Sheet(part, usual, texts, many, odd)


class _Held:
    """Bytes of the body that records are still to be cut out of."""

    def __init__(self) -> None:
        self._pieces: deque[bytes] = deque()
        self._begin = self._size = 0

    def add(self, raw: bytes) -> None:
        self._pieces.append(raw)
        self._size += len(raw)
        if self._size > HELD:
            raise Unfit

    def take(self, until: int | None) -> bytes:
        """Everything up to a place in the body, or all that is left."""
        taken = []
        left = self._size if until is None else until - self._begin
        self._begin, self._size = self._begin + left, self._size - left
        while left:
            piece = self._pieces.popleft()
            if len(piece) > left:
                self._pieces.appendleft(piece[left:])
            taken.append(piece[:left])
            left -= len(taken[-1])
        return b"".join(taken)


class _Lines:
    """The lines of the records of one part."""

    def __init__(self, part: Part, raw: bytes, reader: LineReader, usual: Stamp) -> None:
        text = raw.decode()
        self._folded = fold(raw)
        self._lines = text.split("\n")
        if "\x1b" in text or "\x00" in text or "\r" in text:
            self._lines = [clean(line) for line in self._lines]
            self._folded = fold("\n".join(self._lines).encode())
        if raw.endswith(b"\n"):
            self._lines.pop()
        self._part, self._reader, self._usual = part, reader, usual
        self.record = lru_cache(maxsize=256)(self._record)

    def texts(self, end: int) -> tuple[list[str], list[str], dict[int, Record]]:
        """The text of each record, its folded text, and the odd records by their place; ``end`` is where times end."""
        part, keys = self._part, self._folded.decode().split("\n")
        at = (np.frombuffer(part.line, dtype=np.int64) - part.line[0]).tolist()
        texts = [self._lines[place][end:].lstrip(_TOUCHING).removeprefix(">").strip() for place in at]
        folded = [keys[place][end:] for place in at]
        odd: dict[int, Record] = {}
        special = {*part.others, *np.flatnonzero(np.frombuffer(part.size, dtype=np.int64) > 1).tolist()}
        special.update(place for place, text in enumerate(texts) if not text or len(text) > LONGEST_TEXT)
        for place in special:
            record = self.record(place)
            texts[place], folded[place] = record.text, f"\n{fold_text(record.text)}"  # as no line begins
            if record.kind != "log" or record.fields:
                odd[place] = record
        return texts, folded, odd

    def _record(self, place: int) -> Record:
        """As the reader gives it, its time settled."""
        part = self._part
        at = part.line[place] - part.line[0]
        following = part.line[place + 1] - part.line[0] if place + 1 < len(part.line) else len(self._lines)
        first = Line(self._lines[at], part.line[place], part.start[place])
        record = self._reader.whole(first, self._lines[at + 1 : following])
        if record is None or record.stamp is None or record.size != part.size[place]:
            raise Unfit
        settled = part.others.get(place) or replace(self._usual, ns=part.ns[place], raw=record.stamp.raw)
        return replace(record, stamp=settled)

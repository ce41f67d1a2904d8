"""Where a log writes its times and levels: found out from the sample, by what its own reader makes of each line."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hotwash.evidence.core.columns import LEVELS as NAMES
from hotwash.ports.formats import Line, Record, Sample
from hotwash.ports.reading.levels import LEVELS, of_status
from hotwash.ports.reading.lines import LineReader
from hotwash.ports.reading.names import Names

MOST = 0.9  # of the records of the sample have to look alike
LONGEST_WORD = 8
_SECONDS = re.compile(r"(?<!\d)\d\d:\d\d:\d\d(?:(?P<point>[.,])(?P<fraction>\d{1,9}))?")
_WORD = re.compile(r"[A-Za-z]+")


REQUEST = re.compile(rb'[A-Z]{3,9} [!#-~]+ [ !#-~]*" ([0-9])[0-9]{2} ')
STATUSES = [NAMES.index(of_status(hundred * 100).value) for hundred in range(10)]  # by the first digit


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before the time: some words, each followed by one blank, then ``glue`` that touches the time.

    No line that goes on with a record looks like this: its first word begins with a digit or a small letter.
    """

    words: int
    glue: str

    @property
    def pattern(self) -> re.Pattern[bytes]:
        return _lead(self.words, self.glue)


@lru_cache(maxsize=64)
def _lead(words: int, glue: str) -> re.Pattern[bytes]:
    """No word that ends in Exception or Error comes first, which would be a stack trace, and no JSON second."""
    first = rb"(?!at )[0-9a-z][!-DF-~]* "
    second = rb"(?!\{)[!-~]+ " if words > 1 else b""
    return re.compile(first + second + rb"[!-~]+ " * (words - 2) + re.escape(glue.encode()))


@dataclass(frozen=True, slots=True)
class Shape:
    """How a time is written: so many bytes up to the second, a point and digits or none, and what follows the time."""

    whole: int
    point: str
    digits: int
    tail: str

    @property
    def minute(self) -> int:
        """Where the two digits of the second begin; all before them, a colon last, writes the minute."""
        return self.whole - 2

    def rest(self, line: bytes) -> int:
        """The ns since the minute that a line writes which looks like this."""
        after = self.whole + len(self.point)
        fraction = int(line[after : after + self.digits].ljust(9, b"0"))
        return int(line[self.minute : self.whole]) * 1_000_000_000 + fraction

    @property
    def end(self) -> int:
        """Where the time ends, its zone included."""
        return self.whole + len(self.point) + self.digits + len(self.tail)


@dataclass(frozen=True, slots=True)
class Plan:
    """``between`` stands between the time and the level word of every line; ``words`` are the levels by their spelling
    ("" for a word that stands for none). Without ``words`` the reader itself is asked for the level of each line.
    Where there are ``methods``, a quoted request by one of them follows, and its status settles the level. Without a
    ``lead`` the time stands at the beginning of the line. Of JSON lines ``names`` says which fields count, and
    ``known`` are others that objects have.
    """

    reader: LineReader
    shape: Shape
    between: str = ""
    words: Mapping[str, str] | None = None
    lead: Lead | None = None
    methods: tuple[str, ...] = ()
    names: Names | None = None
    known: frozenset[str] = frozenset()

    @property
    def alone(self) -> bool:
        """Whether what looks like the plan is a time and nothing else, which stands in a field."""
        return self.names is not None

    @property
    def level_at(self) -> int:
        """How far after the beginning of the time the level stands."""
        return self.shape.end + len(self.between)

    @property
    def constant(self) -> bytes:
        """What follows the fraction in each line that looks like the plan."""
        return (self.shape.tail + self.between).encode()


def plan_for(sample: Sample, reader: LineReader) -> Plan | None:
    """A plan for a log of this reader whose times begin its lines; None where these are too unlike each other, or their
    times lack a year. Its records are ``log`` and have no fields: all but their words is in the columns.
    """
    if not suits(sample, reader):
        return None
    lines = lines_of(sample)
    begun = [(text, found[0]) for text in lines if (found := reader.begin(Line(text, 1, 0)))]
    shapes = Counter(shape for text, record in begun if (shape := _shape(text, record)))
    if not shapes or len(begun) * 20 < len(lines):
        return None
    shape, count = shapes.most_common(1)[0]
    if count < MOST * len(begun) or any(record.kind != "log" or record.fields for _, record in begun):
        return None
    alike = [(text, record) for text, record in begun if _shape(text, record) == shape]
    return with_levels(reader, shape, alike)


def suits(sample: Sample, reader: LineReader) -> bool:
    """Whether each record begins with a line that can be judged alone, its bytes read as ASCII where it counts."""
    plainly = not (reader.annotated or reader.bare or reader.parts)
    return plainly and reader.items is None and sample.body.encoding in {"utf-8", "latin-1"}


def lines_of(sample: Sample) -> list[str]:
    """The lines of a sample that are not blank, without the last, which may be cut off."""
    return [line for line in sample.lines[: -1 if len(sample.lines) > 1 else None] if line.strip()]


def _shape(text: str, record: Record) -> Shape | None:
    stamp = record.stamp
    if stamp is None or stamp.yearless or not stamp.raw:
        return None
    if not text.startswith(stamp.raw):
        return None
    return shape_of(stamp.raw, stamp.digits)


def shape_of(raw: str, digits: int) -> Shape | None:
    """How a time is written of which so many digits of the fraction were read."""
    seconds = _SECONDS.search(raw)
    if seconds is None or not raw.isascii():
        return None
    point, fraction = seconds["point"] or "", seconds["fraction"] or ""
    whole = seconds.end() - len(point) - len(fraction)
    if whole < 8 or len(fraction) != digits:
        return None
    return Shape(whole, point, len(fraction), raw[seconds.end() :])


def with_levels(reader: LineReader, shape: Shape, alike: Sequence[tuple[str, Record]]) -> Plan:
    """The first place after the time where nearly every line has a word that settles its level."""
    for place in _places(alike[0][0], shape.end):
        between = alike[0][0][shape.end : place]
        words: dict[str, set[str]] = {}
        fitting = 0
        for text, record in alike:
            word = _WORD.match(text, place)
            if word is None or not text.startswith(between, shape.end) or word[0].lower() not in LEVELS:
                continue
            fitting += len(word[0]) <= LONGEST_WORD
            words.setdefault(word[0], set()).add(record.level.value if record.level else "")
        settled = {
            word: levels.pop() for word, levels in words.items() if len(levels) == 1 and len(word) <= LONGEST_WORD
        }
        if fitting >= MOST * len(alike) and len(settled) == len(words) and between.isascii():
            return Plan(reader, shape, between, settled)
    return Plan(reader, shape)


def _places(text: str, start: int) -> list[int]:
    return [word.start() for word in _WORD.finditer(text, start, start + 60)][:4]

"""The family of blocks: a record is several lines, and its time stands somewhere among them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from hotwash.ports.formats import Body, Detail, Line, Record, Sample
from hotwash.ports.reading.fields import find_time
from hotwash.ports.reading.levels import level_in
from hotwash.ports.stamps import Stamp, find_stamp, from_text

_LONGEST = 8192
_MOST_LINES = 400
Lines = Sequence[str]


@dataclass(slots=True)
class _Block:
    first: Line
    lines: list[str] = field(default_factory=list)
    size: int = 0

    def add(self, text: str) -> None:
        self.size += 1
        if len(self.lines) < _MOST_LINES:
            self.lines.append(text[:_LONGEST])


def first_time(lines: Lines) -> Stamp | None:
    """The first time in the lines of a block."""
    found = (find_stamp(text, end=400, weak=False) for text in lines)
    return next((one.stamp for one in found if one), None)


def as_written(lines: Lines) -> Detail:
    text = "\n".join(lines).strip()
    return Detail(text[:_LONGEST], level_in(text))


@dataclass(frozen=True)
class BlockFormat:
    """Declaration of records of several lines. ``begin`` matches the line that begins one; where heads are ``joined``,
    only the first of several such lines in a row does. ``when`` matches what holds the time; its group of that name is the time, if it has
    one. Where no line matches it, the first time in the block counts.
    """

    key: str
    title: str
    begin: re.Pattern[str]
    when: re.Pattern[str]
    describe: Callable[[Lines], Detail] = as_written
    needs: re.Pattern[str] | None = None
    score: float = 0.9
    joined: bool = False
    family: str = "blocks"

    def recognise(self, sample: Sample) -> float:
        begun = any(self.begin.match(text) for text in sample.filled[:60])
        timed = begun and any(self.when.search(text) for text in sample.filled[:400])
        return self.score if timed and (self.needs is None or self.needs.search(sample.text[:65536])) else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        block: _Block | None = None
        heading = False
        for line in body.lines():
            begins = bool(self.begin.match(line.text))
            if begins and not heading:
                if block:
                    yield self._record(block)
                block = _Block(line)
            heading = begins and self.joined
            body.understood += block is not None and bool(line.text.strip())
            if block and (line.text.strip() or block.lines):
                block.add(line.text)
        if block:
            yield self._record(block)

    def _record(self, block: _Block) -> Record:
        detail = self.describe(block.lines)
        stamp = detail.stamp or self._time(block.lines)
        first = block.first
        return Record(
            stamp, detail.text, first.number, first.offset, detail.level, detail.kind, detail.fields, size=block.size
        )

    def _time(self, lines: Lines) -> Stamp | None:
        for text in lines:
            if match := self.when.search(text):
                named = "when" in self.when.groupindex and match["when"]
                found = None if named else find_stamp(text, start=match.start(), end=400)
                stamp = from_text(named) if named else found.stamp if found else None
                if stamp:
                    return stamp
        return first_time(lines)


_PAIR = re.compile(r"\s{0,4}(?P<name>[A-Za-z_@][\w .@/-]{0,40}?)\s*(?:=|:(?=\s|$))\s*(?P<value>.*)")


def paragraphs(lines: Lines) -> list[list[str]]:
    """Lines parted by empty ones."""
    found: list[list[str]] = [[]]
    for text in lines:
        if text.strip():
            found[-1].append(text)
        elif found[-1]:
            found.append([])
    return [part for part in found if part]


def pairs_of(lines: Lines) -> dict[str, str]:
    matches = (_PAIR.match(text) for text in lines)
    return {match["name"].strip(): match["value"].strip() for match in matches if match}


@dataclass(frozen=True)
class AnyBlocks:
    """Paragraphs of names and values that nobody declared: each begins with the same name, some name is a time's."""

    key: str = "pairs"
    title: str = "Paragraphs of names and values"
    family: str = "blocks"

    def recognise(self, sample: Sample) -> float:
        return 0.52 if self._begin(sample.lines[:400]) else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        begin = self._begin(body.sample.lines[:400])
        if begin:
            yield from BlockFormat(self.key, self.title, begin, _PAIR, describe_pairs).read(body)

    def _begin(self, lines: Lines) -> re.Pattern[str] | None:
        parts = [part for part in paragraphs(lines) if len(part) > 1]
        heads = [match["name"].strip() for part in parts if (match := _PAIR.match(part[0]))]
        if len(heads) < 2 or heads.count(heads[0]) * 2 <= len(parts):
            return None
        filled = [text for part in parts for text in part]
        named = sum(bool(_PAIR.match(text)) for text in filled)
        timed = sum(find_time(pairs_of(part), 1) is not None for part in parts[:50])
        if named * 10 < len(filled) * 7 or timed * 2 < len(parts[:50]):
            return None
        return re.compile(rf"\s{{0,4}}{re.escape(heads[0])}\s*[=:]")


def describe_pairs(lines: Lines) -> Detail:
    named = pairs_of(lines)
    found = find_time(named, 1)
    return replace(as_written(lines), stamp=found[0] if found else None, fields=dict(list(named.items())[:24]))

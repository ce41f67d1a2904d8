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
    found = (find_stamp(text, end=400, weak=weak) for weak in (False, True) for text in lines)
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


_PAIR = re.compile(r"\s{0,24}(?P<name>[A-Za-z_@][\w .@/()\[\]-]{0,40}?)\s*(?:=|:(?=\s|$))\s*(?P<value>.*)")


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


_HEAD = re.compile(r"[*#=><-]{1,4}(?=\s)|[*#=><\[-]{2,}(?=\w)")  # ** Alert, *   << Request >>, >>> Run
_PARTED = re.compile(r"([-=*_#~+])\1{9,}\s*")
_STARTS = re.compile(r"[\W_]{0,3}(?:\d{4}[-/.]\d|\d\d[-/.:]\d\d|\d{10}|(?:[A-Z][a-z]{2},? ){1,2} ?\d)")


@dataclass(frozen=True)
class AnyBlocks:
    """Records of several lines that nobody declared: paragraphs that each begin with the same name or the same mark,
    or what stands between ruled lines; each has a time.
    """

    key: str = "pairs"
    title: str = "Paragraphs of names and values"
    family: str = "blocks"

    def recognise(self, sample: Sample) -> float:
        if sample.documents or sample.objects:
            return 0.0
        lines = sample.lines[:400]
        return 0.56 if is_sheet(sample) else 0.52 if begin_of_pairs(lines) or begin_of_marks(lines) else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        lines = body.sample.lines[:400]
        if is_sheet(body.sample):
            yield from _sheet(body)
        elif begin := begin_of_pairs(lines):
            yield from BlockFormat(self.key, self.title, begin, _PAIR, describe_pairs).read(body)
        elif begin := begin_of_marks(lines):
            yield from BlockFormat(self.key, self.title, begin, _NEVER).read(body)


_NEVER = re.compile(r"(?!)")


def begin_of_pairs(lines: Lines) -> re.Pattern[str] | None:
    """What begins paragraphs of names and values: the name that most of them begin with."""
    parts = [part for part in paragraphs(lines) if len(part) > 1]
    heads = [match["name"].strip() for at in (0, 1) for part in parts if (match := _PAIR.match(part[at]))]
    head = max(heads, key=heads.count, default="")
    if heads.count(head) < 2 or heads.count(head) * 2 <= len(parts):
        return None
    filled = [text for part in parts for text in part]
    named = sum(bool(_PAIR.match(text)) for text in filled)
    timed = sum(find_time(pairs_of(part), 1) is not None for part in parts[:50])
    if named * 10 < len(filled) * 7 or timed * 2 < len(parts[:50]):
        return None
    return re.compile(rf"\s{{0,4}}{re.escape(head)}\s*[=:]")


def begin_of_marks(lines: Lines) -> re.Pattern[str] | None:
    """What begins paragraphs that all start with the same mark, and only they: ``** Alert``, ``<< Request >>``."""
    parts = [part for part in paragraphs(lines) if len(part) > 1]
    heads = {found[0] if (found := _HEAD.match(part[0])) else "" for part in parts}
    if len(parts) < 2 or len(heads) != 1 or not (head := heads.pop()):
        return None
    inner = sum(text.startswith(head) for part in parts for text in part[1:])
    timed = sum(first_time(part) is not None for part in parts)
    return re.compile(re.escape(head)) if not inner and timed * 10 >= len(parts) * 9 else None


def is_sheet(sample: Sample) -> bool:
    """Whether the whole file is one record: names, each said once, and values, among them a time. Prose may follow,
    but no line that begins with a time.
    """
    parts = paragraphs(sample.lines[:400]) if sample.complete else []
    head = parts[0] if parts and len(parts[0]) > 3 else []
    named = [match["name"].strip() for text in head if (match := _PAIR.match(text))]
    if len(named) * 10 < len(head) * 9 or len(named) < 4 or len(set(named)) * 10 < len(named) * 9:
        return False
    if any(_STARTS.match(text) for text in sample.filled) or begin_of_pairs(sample.lines[:400]):
        return False
    return find_time(pairs_of(head), 1) is not None


def _sheet(body: Body) -> Iterator[Record]:
    lines = list(body.lines())
    body.understood = sum(bool(line.text.strip()) for line in lines)
    detail = describe_pairs([line.text for line in lines[:_MOST_LINES]])
    yield Record(detail.stamp, detail.text, 1, 0, detail.level, detail.kind, detail.fields, size=len(lines))


def ruled(lines: Lines) -> list[list[str]]:
    """The lines between ruled ones, without what is empty."""
    found: list[list[str]] = [[]]
    for text in lines:
        if _PARTED.fullmatch(text):
            found.append([])
        else:
            found[-1].append(text)
    return [part for part in found if any(map(str.strip, part))]


@dataclass(frozen=True)
class RuledBlocks:
    """Records parted by ruled lines that nobody declared: each has its time in its first lines."""

    key: str = "ruled"
    title: str = "Records between ruled lines"
    family: str = "blocks"

    def recognise(self, sample: Sample) -> float:
        lines = sample.lines[:400]
        rules = [text for text in lines if _PARTED.fullmatch(text)]
        if len(rules) < 2 or len({text.strip() for text in rules}) > 2:
            return 0.0
        parts = [part for part in ruled(lines) if len(part) > 1]
        timed = sum(first_time([text for text in part if text.strip()][:6]) is not None for part in parts)
        begun = sum(bool(_STARTS.match(text)) for text in sample.filled[:400])
        return 0.51 if len(parts) > 1 and timed * 10 >= len(parts) * 9 and begun <= len(parts) else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        block: _Block | None = None
        for line in body.lines():
            body.understood += bool(line.text.strip())
            if _PARTED.fullmatch(line.text):
                if block:
                    yield from _of_time(block)
                block = None
            elif line.text.strip() or block:
                block = block or _Block(line)
                block.add(line.text)
        if block:
            yield from _of_time(block)


def _of_time(block: _Block) -> Iterator[Record]:
    """The record of a block; a heading or a foot without a time is none."""
    detail, stamp = as_written(block.lines), first_time(block.lines)
    if stamp:
        first = block.first
        yield Record(stamp, detail.text, first.number, first.offset, detail.level, size=block.size)


def describe_pairs(lines: Lines) -> Detail:
    named = pairs_of(lines)
    found = find_time(named, 1)
    return replace(as_written(lines), stamp=found[0] if found else None, fields=dict(list(named.items())[:24]))

"""The family of stamped lines: a record begins where a line has its time, and what follows belongs to it.

One reader serves nearly every log: JSON lines in between, several styles in one file, prefixes of compose and CRI.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from hotwash.ports.formats import Body, Detail, Line, Record, Sample
from hotwash.ports.reading.fields import Item, describe, find_time, objects_in
from hotwash.ports.reading.levels import level_in
from hotwash.ports.reading.openers import CONTINUES, Opener, margin, rescue, sniff, time_in
from hotwash.ports.stamps import Basis, Found, Stamp

Describe = Callable[[str, Found], Detail]
Parts = Callable[[str], Sequence[str]]  # the records that stand in one line
LONGEST_TEXT = 8192
_COMMENT = re.compile(
    r"#(?!\d+[A-Za-z]|\d+ +(?:[/{\[]|0x|[A-Za-z]:\\))"
)  # not a frame of a trace, not an escape of syslog
_JSON_AT = re.compile(r"^\s*(?=\{)|^[\w.-]+\s+(?:\|\s+)?(?=\{\")")


def plain(text: str, found: Found) -> Detail:
    """What a stamped line says when nobody declared it: the line without its time."""
    rest = text[found.end :].lstrip(" \t]),:;|-")
    rest = rest.removeprefix(">")
    lead = text[: found.start].strip(" \t[(<\"'")
    shown = f"{lead} {rest}" if lead and len(lead) < 120 else rest or text
    return Detail(shown.strip(), level_in(text, found.end) or (level_in(lead) if lead else None))


@dataclass(slots=True)
class _Open:
    """The record that is being collected."""

    record: Record
    more: list[str] = field(default_factory=list)
    length: int = 0
    size: int = 1

    def add(self, text: str) -> None:
        self.size += 1
        if self.length < LONGEST_TEXT:
            self.more.append(text[:LONGEST_TEXT])
            self.length += len(text) + 1

    def close(self) -> Record:
        if self.size == 1:
            return self.record
        while self.more and not self.more[-1].strip():
            self.more.pop()
        text = "\n".join([self.record.text, *self.more]) if self.more else self.record.text
        return replace(self.record, text=text, size=self.size)


@dataclass(frozen=True, slots=True)
class LineReader:
    """``describe`` turns a stamped line into words; ``items`` reads the JSON objects of lines that are one.

    A line that ``skip`` matches is a comment of the format and belongs to no record. Where the lines are
    ``annotated`` one by one, each line behind a comment is a record. In a ``flush`` log no indented line begins one.
    """

    openers: Sequence[Opener]
    describe: Describe = plain
    items: Callable[[Item], Sequence[Detail]] | None = None
    skip: re.Pattern[str] | None = None
    zone: int | None = None  # offset that the format defines for stamps without one
    annotated: bool = False
    flush: bool = False
    bare: re.Pattern[str] | None = None  # a line that is a record even without a time
    parts: Parts | None = None
    request: bool = False  # the level is that of the status behind a quoted request, where one follows the time
    by_name: bool = False  # ``items`` goes by the names of the fields, as ``fields`` guesses them

    def read(self, body: Body) -> Iterator[Record]:
        current: _Open | None = None
        fresh, cut = False, (0, 0)
        for line in self._lines(body):
            if self.skip and self.skip.match(line.text):
                body.understood += 1
                fresh = self.annotated
                continue
            alone = (fresh and line.text.strip()) or (self.bare and self.bare.match(line.text))
            begun = self.begin(line) or (self._bare(line) if alone else [])
            if not begun and self.is_cut(line.text):
                cut = (cut[0] or line.number, cut[1] + 1)
            if begun:
                body.understood += 1
                fresh = False
                if current:
                    yield current.close()
                yield from begun[:-1]
                current = _Open(begun[-1])
            elif current and line.text.strip():
                body.understood += bool(CONTINUES.match(line.text))
                current.add(line.text)
            elif current:
                current.add("")
        if current:
            yield current.close()
        if cut[0]:
            body.problems.append(too_early(*cut))

    def is_cut(self, text: str) -> bool:
        """Whether a line that begins no record is a JSON object that ends too early."""
        return self.items is not None and text.startswith('{"') and not objects_in(text)

    def _lines(self, body: Body) -> Iterator[Line]:
        for line in body.lines():
            if self.parts is None:
                yield line
            else:
                yield from (replace(line, text=part) for part in self.parts(line.text))

    def whole(self, first: Line, more: Sequence[str]) -> Record | None:
        """The last record that a line begins, with the lines that go on with it."""
        begun = self.begin(first)
        if not begun:
            return None
        current = _Open(begun[-1])
        for text in more:
            if not (self.skip and self.skip.match(text)):
                current.add(text if text.strip() else "")
        return current.close()

    def begin(self, line: Line) -> list[Record]:
        """The records that a line begins; none where it goes on with the one before."""
        text = line.text
        if "{" in text[:80] and text.rstrip().endswith("}") and (records := self._from_json(line)):
            return records
        if self.flush and CONTINUES.match(text):
            return []
        for way in self.openers:
            if found := way.match(text):
                return [self._record(line, found)]
        found = rescue(text)
        return [self._record(line, found)] if found else []

    def _bare(self, line: Line) -> list[Record]:
        """A line that is a record although none of the known ways begins it; a time anywhere in it is its time."""
        detail = Detail(line.text.strip(), level_in(line.text))
        return [Record(time_in(line.text), detail.text[:LONGEST_TEXT], line.number, line.offset, detail.level)]

    def _record(self, line: Line, found: Found) -> Record:
        detail = self.describe(line.text, found)
        stamp = detail.stamp or found.stamp
        if stamp.offset is None and self.zone is not None and not stamp.yearless:
            stamp = in_zone(stamp, self.zone, Basis.FORMAT)
        return Record(
            stamp, detail.text[:LONGEST_TEXT], line.number, line.offset, detail.level, detail.kind, detail.fields
        )

    def _from_json(self, line: Line) -> list[Record]:
        at = _JSON_AT.match(line.text)
        if not at:
            return []
        values = objects_in(line.text[at.end() :])
        details = [detail for value in values for detail in (self.items(value) if self.items else [guess(value)])]
        return [
            Record(d.stamp, d.text[:LONGEST_TEXT], line.number, line.offset, d.level, d.kind, d.fields) for d in details
        ]


def too_early(line: int, count: int) -> str:
    more = f" and {count - 1} more" if count > 1 else ""
    return f"JSON that ends too early in line {line}{more}: kept with the record before it."


def guess(item: Item) -> Detail:
    found = find_time(item)
    return replace(describe(item), stamp=found[0] if found else None)


def in_zone(stamp: Stamp, offset: int, basis: Basis) -> Stamp:
    """A stamp without a zone, put into one."""
    return replace(stamp, ns=stamp.ns - offset * 1_000_000_000, offset=offset, zone=basis)


def reader_for(lines: Sequence[str], skip: re.Pattern[str] | None = None) -> LineReader:
    """How to read a log with such lines: where its times stand, and whether ``#`` begins comments in it."""
    kept = [text for text in lines if not (skip and skip.match(text))]
    bare = [text for text in kept if not _COMMENT.match(text)]
    ways = sniff(bare) if len(bare) < len(kept) and not skip else ()
    if _explain(ways, bare):
        annotated = (len(kept) - len(bare)) * 4 >= len(kept)
        return LineReader(ways, skip=_COMMENT, annotated=annotated, flush=_flush(ways, bare))
    ways = sniff(kept)
    return LineReader(ways, skip=skip, flush=_flush(ways, kept))


def _explain(ways: Sequence[Opener], lines: Sequence[str]) -> bool:
    if any(not way.style.weak for way in ways):
        return True
    return sum(any(way.match(text) for way in ways) for text in lines) * 2 >= max(1, len(lines))


def _flush(ways: Sequence[Opener], lines: Sequence[str]) -> bool:
    """Whether the records of a log all begin at the margin."""
    begun = [text for text in lines if any(way.match(text) for way in ways)]
    return sum(not CONTINUES.match(text) for text in begun) * 3 > len(begun)


@dataclass(frozen=True)
class LineFormat:
    """Declaration of a log of stamped lines.

    ``pattern`` must match a line that begins a record; ``score`` is what a file gets where all lines match it.
    """

    key: str
    title: str
    pattern: re.Pattern[str]
    score: float = 0.8
    describe: Describe = plain
    skip: re.Pattern[str] | None = None
    zone: int | None = None
    needs: re.Pattern[str] | None = None  # something that the sample must hold somewhere
    family: str = "stamped lines"
    openers: tuple[Opener, ...] = ()
    bare: re.Pattern[str] | None = None
    parts: Parts | None = None
    request: bool = False  # see ``LineReader``

    def recognise(self, sample: Sample) -> float:
        lines = sample.filled[:400]
        if self.skip:
            lines = tuple(text for text in lines if not self.skip.match(text))
        if not lines or (self.needs and not self.needs.search(sample.text[:65536])):
            return 0.0
        hits = sum(bool(self.pattern.search(text[:600])) for text in lines)
        share = hits / max(1, min(len(lines), max(margin(lines), hits))) if hits else 0
        return self.score * share if share >= 0.2 else 0.0

    def reader(self, sample: Sample) -> LineReader:
        """What a file does not show is not looked for in each of its lines."""
        reader = reader_for(sample.filled, self.skip)
        reader = replace(
            reader,
            openers=self.openers or reader.openers,
            describe=self.describe,
            zone=self.zone,
            request=self.request,
        )
        pieces = [part for text in sample.filled for part in (self.parts(text) if self.parts else (text,))]
        alone = (text for text in pieces if self.bare and self.bare.match(text))
        bare = any(not any(way.match(text) for way in reader.openers) for text in alone)
        return replace(
            reader, bare=self.bare if bare else None, parts=self.parts if len(pieces) > len(sample.filled) else None
        )

    def read(self, body: Body) -> Iterator[Record]:
        yield from self.reader(body.sample).read(body)


@dataclass(frozen=True)
class AnyLog:
    """A log that nobody declared. Where its times stand is found out from the sample."""

    key: str = "log"
    title: str = "Log of stamped lines"
    family: str = "stamped lines"

    def recognise(self, sample: Sample) -> float:
        lines = sample.filled
        ways = sniff(lines)
        if sample.body.encoding == "binary" or len(sample.objects) * 10 >= min(200, len(lines)) * 6 or sample.documents:
            return 0.0
        heads = sum(any(way.match(text) for way in ways) or bool(_JSON_AT.match(text)) for text in lines[:400])
        share = heads / max(1, margin(lines[:400]), heads)
        deep = min((way.words for way in ways), default=0)
        return 0.2 + 0.3 * share - 0.01 * deep if share >= 0.1 else 0.0

    def reader(self, sample: Sample) -> LineReader:
        reader = reader_for(sample.filled)
        silent = _silent(sample.filled, reader.openers)
        return replace(reader, bare=silent) if silent else reader

    def read(self, body: Body) -> Iterator[Record]:
        yield from self.reader(body.sample).read(body)


_SERVICE = re.compile(r"([\w.-]+)\s+\|(?= |$)|(\[pod/[^\]]+\])(?= |$)")


def _silent(lines: Sequence[str], ways: Sequence[Opener]) -> re.Pattern[str] | None:
    """In the mixed output of several programs (compose, ``kubectl logs --prefix``): the lines of those that write no
    time. Each of these is a record, and none goes on with what another program said before it.
    """
    named = [(match[0], text) for text in lines if (match := _SERVICE.match(text))]
    if not named or len(named) * 10 < len(lines) * 9:
        return None
    timed = {name.strip(" |") for name, text in named if any(way.match(text) for way in ways)}
    silent = {name.strip(" |") for name, _ in named} - timed
    return re.compile(rf"(?:{'|'.join(map(re.escape, sorted(silent)))})(?:\s+\|)? *\S") if silent and timed else None

"""The family of marked text: output made for people, where some lines mark an event and the rest explains it.

Terraform's boxes and Ansible's plays are of this kind. A time may stand before each line (CI logs) or under a mark.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hotwash.ports.formats import Body, Detail, Level, Line, Record, Sample
from hotwash.ports.reading.openers import Opener, sniff
from hotwash.ports.stamps import Found, Stamp, find_stamp

_BOX = re.compile(r"^[\s│╷╵|]{0,6}(?=\S)|^[│╷╵|]\s*$")
_WRAPPER = re.compile(
    r"^\d\d:\d\d:\d\d(?:\.\d+)? (?:STDOUT|STDERR|INFO|ERROR) +(?:\[[^\]]*\] )?(?:terraform|tofu|tf): "
)  # Terragrunt
_LONGEST = 8192
Shape = Callable[[re.Match[str]], Detail]


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that begins an event. ``more`` says that the lines under it belong to it."""

    pattern: re.Pattern[str]
    shape: Shape
    more: bool = False


def mark(pattern: str, kind: str, level: Level | None = None, *, more: bool = False, aside: bool = False) -> Mark:
    """A mark whose text is the line itself and whose named groups are its fields."""

    def shape(match: re.Match[str]) -> Detail:
        fields: Mapping[str, str] = {name: value for name, value in match.groupdict().items() if value}
        return Detail(match.string.strip().rstrip("*").rstrip(), level, kind, fields, aside=aside)

    return Mark(re.compile(pattern), shape, more)


@dataclass(frozen=True)
class MarkFormat:
    """Declaration of marked text. ``signs`` are patterns of which a file of this kind shows at least one;
    ``hint`` is quick to look for and found wherever a sign is. ``under`` is a line that holds the time of the mark
    above it.
    """

    key: str
    title: str
    marks: tuple[Mark, ...]
    signs: tuple[re.Pattern[str], ...]
    hint: re.Pattern[str]
    ends: re.Pattern[str]
    under: re.Pattern[str] | None = None
    score: float = 0.95
    family: str = "marked text"

    def recognise(self, sample: Sample) -> float:
        if not any(self.hint.search(line) for line in sample.lines) or sample.items:
            return 0.0
        prefixes = _prefixes(sample.filled)
        text = "\n".join(_unstamped(line, prefixes)[0] for line in sample.lines)
        hits = sum(bool(sign.search(text)) for sign in self.signs)
        return self.score * min(1.0, 0.8 + hits / 10) if hits else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        yield from _MarkRun(self, _prefixes(body.sample.filled)).read(body)


def unboxed(text: str) -> str:
    return _BOX.sub("", _WRAPPER.sub("", text, count=1), count=1)


def _prefixes(lines: Sequence[str]) -> tuple[Opener, ...]:
    """Openers of a time that a CI wrote before nearly every line."""
    ways = tuple(way for way in sniff(lines) if way.words <= 3)
    rests = [rest for text in lines[:300] if (rest := _behind(text, ways)) is not None]
    told = sum(bool(rest.strip(" ]*")) for rest in rests)  # a time that ends its line was printed by the program
    return ways if len(rests) * 10 >= len(lines[:300]) * 6 and told * 2 > len(rests) else ()


def _behind(text: str, ways: Sequence[Opener]) -> str | None:
    """What stands behind the time of a line."""
    return next((text[found.end :] for way in ways if (found := way.match(text))), None)


def _unstamped(text: str, prefixes: Sequence[Opener]) -> tuple[str, Stamp | None]:
    """The line as the program printed it, and the time that something else put before it."""
    for way in prefixes:
        if found := way.match(text):
            return unboxed(text[found.end :].lstrip(" ]")), found.stamp
    return unboxed(text), None


def _edge(line: Line, text: str, stamp: Stamp, kind: str) -> Record:
    """Where the log of a job begins or ends: its span, which is longer than that of the run inside."""
    return Record(stamp, text[:200] or "The log begins", line.number, line.offset, None, kind, aside=True)


class _MarkRun:
    """One pass: the record being collected, and the last time that was seen."""

    def __init__(self, form: MarkFormat, prefixes: Sequence[Opener]) -> None:
        self._form, self._prefixes = form, prefixes
        self._stamp: Stamp | None = None
        self._open: Record | None = None
        self._more: list[str] = []
        self._collect = False
        self._last: tuple[Line, Stamp] | None = None

    def read(self, body: Body) -> Iterator[Record]:
        for line in body.lines():
            text, stamp = _unstamped(line.text, self._prefixes)
            if stamp and self._last is None:
                yield _edge(line, text, stamp, "job.begin")
            self._last = (line, stamp) if stamp else self._last
            found = self._match(text)
            if found:
                body.understood += 1
                yield from self._close()
                self._begin(found, line, stamp)
            elif self._form.under and (under := self._form.under.match(text)):
                body.understood += 1
                self._take_time(under)
            elif self._collect and text.strip() and not self._form.ends.match(text):
                body.understood += 1
                self._more.append(text.strip())
            elif text.strip():
                body.understood += bool(self._form.ends.match(text) or stamp)
                self._collect = False
        yield from self._close()
        if self._last:
            yield _edge(self._last[0], "The log ends", self._last[1], "job.end")

    def _match(self, text: str) -> tuple[Mark, Detail] | None:
        for candidate in self._form.marks:
            if match := candidate.pattern.match(text):
                return candidate, candidate.shape(match)
        return None

    def _begin(self, found: tuple[Mark, Detail], line: Line, stamp: Stamp | None) -> None:
        way, detail = found
        if detail.kind.endswith((".play", ".task")):
            own = find_stamp(line.text, weak=False) if "***" in line.text else None
            self._stamp = own.stamp if own else None
        self._open = Record(
            detail.stamp or stamp or self._stamp, detail.text, line.number, line.offset, detail.level, detail.kind,
            detail.fields, aside=detail.aside,
        )  # fmt: skip
        self._collect, self._more = way.more, []

    def _take_time(self, match: re.Match[str]) -> None:
        found: Found | None = find_stamp(match.string, weak=False)
        if found and self._open:
            self._stamp = found.stamp
            self._open = replace(self._open, stamp=found.stamp)

    def _close(self) -> Iterator[Record]:
        if self._open:
            text = "\n".join([self._open.text, *self._more])[:_LONGEST]
            yield replace(self._open, text=text, size=1 + len(self._more))
        self._open = None

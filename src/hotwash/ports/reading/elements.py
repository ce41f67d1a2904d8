"""The family of XML: event elements, one after the other or under one root. Entities and DTDs are never followed."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice

from hotwash.ports.formats import Body, Detail, Record, Sample
from hotwash.ports.reading.levels import level_of
from hotwash.ports.stamps import Stamp, from_text

_OPEN = re.compile(r"<([A-Za-z_][\w.:-]*)(\s[^<>]*)?(/?)>")
_TAGS = re.compile(r"<[^<>]*>")
_VALUES = re.compile(
    r"(?:\b([\w:.-]*(?:[Tt]ime|[Dd]ate|[Ss]tamp|SystemTime)[\w]*)=[\"']([^\"']{6,40})[\"']|<([\w:.-]+)>([^<>]{6,40})</)"
)
_ANY = re.compile(r"=[\"'](\d[^\"']{9,40}:[^\"']{2,30})[\"']|>\s*(\d[^<>]{9,40}:[^<>]{2,30})</")
_SPACES = re.compile(r"\s+")
_LONGEST = 1024 * 1024


def time_in_element(text: str) -> Stamp | None:
    """The first attribute or child whose name speaks of time and whose value is one."""
    for match in _VALUES.finditer(text):
        name, value = match[1] or match[3], match[2] or match[4]
        if re.search(r"time|date|stamp|created|when|\bat$", name, re.IGNORECASE) and (stamp := from_text(value)):
            return stamp
    plain = (match[1] or match[2] for match in _ANY.finditer(text))
    return next((stamp for value in plain if (stamp := from_text(value))), None)


def describe_element(text: str) -> Detail:
    level = re.search(r"<Level>(\w+)</Level>|\blevel=[\"'](\w+)[\"']|<level>(\w+)</level>", text)
    words = _SPACES.sub(" ", unescape(_TAGS.sub(" ", text))).strip()
    return Detail(words[:2000], level_of(next(filter(None, level.groups()), None)) if level else None)


def event_tag(text: str) -> str | None:
    """The name of the element that repeats and holds times: what one event is in this file. Of several such elements,
    the one that is met most often with a time; a value alone is no event while something around it may be one.
    """
    head = text[:65536]
    counts: dict[str, int] = {}
    for match in _OPEN.finditer(head):
        counts[match[1]] = counts.get(match[1], 0) + 1
    best: tuple[tuple[int, bool, int, int], str] | None = None
    for name in sorted(counts, key=lambda tag: (-_likely(tag), -counts[tag]))[:_MOST_TAGS]:
        blocks = [block for block in _blocks_of(name, head) if time_in_element(block)]
        if not blocks or not (_likely(name) or counts[name] > 1):
            continue
        rank = (_likely(name), not _LEAF.fullmatch(blocks[0]), len(blocks), len(blocks[0]))
        best = (rank, name) if best is None or rank > best[0] else best
    if best:
        return best[1]
    root = next(iter(counts), None)
    return root if root and time_in_element(head) else None


_MOST_TAGS, _BLOCKS = 12, 20
_LEAF = re.compile(r"<[\w:.-]+>[^<>]*</[^<>]*>")


def _blocks_of(name: str, text: str) -> list[str]:
    ending = rf"</{re.escape(name)}>" if f"</{name}>" in text else "/>|$"
    blocks = re.finditer(rf"<{re.escape(name)}[\s>/].*?(?:{ending})", text, re.DOTALL)
    return [block[0] for block in islice(blocks, _BLOCKS)]


def _likely(tag: str) -> int:
    name = tag.rsplit(":", 1)[-1].lower()
    return (
        2
        if name in {"event", "entry", "record", "logentry", "item", "message", "log4j:event"}
        else int(name.endswith("event"))
    )


@dataclass(frozen=True)
class XmlFormat:
    """Declaration of XML events; without ``tag`` the element that repeats and holds times is found."""

    key: str
    title: str
    tag: str = ""
    needs: re.Pattern[str] | None = None
    describe: Callable[[str], Detail] = describe_element
    score: float = 0.9
    family: str = "XML"

    def recognise(self, sample: Sample) -> float:
        start = sample.text.lstrip("\ufeff \t\r\n-")[:4000]
        if not start.startswith("<") or start.lower().startswith(("<!doctype html", "<html")):
            return 0.0
        if self.needs and not self.needs.search(sample.text[:65536]):
            return 0.0
        return self.score if _OPEN.search(start) else 0.0

    def read(self, body: Body) -> Iterator[Record]:
        tag = self.tag or event_tag(body.sample.text)
        if tag is None:
            body.problems.append("XML without an element that holds times.")
            return
        begin = re.compile(rf"<{re.escape(tag)}(?=[\s>/])")
        end = re.compile(rf"</{re.escape(tag)}\s*>|<{re.escape(tag)}\s[^<>]*/>")
        buffer, first, offset = "", 0, 0
        for line in body.lines():
            body.understood += bool(line.text.strip())
            if not buffer and not begin.search(line.text):
                continue
            if not buffer:
                first, offset = line.number, line.offset
            buffer = f"{buffer}\n{line.text}" if buffer else line.text
            while found := end.search(buffer):
                start = begin.search(buffer)
                block = buffer[start.start() if start else 0 : found.end()]
                detail = self.describe(block)
                yield Record(
                    detail.stamp or time_in_element(block),
                    detail.text,
                    first,
                    offset,
                    detail.level,
                    detail.kind,
                    detail.fields,
                )
                buffer = buffer[found.end() :]
                buffer = buffer if begin.search(buffer) else ""
                first, offset = line.number, line.offset
            if len(buffer) > _LONGEST:
                body.problems.append(
                    f"An element <{tag}> that begins at line {first} is larger than 1 MB or never ends."
                )
                buffer = ""

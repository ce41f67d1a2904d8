"""YAML as programs print it: nested blocks, several documents. Anchors, tags and merges are read as plain text.

Foreign YAML is never given to a full YAML reader: its aliases can blow up, and it refuses a file that is cut off.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent

from hotwash.ports.reading.documents import loads
from hotwash.ports.stamps import from_number, from_text

_KEY = re.compile(
    r"(?:(?P<quote>[\"'])(?P<named>[^\"']{0,200})(?P=quote)|(?P<key>(?!\d+[-/:]\d)[\w@.$/<!*][^#]{0,200}?))\s*:(?:[ \t]+(?P<rest>.*))?$"
)
_STEP = re.compile(r"-(?:\s+|$)")
_TEXT = re.compile(r"(?:![\w!:/.]+ )?[|>][+-]?\d?$")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,18})(?:\.\d{1,12})?")
_LINE = re.compile(r"\s*(?:- +)*(?:[\"']?[\w@.$/<!*][^#]{0,200}?[\"']?\s*:(?:\s|$)|-\s|#|$)|---|\s{2,}\S|- ?$")
_DEEPEST = 40
_OF_TIME = re.compile(r"time|date|stamp|when|created|[_a-z]at$", re.IGNORECASE)
_COMMENT = re.compile(r"\s+#\s.*$")
_WORDS: dict[str, object] = {"null": None, "~": None, "": None, "true": True, "false": False, "{}": {}, "[]": []}


def has_time(value: object, name: str = "", depth: int = 0) -> bool:
    """Whether a time stands anywhere in a document; a number is one only where its name speaks of time."""
    if isinstance(value, dict):
        return depth < _DEEPEST and any(has_time(inner, str(key), depth + 1) for key, inner in value.items())
    if isinstance(value, list):
        return depth < _DEEPEST and any(has_time(inner, name, depth + 1) for inner in value[:200])
    if isinstance(value, str):
        return (stamp := from_text(value)) is not None and stamp.digits > -2
    return isinstance(value, int | float) and bool(_OF_TIME.search(name)) and from_number(value) is not None


class _NotYamlError(ValueError):
    """A line that does not fit where it stands."""


def looks_so(lines: tuple[str, ...]) -> bool:
    """Whether the first lines are names and values, nested or in a list. Quick: most files fail at the first line."""
    first = next((text for text in lines if not text.startswith(("#", "%"))), "")
    if not (first.startswith("---") and len(first.split()) < 3) and not _KEY.match(_STEP.sub("", first, count=1)):
        return False
    seen = lines[:200]
    nested = sum(text[:1] in {" ", "-"} for text in seen)
    return nested * 4 >= len(seen) and sum(bool(_LINE.match(text)) for text in seen) * 20 >= len(seen) * 19


def parse_yaml(text: str) -> list[object]:
    """All documents; of one that is cut off or goes wrong, what could be read so far. Nothing where none is YAML."""
    found: list[object] = []
    for lines in _documents(text):
        reader = _Reader(lines)
        try:
            value = reader.block(0)
        except (_NotYamlError, RecursionError):
            return found
        if isinstance(value, dict | list) and value:
            found.append(value)
        if not reader.done:
            return found if len(found) > 1 else []
    return found


def _documents(text: str) -> Iterator[list[str]]:
    lines: list[str] = []
    for line in text.split("\n"):
        if line.startswith(("---", "...")) and not line[3:4].isalnum() and not line.startswith("----"):
            yield lines
            lines = []
        else:
            lines.append(line.rstrip())
    yield lines


@dataclass(frozen=True, slots=True)
class _Line:
    indent: int
    text: str


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self._lines, self._at = lines, 0
        self._rest: _Line | None = None  # what stands behind a dash, as if it stood on a line of its own

    @property
    def done(self) -> bool:
        return self._next() is None

    def _next(self) -> _Line | None:
        if self._rest:
            return self._rest
        while self._at < len(self._lines):
            line = self._lines[self._at]
            bare = line.lstrip()
            if bare and bare[0] not in "#%\t":
                return _Line(len(line) - len(bare), bare)
            self._at += 1
        return None

    def _take(self) -> None:
        self._at += 1
        self._rest = None

    def block(self, depth: int) -> object:
        line = self._next()
        if line is None:
            return None
        if depth > _DEEPEST:
            raise _NotYamlError
        if _STEP.match(line.text):
            return self._sequence(line.indent, depth)
        if _KEY.match(line.text):
            return self._mapping(line.indent, depth)
        self._take()
        return self._scalar(line.text, line.indent - 1)

    def _sequence(self, indent: int, depth: int) -> list[object]:
        found: list[object] = []
        while (line := self._next()) and line.indent == indent and (step := _STEP.match(line.text)):
            rest = line.text[step.end() :]
            if not rest:
                self._take()
                found.append(self._below(indent, depth))
            elif _KEY.match(rest) or _STEP.match(rest):
                self._rest = _Line(indent + step.end(), rest)
                found.append(self.block(depth + 1))
            else:
                self._take()
                found.append(self._scalar(rest, indent))
        return found

    def _mapping(self, indent: int, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        while (line := self._next()) and line.indent == indent and (match := _KEY.match(line.text)):
            self._take()
            rest = _COMMENT.sub("", match["rest"] or "")
            found[match["key"] or match["named"] or ""] = (
                self._scalar(rest, indent)
                if rest and not rest.startswith("!ruby")
                else self._below(indent - 1, depth, indent)
            )
        return found

    def _below(self, indent: int, depth: int, own: int = -1) -> object:
        """The block under a name or a dash. A list may stand as far left as the name that it belongs to."""
        line = self._next()
        if line is None or line.indent <= indent:
            return None
        return None if line.indent == own and not _STEP.match(line.text) else self.block(depth + 1)

    def _scalar(self, text: str, indent: int) -> object:
        if _TEXT.match(text):
            return dedent("\n".join(self._deeper(indent))).strip("\n")
        if text[0] in "\"'" and not _closed(text):
            text = " ".join([text, *self._until_closed(text[0])])
        elif text[0] not in "\"'{[" or (text[0] in "{[" and loads(text) is None):
            text = " ".join([text, *(line.strip() for line in self._deeper(indent))])
        return _value(text)

    def _deeper(self, indent: int) -> Iterator[str]:
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line.strip() and len(line) - len(line.lstrip()) <= max(indent, 0):
                return
            self._at += 1
            yield line

    def _until_closed(self, quote: str) -> Iterator[str]:
        while self._at < len(self._lines):
            line = self._lines[self._at].strip()
            self._at += 1
            yield line
            if line.endswith(quote):
                return


def _closed(text: str) -> bool:
    return len(text) > 1 and text.rstrip().endswith(text[0])


def _value(text: str) -> object:
    text = text.strip()
    if text in _WORDS:
        return _WORDS[text]
    if text[0] == text[-1] == '"':
        inner = loads(text)
        return inner if isinstance(inner, str) else text[1:-1]
    if text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if text[0] in "{[":
        inner = loads(text)
        return text if inner is None else inner
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text

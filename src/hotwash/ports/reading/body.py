"""One piece of evidence as a stream: its encoding, its lines with their places, its start as a sample."""

import codecs
import io
import lzma
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import BinaryIO

from hotwash.ports.reading.documents import has_list, items_apart, loads, parse_documents
from hotwash.ports.reading.yamls import has_time, looks_so, parse_yaml

SAMPLE = 256 * 1024
WHOLE = 64 * 1024 * 1024
LONGEST_LINE = 4 * 1024 * 1024
_CHUNK = 1024 * 1024
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_ZEROS = re.compile(rb"\x00+")
_HOLE = re.compile(rb"\x00{16,}")
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27, 8}) + b"\x7f"


@dataclass(frozen=True, slots=True)
class Line:
    """``offset`` is in bytes of the text as UTF-8, which for nearly all files is the file itself."""

    text: str
    number: int
    offset: int
    whole: bool = True  # False: the line goes on in the next piece


# Shares of control characters (without tab, line ends and escape). Noise has one in ten, text of any language next to none.
MOST_CONTROLS = 0.1
MOST_CONTROLS_OF_NO_UTF_8 = 0.02


class LimitReachedError(ValueError):
    """A stream that grew beyond what is sane; the message is for people."""


def _latin(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8 stand for themselves in Latin-1: readable more often than not, and never lost."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("hotwash.latin", _latin)


def encoding_of(head: bytes) -> str:
    """The encoding of a text by its first bytes; ``binary`` where it is none; ``utf-8`` when in doubt."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return name
    zeros = head[:4096].count(0)
    if zeros > len(head[:4096]) // 3 and len(head) > 8:
        odd = head[1:4096:2].count(0)
        even = head[0:4096:2].count(0)
        if min(odd, even) * 20 < max(odd, even):
            return "utf-16-le" if odd > even else "utf-16-be"
    head = _without_holes(head)
    controls = (len(head) - len(head.translate(None, _CONTROL))) / (len(head) or 1)
    if controls > MOST_CONTROLS:
        return "binary"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "binary" if controls > MOST_CONTROLS_OF_NO_UTF_8 else "latin-1"
    return "utf-8"


def _without_holes(head: bytes) -> bytes:
    """The bytes without a few runs of zeros, as a crash or a log cut while it was written leaves them in a text."""
    if 0 not in head:
        return head
    for zeros in (_ZEROS, _HOLE):
        left = zeros.sub(b"", head)
        if left and len(zeros.findall(head)) <= 2 + len(head) // 4096:
            return left
    return head


def clean(text: str) -> str:
    """Without colours, carriage returns and NUL bytes."""
    if "\x1b" in text:
        text = _ESCAPES.sub("", text)
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text.rstrip("\r\n")


class Body:
    """One pass over one member. ``problems`` collects clear words about what could not be read."""

    def __init__(self, name: str, stream: BinaryIO, *, modified: int | None = None, largest: int = WHOLE) -> None:
        self.name = name
        self.largest = largest  # bytes of a document that is held as one
        self.apart = False  # a list that is too long for that: its items are given as lines
        self.modified = modified  # ns of the file or archive member, a hint only
        self.people: Callable[[], Mapping[str, str]] = dict  # who is who by id, as files beside it know
        self.problems: list[str] = []
        self.failed = False  # part of it could not be read
        self.consumed = 0  # bytes taken from the stream so far, for progress
        self._stream = stream
        self._head = self._take(SAMPLE)
        self._rest: bytes | None = b"" if len(self._head) < SAMPLE else None
        self.encoding = encoding_of(self._head)
        self.read_lines = 0  # non-blank lines given so far
        self.understood = 0  # of these, how many the reader could place

    def _take(self, size: int) -> bytes:
        parts, left = [], size
        try:
            while left > 0 and (part := self._stream.read(min(left, _CHUNK))):
                parts.append(part)
                left -= len(part)
        except LimitReachedError as error:
            self.fail(str(error))
            self._stream = io.BytesIO()
        except (OSError, EOFError, ValueError, ArithmeticError, RuntimeError, zlib.error, lzma.LZMAError) as error:
            self.fail(f"The file ends too early or is damaged ({error}); what came before was read.")
            self._stream = io.BytesIO()
        found = b"".join(parts)
        self.consumed += len(found)
        return found

    def fail(self, problem: str) -> None:
        """Notes that something could not be read at all."""
        self.failed = True
        self.problems.append(problem)

    def rewind(self) -> None:
        """Back to the start of a stream that can seek."""
        self._stream.seek(0)
        self.consumed = 0
        self._head = self._take(SAMPLE)
        self._rest = b"" if len(self._head) < SAMPLE else None

    @property
    def seekable(self) -> bool:
        return self._stream.seekable()

    @property
    def empty(self) -> bool:
        return not self._head

    @cached_property
    def sample(self) -> "Sample":
        text = self._decode(self._head)
        lines = tuple(clean(line) for line in text.split("\n")[: 2000 if self._rest is not None else 1500])
        return Sample(self.name, self._head, text, lines, complete=self._rest == b"", body=self)

    def _decode(self, raw: bytes) -> str:
        if self.encoding in {"utf-8", "binary"}:
            return raw.decode("utf-8", "hotwash.latin")
        return codecs.getincrementaldecoder(self.encoding)("replace").decode(raw)

    def whole(self) -> str | None:
        """All of it as text, or None (with a problem noted) where it is too large for that."""
        if self._rest is None:
            rest = self._take(self.largest - len(self._head) + 1)
            if len(self._head) + len(rest) > self.largest:
                self.apart = has_list(self._decode(self._head))
                self._head += rest
                how = "item by item" if self.apart else "line by line"
                self.problems.append(f"Larger than {self.largest >> 20} MB as one document: it was read {how}.")
                return None
            self._rest = rest
        return self._decode(self._head + self._rest)

    def raw(self, limit: int = WHOLE) -> bytes:
        """The first ``limit`` bytes as they came."""
        if self._rest is None:
            self._rest = self._take(limit - len(self._head))
        return (self._head + self._rest)[:limit]

    def stretches(self) -> Iterator[tuple[bytes, bool]]:
        """The bytes in stretches of whole lines, in UTF-8 or an encoding that holds ASCII, not cleaned. A piece of a line longer than
        4 MB comes by itself, with False: it goes on in the next one.
        """
        carry, number = b"", 0
        for part in self._chunks():
            joined = carry + part
            cut = joined.rfind(b"\n") + 1
            if cut:
                number += joined.count(b"\n")
                yield joined[:cut], True
            carry = joined[cut:]
            while len(carry) > LONGEST_LINE:
                self._too_long(number + 1)
                number += 1
                yield carry[:LONGEST_LINE], False
                carry = carry[LONGEST_LINE:]
        if carry:
            yield carry, True

    def _chunks(self) -> Iterator[bytes]:
        decode = None
        if self.encoding not in {"utf-8", "latin-1", "binary"}:
            decode = codecs.getincrementaldecoder(self.encoding)("replace").decode
        for part in self.parts():
            yield decode(part).encode() if decode else part

    def parts(self) -> Iterator[bytes]:
        """The bytes as they came, in pieces."""
        yield self._head
        if self._rest is not None:
            yield self._rest
            return
        while part := self._take(_CHUNK):
            yield part

    def lines(self) -> Iterator[Line]:
        """Cleaned lines. One longer than 4 MB comes in pieces, which is noted once."""
        if self.apart:
            yield from self._items()
            return
        carry, number, offset = b"", 0, 0
        for part in self._chunks():
            pieces = (carry + part).split(b"\n")
            carry = pieces.pop()
            for piece in pieces:
                number += 1
                yield self._line(piece, number, offset)
                offset += len(piece) + 1
            while len(carry) > LONGEST_LINE:
                self._too_long(number + 1)
                number += 1
                yield replace(self._line(carry[:LONGEST_LINE], number, offset), whole=False)
                offset += LONGEST_LINE
                carry = carry[LONGEST_LINE:]
        if carry:
            yield self._line(carry, number + 1, offset)

    def _items(self) -> Iterator[Line]:
        decode = codecs.getincrementaldecoder("utf-8")("hotwash.latin").decode
        number, offset = 1, 0
        for piece in items_apart(map(decode, self._chunks()), LONGEST_LINE):
            number, offset = number + piece.gap.count("\n"), offset + len(piece.gap.encode("utf-8", "replace"))
            if not piece.whole:
                self._too_long(number)
            raw = piece.text.encode("utf-8", "replace")
            yield replace(self._line(raw, number, offset), whole=piece.whole)
            number, offset = number + piece.text.count("\n"), offset + len(raw)

    def _line(self, raw: bytes, number: int, offset: int) -> Line:
        text = raw.decode("latin-1") if self.encoding == "latin-1" else raw.decode("utf-8", "hotwash.latin")
        text = clean(text)
        if text and not text.isspace():
            self.read_lines += 1
        return Line(text, number, offset)

    def _too_long(self, number: int) -> None:
        word = "is longer than 4 MB and was read in pieces."
        if not any(problem.endswith(word) for problem in self.problems):
            self.problems.append(f"Line {number} {word}")


def _holds_objects(value: object) -> bool:
    """Lines that begin with ``[2026-11-23 ...]`` are not JSON, whatever a lenient parser says."""
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(part, dict | list) for part in value[:20])
    )


@dataclass(frozen=True)
class Sample:
    """The start of a body: what formats are recognised by. ``lines`` are cleaned; the last one may be cut off."""

    name: str
    head: bytes
    text: str
    lines: tuple[str, ...]
    complete: bool
    body: Body = field(repr=False)

    @cached_property
    def filled(self) -> tuple[str, ...]:
        return tuple(line for line in self.lines if line and not line.isspace())

    @cached_property
    def documents(self) -> tuple[object, ...]:
        """The JSON documents that the body is, if it is JSON but not JSON lines; else nothing."""
        start = self.text.lstrip("\ufeff \t\r\n")[:1]
        if start not in {"{", "["}:
            return self._yaml()
        if self._by_line:
            return ()
        text = self.text if self.complete else self.body.whole()
        if text is None:
            return ()
        found, problem = parse_documents(text)
        if problem and any(_holds_objects(value) for value in found):
            self.body.problems.append(problem)
        return tuple(value for value in found if value in ([], {}) or _holds_objects(value))

    def _yaml(self) -> tuple[object, ...]:
        """The documents of YAML that tells when something was. What has no time in it is a setting or a manifest."""
        if self.body.encoding == "binary" or not looks_so(self.filled):
            return ()
        text = self.text if self.complete else self.body.whole()
        found = parse_yaml(text.replace("\r", "")) if text else []
        return tuple(found) if any(has_time(value) for value in found) else ()

    @cached_property
    def objects(self) -> tuple[dict[str, object], ...]:
        """The first JSON objects, where most lines are one each, or a list is too long to be one document."""
        if self._by_line or self.documents or not self.body.apart:
            return self._by_line
        found = (loads(piece.text) for piece in islice(items_apart([self.text], LONGEST_LINE), 200))
        return tuple(one for one in found if isinstance(one, dict))

    @cached_property
    def _by_line(self) -> tuple[dict[str, object], ...]:
        if self._is_laid_out():
            return ()
        tried = [line for line in self.filled[:200] if line.lstrip().startswith("{")]
        if len(tried) * 3 < len(self.filled[:200]):  # between them stands what a program wrote past its logger
            tried = [line for line in self.filled[:200] if line.startswith('{"') and line.rstrip().endswith("}")]
            if len(tried) < 2 or len(tried) * 10 < len(self.filled[:200]):
                return ()
        if sum(line.rstrip().endswith("},") for line in tried) * 2 > len(tried):
            return ()  # the items of a list, one a line: a document
        found: list[dict[str, object]] = []
        for line in tried:
            values, problem = parse_documents(line)
            if not problem and len(values) == 1 and isinstance(values[0], dict):
                found.append(values[0])
        whole = len(self.filled) == 1 and self.complete
        return () if whole or len(found) * 2 < len(tried) else tuple(found)

    def _is_laid_out(self) -> bool:
        """Whether it is one document over several lines, some of which may hold a whole object."""
        first = self.filled[0].strip() if self.filled else ""
        if first[:1] not in {"{", "["} or len(self.filled) < 2 or loads(first) is not None:
            return False
        return loads(self.text) is not None if self.complete else first in {"{", "["}

    @cached_property
    def items(self) -> tuple[dict[str, object], ...]:
        """Whatever JSON objects there are at the top: of the lines, or of the documents."""
        if self.objects:
            return self.objects
        flat = [item for doc in self.documents for item in (doc if isinstance(doc, list) else [doc])]
        return tuple(item for item in flat if isinstance(item, dict))

"""What a tool printed inside a capture, read by the format of that tool."""

import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from hotwash.ports.formats import Body, Format, Record
from hotwash.ports.stamps import Stamp

FAMILIES = {"marked text", "JSON"}  # outputs of tools; logs and prose are lines like any other here
SURE = 0.75
_EDGES = {"job.begin", "job.end"}  # a capture has ends of its own
_BOX = re.compile(r"^[\s│╷╵|]+|[\s*]+$")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of output with its place in the capture file."""

    line: int
    offset: int
    stamp: Stamp | None
    text: str


Stream = Iterator[Row | Record]


def understood_by(text: str, formats: Iterable[Format]) -> list[Format]:
    """The formats that this output is in, the surest first: a shell may have run several tools. JSON is of one."""
    body = Body("capture", io.BytesIO(text.encode("utf-8", "replace")))
    if body.encoding == "binary":
        return []
    tools = [form for form in formats if form.family in FAMILIES]
    scored = [(form.recognise(body.sample), form) for form in tools]
    sure = [form for score, form in sorted(scored, key=lambda one: (-one[0], one[1].key)) if score >= SURE]
    objects = [form for form in sure if form.family == "JSON"]
    return [form for form in sure if form not in objects[1:]]


def typed_by(form: Format, stream: Stream) -> Stream:
    """Records in place of the rows that ``form`` understands; all else as it was, in the order of the file."""
    output = _Output(stream)
    before = ""
    for record in form.read(Body("capture", cast("BinaryIO", output))):
        if record.kind in _EDGES:
            continue
        yield from output.until(record.line, before)
        row = output.at(record.line)
        if row is None:
            continue
        before = record.text
        yield replace(record, stamp=record.stamp or row.stamp, line=row.line, offset=row.offset)
    yield from output.until(None, before)


class _Output(io.RawIOBase):
    """The text of the rows as a stream; what was given is held until the reader has said what it is."""

    def __init__(self, stream: Stream) -> None:
        super().__init__()
        self._stream = stream
        self._held: deque[tuple[int, Row | Record]] = deque()  # with the number of the line, as the reader counts
        self._count = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        parts: list[bytes] = []
        left = size if size >= 0 else 1 << 62
        while left > 0 and (one := next(self._stream, None)) is not None:
            if isinstance(one, Record):
                self._held.append((self._count + 1, one))
                continue
            text = one.text.replace("\n", " ")
            self._count += 1
            self._held.append((self._count, one))
            parts.append(text.encode("utf-8", "replace") + b"\n")
            left -= len(parts[-1])
        return b"".join(parts)

    def until(self, line: int | None, told: str) -> Stream:
        """What comes before a line, less the rows whose text the record before it already holds."""
        if line is None:
            while self.read(1 << 16):
                pass
        texts = {_BOX.sub("", part) for part in told.split("\n")}
        while self._held:
            number, one = self._held[0]
            if line is not None and (number > line or (number == line and isinstance(one, Row))):
                return
            self._held.popleft()
            if isinstance(one, Record) or _BOX.sub("", one.text) not in texts:
                yield one

    def at(self, line: int) -> Row | None:
        """The row of a line. Records that stand between stay before it."""
        for place, (number, one) in enumerate(self._held):
            if number == line and isinstance(one, Row):
                del self._held[place]
                return one
            if number > line:
                return None
        return None

"""The file that ``hotwash capture`` writes: a head, then one JSON line for each line of output, then how it ended."""

from collections.abc import Iterator
from dataclasses import dataclass

from hotwash.plugins.formats.capture.inside import Row, typed_by, understood_by
from hotwash.ports.formats import Body, Detail, Format, Level, Record, Sample
from hotwash.ports.reading.documents import parse_documents
from hotwash.ports.reading.fields import Item, text_at
from hotwash.ports.reading.levels import level_in
from hotwash.ports.reading.objects import JsonFormat
from hotwash.ports.registry import plugins

LOOKED_AT = 1 << 20  # letters of output that tell what printed it
LONGEST = 8192


def describe(item: Item) -> Detail:
    event = text_at(item, "capture")
    if event == "begin":
        return Detail(
            f"$ {text_at(item, 'command')}",
            None,
            "command.start",
            {"host": text_at(item, "host"), "cwd": text_at(item, "cwd")},
        )
    if event == "end":
        status = text_at(item, "status")
        text = f"The command ended with exit status {status} after {text_at(item, 'seconds')} s"
        return Detail(text, Level.ERROR if status != "0" else None, "command.exit", {"status": status})
    line = text_at(item, "text")
    return Detail(line, level_in(line), "command.line")


_JSON = JsonFormat("capture", "Captured command", has=("capture", "at"), time=("at",), describe=describe, score=1.0)


@dataclass(frozen=True)
class CaptureFormat:
    """What a tool printed is read as its own output is, each line with the time at which it was seen."""

    key: str = "capture"
    title: str = "Captured command"
    family: str = "JSON"

    def recognise(self, sample: Sample) -> float:
        return _JSON.recognise(sample)

    def read(self, body: Body) -> Iterator[Record]:
        stream = _rows(body)
        begun: list[Row | Record] = []
        size = 0
        for one in stream:
            begun.append(one)
            size += len(one.text)
            if size > LOOKED_AT:
                break
        given = _again(begun, stream)
        others = (one for one in plugins("formats", Format).values() if one.key != self.key)  # type: ignore[type-abstract]
        for form in understood_by("\n".join(one.text for one in begun if isinstance(one, Row)), others):
            given = typed_by(form, given)
        for one in given:
            yield one if isinstance(one, Record) else _line(one)


def _again(begun: list[Row | Record], rest: Iterator[Row | Record]) -> Iterator[Row | Record]:
    yield from begun
    begun.clear()
    yield from rest


def _line(row: Row) -> Record:
    return Record(row.stamp, row.text[:LONGEST], row.line, row.offset, level_in(row.text), "command.line")


def _rows(body: Body) -> Iterator[Row | Record]:
    for line in body.lines():
        if not line.text.strip():
            continue
        values, problem = parse_documents(line.text)
        item = values[0] if len(values) == 1 and not problem else None
        if not isinstance(item, dict) or "capture" not in item:
            yield Record(None, line.text[:LONGEST], line.number, line.offset)
            continue
        body.understood += 1
        stamp = _JSON.stamp_of(item)
        if item["capture"] == "line":
            yield Row(line.number, line.offset, stamp, text_at(item, "text"))
        else:
            told = describe(item)
            yield Record(stamp, told.text, line.number, line.offset, told.level, told.kind, told.fields)


plugin = CaptureFormat()

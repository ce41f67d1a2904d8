"""Plans for more kinds of logs than ``plan_for`` knows: with the time at a moving place, of requests, of JSON lines.

Their records may have a kind and fields of their own, which are not in the columns: enough to sum a log up.
"""

from collections import Counter
from dataclasses import replace

from hotwash.evidence.core.bulk.plan import (
    MOST,
    REQUEST,
    Lead,
    Plan,
    Shape,
    lines_of,
    plan_for,
    shape_of,
    suits,
    with_levels,
)
from hotwash.ports.formats import Line, Record, Sample
from hotwash.ports.reading.lines import LineReader
from hotwash.ports.reading.names import names_in
from hotwash.ports.stamps import from_value

_GLUES = ("", "[")


def wider_plan_for(sample: Sample, reader: LineReader) -> Plan | None:
    """A plan for time, level and place of the records; None where the lines are too unlike each other for one."""
    return plan_for(sample, reader) or _moving(sample, reader) or _named(sample, reader)


def _moving(sample: Sample, reader: LineReader) -> Plan | None:
    """The time stands where the most frequent way to begin a record says, after some words."""
    way = reader.openers[0] if reader.openers else None
    if way is None or not way.words or way.glue not in _GLUES or not suits(sample, reader) or not _skips_little(reader):
        return None
    lead = Lead(way.words, way.glue)
    shapes: Counter[Shape] = Counter()
    seen: list[tuple[str, Record, Shape]] = []
    begun = 0
    for text in lines_of(sample):
        records = reader.begin(Line(text, 1, 0))
        begun += bool(records)
        at = lead.pattern.match(text.encode("utf-8", "replace"))
        found = way.match(text) if at else None
        stamp = records[0].stamp if records else None
        if at is None or found is None or stamp is None or stamp.yearless or found.start != at.end():
            continue
        if shape := shape_of(text[found.start : found.end], stamp.digits):
            shapes[shape] += 1
            seen.append((text[found.start :], records[0], shape))
    if not shapes or shapes.most_common(1)[0][1] < MOST * begun:
        return None
    best = shapes.most_common(1)[0][0]
    alike = [(rest, record) for rest, record, shape in seen if shape == best]
    plan = _requests(reader, best, alike) if reader.request else _with_words(reader, best, alike)
    return replace(plan, lead=lead) if plan else None


def _skips_little(reader: LineReader) -> bool:
    """No line that begins with a word is a comment."""
    return reader.skip is None or reader.skip.pattern.startswith("#")


def _with_words(reader: LineReader, shape: Shape, alike: list[tuple[str, Record]]) -> Plan | None:
    plainly = all(record.kind == "log" and not record.fields for _, record in alike)
    return with_levels(reader, shape, alike) if plainly else None


def _requests(reader: LineReader, shape: Shape, alike: list[tuple[str, Record]]) -> Plan | None:
    """Nearly every line has a quoted request and its status right after the time."""
    first = alike[0][0]
    between = first[shape.end : first.find('"', shape.end) + 1]
    methods: Counter[str] = Counter()
    for rest, _ in alike:
        at = shape.end + len(between)
        if rest.startswith(between, shape.end) and REQUEST.match(rest.encode("utf-8", "replace"), at):
            methods[rest[at:].partition(" ")[0]] += 1
    fits = 0 < len(between) <= 8 and between.isascii() and methods.total() >= MOST * len(alike)
    return Plan(reader, shape, between, methods=tuple(methods)) if fits else None


def _named(sample: Sample, reader: LineReader) -> Plan | None:
    """JSON lines whose fields are told by their names, and of which one surely is the time."""
    names = names_in(sample.objects) if reader.by_name and sample.body.encoding == "utf-8" else None
    if names is None:
        return None
    telling, known = names
    written = [value for item in sample.objects if isinstance(value := item.get(telling.time), str)]
    shapes: Counter[Shape] = Counter()
    for value in written:
        stamp = from_value(value) if telling.sure(value) else None
        if stamp and not stamp.yearless and (shape := shape_of(value, stamp.digits)):
            shapes[shape] += 1
    if not shapes or shapes.most_common(1)[0][1] < MOST * len(sample.objects):
        return None
    return Plan(reader, shapes.most_common(1)[0][0], names=telling, known=known)

"""What is fuzzed: every way in for foreign bytes, with what must hold whatever they are.

Each target takes bytes and raises where a promise is broken. ``python -m tests.fuzz NAME`` drives one with atheris
(``make fuzz`` all of them); the suite drives them with hypothesis.
"""

import io
from collections.abc import Callable
from dataclasses import replace

from hotwash.evidence.core.inference import infer
from hotwash.evidence.core.opening import Limits, open_members
from hotwash.evidence.core.reading import Reading, as_json
from hotwash.ports.formats import Body, Format
from hotwash.ports.reading.body import clean
from hotwash.ports.reading.documents import parse_documents
from hotwash.ports.reading.lines import reader_for
from hotwash.ports.registry import plugins
from hotwash.ports.stamps import STYLES, find_stamp, from_text, iso

FORMATS = list(plugins("formats", Format).values())
SLOW = tuple(replace(style, sign=None) for style in STYLES)
SMALL = Limits(depth=3, members=50, total=4_000_000, ratio=200, ratio_from=100_000, nested=1_000_000)


def stamps(raw: bytes) -> None:
    """A time is found at the place it says, can be written, and the quick signs hide none."""
    text = raw.decode("utf-8", "replace")
    found = find_stamp(text)
    slow = find_stamp(text, SLOW)
    assert (found and found[2:], found and found.stamp) == (slow and slow[2:], slow and slow.stamp)
    if found:
        assert 0 <= found.start < found.end <= len(text)
        assert iso(found.stamp)
    if stamp := from_text(text):
        assert iso(stamp)


def encodings(raw: bytes) -> None:
    """Lines come in order, each once, and all of them; in bytes that nobody has to guess about, whole."""
    body = Body("x", io.BytesIO(raw))
    lines = list(body.lines())
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert isinstance(body.sample.text, str)
    if body.encoding == "utf-8":
        pieces = raw.removesuffix(b"\n").split(b"\n") if raw else []
        assert [line.text for line in lines] == [clean(piece.decode("utf-8", "hotwash.latin")) for piece in pieces]
        assert all(
            raw[line.offset : line.offset + len(piece)] == piece for line, piece in zip(lines, pieces, strict=True)
        )


def archives(raw: bytes) -> None:
    """Whatever an archive holds comes out bounded, with a word for what could not be opened."""
    out = 0
    for count, member in enumerate(open_members("x", io.BytesIO(raw), SMALL)):
        assert count <= 4 * SMALL.members
        assert member.stream is not None or member.problem
        if member.stream is not None:
            out += sum(len(part) for part in Body(member.name, member.stream).parts())
    assert out <= SMALL.total + len(raw) + 2_000_000


def openers(raw: bytes) -> None:
    """A log is read twice the same way, and every filled line from the first record on is in one."""
    body = Body("x", io.BytesIO(raw))
    reader = reader_for(body.sample.filled)
    records = list(infer(reader.read(body)))
    again = Body("x", io.BytesIO(raw))
    assert records == list(infer(reader_for(again.sample.filled).read(again)))
    if records and reader.skip is None:
        lines = sum(1 for _ in Body("x", io.BytesIO(raw)).lines())
        held = {record.line: record.size for record in records}
        assert sum(held.values()) == lines - min(held) + 1


def documents(raw: bytes) -> None:
    values, problem = parse_documents(raw.decode("utf-8", "replace"))
    assert isinstance(values, list)
    assert isinstance(problem, str)


def readers(raw: bytes) -> None:
    """Each format reads anything: bounded, in the file, the same each time."""
    for form in FORMATS:
        body, again = Body("x", io.BytesIO(raw)), Body("x", io.BytesIO(raw))
        assert 0 <= form.recognise(body.sample) <= 1
        records = list(form.read(body))
        assert records == list(form.read(again))
        assert all(0 <= record.line <= raw.count(b"\n") + 1 and record.size >= 1 for record in records)


def inspect(raw: bytes) -> None:
    got = as_json("x", Reading(Body("x", io.BytesIO(raw)), FORMATS).summed_up())
    assert got["records"] or got["problems"], got


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (stamps, encodings, archives, openers, documents, readers, inspect)
}

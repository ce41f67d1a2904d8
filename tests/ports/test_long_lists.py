"""A list that is too long to be held as one document is read item by item: the same records at the same places."""

import io
import json

import pytest

from hotwash.evidence.core.reading import Reading
from hotwash.ports.formats import Body, Format, Record
from hotwash.ports.reading.documents import Piece, items_apart
from hotwash.ports.registry import plugins

FORMATS = list(plugins("formats", Format).values())  # type: ignore[type-abstract]
LARGEST = 270_000  # more than the sample
ITEMS = [
    {"time": f"2026-03-03T14:{n // 60:02}:{n % 60:02}Z", "level": "error", "msg": f"order {n} failed: ]}}, é", "no": n}
    for n in range(3_000)
]


def read(raw: bytes, largest: int) -> tuple[list[Record], Reading]:
    reading = Reading(Body("x.json", io.BytesIO(raw), largest=largest), FORMATS)
    return list(reading.records()), reading


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("frame", [lambda items: items, lambda items: {"items": items}])
def test_a_long_list_gives_what_it_gives_as_one_document(indent: int | None, frame) -> None:  # type: ignore[no-untyped-def]
    raw = json.dumps(frame(ITEMS), indent=indent, ensure_ascii=False).encode()
    whole, _ = read(raw, len(raw))
    apart, reading = read(raw, LARGEST)
    told = [(record.stamp and record.stamp.ns, record.text, record.level) for record in apart]
    assert told == [(record.stamp and record.stamp.ns, record.text, record.level) for record in whole]
    assert len(told) == len(ITEMS)
    for item, record in list(zip(ITEMS, apart, strict=True))[::500]:
        assert raw[record.offset :].startswith(b"{")
        assert json.JSONDecoder().raw_decode(raw[record.offset :].decode())[0] == item
        assert record.line == raw.count(b"\n", 0, record.offset) + 1
    assert reading.tally.problems == ["Larger than 0 MB as one document: it was read item by item."]


def test_what_a_cut_list_holds_to_its_end_is_read() -> None:
    raw = json.dumps(ITEMS).encode()[:-40]
    apart, _ = read(raw, LARGEST)
    assert len(apart) == len(ITEMS) - 1
    assert "order 2999" in apart[-1].text or '"time"' in apart[-1].text, "the rest is kept"


@pytest.mark.parametrize("size", [1, 3, 7, 1_000])
def test_nothing_but_frame_is_left_out(size: int) -> None:
    text = '{"meta": {"a": [1, 2]}, "rows": [ {"a": "]"},\n{"b": {"c": [{}]}} ,{"d": 1} ], "next": "x"}'
    parts = [text[at : at + size] for at in range(0, len(text), size)]
    pieces = list(items_apart(parts, 1_000))
    assert "".join(piece.gap + piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces][1:-1] == ['{"a": "]"}', '{"b": {"c": [{}]}}', '{"d": 1}']
    assert '"meta"' in pieces[0].text
    assert '"next": "x"' in pieces[-1].text


def test_an_item_without_end_comes_in_pieces() -> None:
    pieces = list(items_apart(['[{"a": "', "x" * 25, "y" * 5], 10))
    assert [len(piece.text) for piece in pieces] == [10, 10, 10, 7]
    assert [piece.whole for piece in pieces] == [False, False, False, True]
    assert pieces[0] == Piece("[", '{"a": "xxx', whole=False)

"""Encodings, long lines, colours, broken streams."""

import io
from random import Random

import pytest

from hotwash.ports.reading.body import LONGEST_LINE, Body, encoding_of
from hotwash.ports.reading.documents import CUT, parse_documents


class Broken(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= 8:
            raise OSError("disk on fire")
        return super().read(8)


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (b"plain", "utf-8"),
        (b"\xef\xbb\xbfwith mark", "utf-8-sig"),
        ("größe".encode("latin-1"), "latin-1"),
        ("text in it".encode("utf-16"), "utf-16"),
        ("text in it, long enough".encode("utf-16-le"), "utf-16-le"),
        ("text in it, long enough".encode("utf-16-be"), "utf-16-be"),
        (bytes(range(256)) * 8, "binary"),
    ],
)
def test_the_encoding_is_found(raw: bytes, encoding: str) -> None:
    assert encoding_of(raw) == encoding


def test_lines_are_cleaned_and_keep_their_place() -> None:
    body = Body("x", io.BytesIO(b"one\r\n\x1b[31mtwo\x1b[0m\nthr\x00ee"))
    assert [(line.text, line.number, line.offset) for line in body.lines()] == [
        ("one", 1, 0),
        ("two", 2, 5),
        ("three", 3, 18),
    ]


def test_a_line_of_nine_megabytes_comes_in_pieces_and_is_reported() -> None:
    body = Body("x", io.BytesIO(b"a" * 9_000_000 + b"\nend\n"))
    lines = list(body.lines())
    assert sum(len(line.text) for line in lines[:-1]) == 9_000_000
    assert max(len(line.text) for line in lines) == LONGEST_LINE
    assert lines[-1].text == "end"
    assert body.problems == ["Line 1 is longer than 4 MB and was read in pieces."]


def test_a_stream_that_breaks_keeps_what_came_before() -> None:
    body = Body("x", Broken(b"first\nsecond\n"))
    assert [line.text for line in body.lines()] == ["first", "se"]
    assert body.problems[0].startswith("The file ends too early or is damaged (disk on fire)")


def test_a_document_larger_than_the_limit_is_named() -> None:
    body = Body("x", io.BytesIO(b"x" * 400_000), largest=300_000)
    assert body.whole() is None
    assert body.problems == ["Larger than 0 MB as one document: it was read line by line."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1}', ([{"a": 1}], "")),
        ('{"a": 1}\n{"b": 2}', ([{"a": 1}, {"b": 2}], "")),
        ('{"items": [{"a": 1}, {"b"', ([[{"a": 1}]], CUT)),
        ('{"n": 18446744073709551615}', ([{"n": 18446744073709551615}], "")),
        ("[2026-03-02 14:00:00] hello", ([], CUT)),
    ],
)
def test_json_as_it_is_met(text: str, expected: tuple[list[object], str]) -> None:
    assert parse_documents(text) == expected


@pytest.mark.parametrize("seed", range(40))
def test_noise_is_never_taken_for_text(seed: int) -> None:
    assert encoding_of(Random(seed).randbytes(4096)) == "binary"

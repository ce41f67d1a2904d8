"""Words that a program recognised: how its table is read, and how large a picture it gets."""

import pytest

from hotwash.ports.reading.words import LONGEST, MOST_PIXELS, lines_of, scale_for

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def row(line: int, word: int, text: str, confidence: str = "96.5", level: int = 5) -> str:
    return f"{level}\t1\t1\t1\t{line}\t{word}\t10\t10\t40\t12\t{confidence}\t{text}"


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([row(1, 1, "Error"), row(1, 2, "502"), row(2, 1, "checkout")], "Error 502\ncheckout"),
        ([row(1, 0, "", "-1", 4), row(1, 1, "Error"), row(1, 2, "~|", "12.0")], "Error"),
        ([row(1, 1, " "), row(1, 2, "ok", "95")], "ok"),
        ([row(1, 1, "a\tb")], "a\tb"),
        (["5\t1\t1", "nonsense", row(1, 1, "x", "high")], ""),
        ([], ""),
    ],
)
def test_words_stand_in_their_lines(rows: list[str], text: str) -> None:
    assert lines_of("\n".join([HEAD, *rows])) == text


def test_a_picture_of_nothing_but_words_ends_somewhere() -> None:
    assert len(lines_of("\n".join(row(n, 1, "word" * 10) for n in range(5000)))) == LONGEST


@pytest.mark.parametrize(("size", "factor"), [((800, 600), 2.0), ((1920, 1080), 1.0), ((1, 1), 2.0), ((0, 10), 1.0)])
def test_how_large_a_picture_is_read(size: tuple[int, int], factor: float) -> None:
    assert scale_for(*size) == factor


def test_a_huge_picture_is_made_smaller() -> None:
    factor = scale_for(10_000, 8_000)
    assert 10_000 * 8_000 * factor**2 == pytest.approx(MOST_PIXELS)
    assert scale_for(10, 40_000_000) < 1

"""Records beside a file: any page at once, any line found."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotwash.evidence.core.book import BINS, Density, book_chunks, number_of_line, page, search
from hotwash.ports.formats import Level, Record
from hotwash.ports.stamps import Stamp

NS = 1_000_000_000


def record(number: int, text: str = "") -> Record:
    return Record(
        Stamp((1_772_456_640 + number) * NS, 0, 0), text or f"line {number}", number * 3 + 1, 0, Level.INFO, size=3
    )


def book(count: int) -> io.BytesIO:
    return io.BytesIO(b"".join(book_chunks(record(number) for number in range(count))))


@pytest.mark.parametrize(
    ("start", "first", "many"), [(0, 0, 10), (95, 95, 10), (249, 249, 1), (9999, 249, 1), (-5, 0, 10)]
)
def test_any_page_is_found(start: int, first: int, many: int) -> None:
    found = page(book(250), start, 10)
    assert (found.total, found.rows[0].number, len(found.rows)) == (250, first, many)
    assert found.rows[0].at.startswith("2026-03-02T13:0")


@pytest.mark.parametrize(("line", "number"), [(1, 0), (3, 0), (4, 1), (600, 199), (100_000, 249)])
def test_a_line_leads_to_its_record(line: int, number: int) -> None:
    assert number_of_line(book(250), line) == number


def test_an_empty_book_has_no_pages() -> None:
    assert (page(book(0), 0).rows, number_of_line(book(0), 5), search(book(0), "x")) == ([], 0, [])


def test_words_are_found_whatever_their_case() -> None:
    assert [row.number for row in search(book(250), "LINE 24", limit=3)] == [24, 240, 241]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=40), max_size=30))
def test_every_text_comes_back(texts: list[str]) -> None:
    raw = io.BytesIO(b"".join(book_chunks(record(number, text or "-") for number, text in enumerate(texts))))
    kept = [row.text for row in page(raw, 0, 100).rows]
    assert kept == [text or "-" for text in texts]


def test_density_is_bounded_and_keeps_the_count() -> None:
    density = Density({})
    for number in range(0, 3_000_000, 977):
        density.add(record(number))
    found = density.summed_up()
    counts = found["counts"]
    assert isinstance(counts, list)
    assert len(counts) <= BINS
    assert sum(counts) == len(range(0, 3_000_000, 977))
    assert Density({}).summed_up() == {}

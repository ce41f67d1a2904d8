"""Bins begin at round times and hold everything; the picture says what it shows."""

from datetime import datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.evidence.core.histogram import BINS, NS, Histogram, Span, bins_of, histogram_svg

BEGIN = 1_772_456_643 * NS


@pytest.mark.parametrize(
    ("length", "step"),
    [(0, 1), (60, 1), (600, 10), (3600, 60), (86_400, 900), (31_536_000, 604_800), (10**10, 315_360_000)],
)
def test_the_step_is_a_round_length(length: int, step: int) -> None:
    assert bins_of(BEGIN, BEGIN + length * NS).step == step * NS


@given(st.integers(-(2**62), 2**62), st.integers(0, 2**62))
def test_every_time_falls_into_a_bin(first: int, length: int) -> None:
    last = min(first + length, 2**63 - 1)
    span = bins_of(first, last)
    assert 1 <= span.bins <= BINS
    assert span.start <= first
    assert 0 <= (last - span.start) // span.step < span.bins


def label(at: datetime) -> str:
    return f"{at:%H:%M:%S} <z>"


def test_the_picture_is_sound_and_says_what_it_shows() -> None:
    found = Histogram(Span(BEGIN // NS * NS, 60 * NS, 4), [0, 3, 0, 0], [1, 0, 0, 0], [5, 90, 0, 1])
    assert (found.total, found.highest) == (100, 93)
    tree = ET.fromstring(histogram_svg(found, label, lambda begin, end: f"?a={begin:%H%M}&b={end:%H%M}"))
    assert tree.get("aria-label") == "100 records, 3 of them errors, 1 warnings, from 13:04:03 <z> to 13:08:03 <z>"
    links = [link.get("href") for link in tree.iter("{http://www.w3.org/2000/svg}a")]
    assert links == ["?a=1304&b=1305", "?a=1305&b=1306", "?a=1307&b=1308"], "an empty stretch has no bar"
    bars = [bar for bar in tree.iter("{http://www.w3.org/2000/svg}rect") if bar.get("class") == "bar-other"]
    assert [float(bar.get("height", "0")) >= 1.5 for bar in bars] == [True] * 3, "one record can be seen beside ninety"


def test_a_picture_of_one_moment_has_one_bar() -> None:
    assert "<a " not in histogram_svg(Histogram(bins_of(BEGIN, BEGIN), [1], [0], [0]), label)
    assert bins_of(BEGIN, BEGIN) == Span(BEGIN, NS, 1)


def test_beyond_the_calendar_there_is_no_date() -> None:
    span = bins_of(-(2**63), 2**63 - 1)
    assert span.begin_of(10**6) is None
    assert histogram_svg(Histogram(span, [1] * span.bins, [0] * span.bins, [0] * span.bins), label).startswith("<svg")

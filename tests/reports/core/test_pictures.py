from dataclasses import replace

from hotwash.reports.core.pictures import pictures_of
from hotwash.reports.core.values import Because, Values
from tests.reports.core.samples import FULL


def test_both_pictures_are_drawn() -> None:
    found = pictures_of(FULL)
    assert set(found) == {"timeline_picture", "fishbone"}
    assert all(picture.svg.startswith("<svg") and picture.alt for picture in found.values())
    assert "The pool held 20" in found["fishbone"].svg


def test_what_would_show_nothing_is_left_out() -> None:
    assert pictures_of(Values(title="x")) == {}
    assert set(pictures_of(replace(FULL, entries=FULL.entries[:2]))) == {"fishbone"}


def test_links_that_lead_nowhere_do_no_harm() -> None:
    odd = replace(FULL, because=(Because("F-2", "F-2"), Because("F-9", "F-1"), Because("F-4", "F-1")))
    assert "fishbone" in pictures_of(odd)

from hypothesis import given
from hypothesis import strategies as st

from hotwash.process.core.changes import Change, changes


def test_only_what_differs_is_shown_with_its_surroundings():
    before = "\n".join("abcdefghij")
    after = before.replace("e", "E")
    assert changes(before, after, context=1) == [
        Change("gap", ""),
        Change("same", "d"),
        Change("removed", "e"),
        Change("added", "E"),
        Change("same", "f"),
    ]


@given(st.text())
def test_the_same_text_has_no_changes(text: str):
    assert changes(text, text) == []

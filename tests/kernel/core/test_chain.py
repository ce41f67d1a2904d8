from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hotwash.kernel.core.chain import START, Line, verify


def chain(texts: list[str]) -> list[tuple[Line, str]]:
    lines, previous = [], START
    for number, text in enumerate(texts, 1):
        line = Line("incident:1", number, "2026-03-10T12:00:00+00:00", "Ada", "note", {"text": text}, "", previous)
        previous = line.hash()
        lines.append((line, previous))
    return lines


@given(st.lists(st.text(), max_size=8))
def test_a_chain_that_nobody_touched_is_whole(texts: list[str]):
    assert list(verify(chain(texts))) == []


@given(st.lists(st.text(), min_size=2, max_size=6), st.data())
def test_a_line_that_was_altered_is_named(texts: list[str], data: st.DataObject):
    lines = chain(texts)
    at = data.draw(st.integers(0, len(lines) - 1))
    line, stored = lines[at]
    lines[at] = (replace(line, payload={"text": f"{texts[at]} and more"}), stored)
    assert list(verify(lines)) == [f"incident:1 line {at + 1}: its content was altered after it was written."]


def test_a_line_that_was_taken_out_is_missed():
    lines = chain(["a", "b", "c"])
    del lines[1]
    assert list(verify(lines)) == [
        "incident:1: line 2 is missing (the next one is 3).",
        "incident:1 line 3: it does not follow from the line before it.",
    ]

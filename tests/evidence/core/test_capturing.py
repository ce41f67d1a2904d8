import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.evidence.core.capturing import (
    MOST_ROWS,
    MOST_TEXT,
    End,
    Head,
    Row,
    Spool,
    event_of,
    file_lines,
    file_name,
    fresh,
    line_of,
    pause,
)

HEAD = Head("k1", "terraform apply", "runner-1", "/srv", "2026-03-10T12:00:00Z")
END = End("2026-03-10T12:00:09Z", 1, 9.5)
ROWS = [Row("2026-03-10T12:00:01Z", f"line {number}") for number in range(5)]


def spool(*lines: str) -> Spool:
    made = Spool()
    for line in lines:
        made.feed(line)
    return made


def test_a_file_is_read_as_it_was_written():
    made = spool(*file_lines(HEAD, ROWS, END))
    assert (made.head, made.rows, made.end, made.total) == (HEAD, ROWS, END, 5)


@pytest.mark.parametrize("line", ["", "{", "[]", "{}", '{"capture":"end","at":"x"}', '{"capture":"end","status":"1"}'])
def test_what_is_no_line_of_a_capture_is_passed_over(line):
    assert event_of(line) is None


def test_the_rows_of_a_request_are_bounded():
    assert len(spool(*(row.as_line() for row in ROWS * 300)).batch()) == MOST_ROWS
    long = Row("x", "y" * (MOST_TEXT // 2 + 1))
    assert len(spool(*(long.as_line() for _ in range(3))).batch()) == 1
    assert spool().batch() == []


def test_what_arrived_is_not_sent_again():
    made = spool(*(row.as_line() for row in ROWS))
    assert (made.arrived(2), made.batch(), made.first, made.total) == (True, ROWS[2:], 2, 5)
    assert (made.arrived(5), made.batch(), made.first, made.total) == (True, [], 5, 5)
    assert made.arrived(3) is False
    made.feed(ROWS[0].as_line())
    assert (made.batch(), made.first) == ([ROWS[0]], 5)


def test_a_server_that_has_more_is_believed():
    made = spool(*(row.as_line() for row in ROWS))
    assert (made.arrived(7), made.batch()) == (True, [])
    for row in ROWS:
        made.feed(row.as_line())
    assert (made.batch(), made.first) == (ROWS[2:], 7)


@pytest.mark.parametrize(
    ("have", "first", "found"),
    [(0, 0, ROWS), (3, 0, ROWS[3:]), (3, 3, ROWS), (5, 0, []), (9, 0, []), (2, 3, None)],
)
def test_nothing_twice_and_nothing_missing(have, first, found):
    assert fresh(have, first, ROWS) == found


@given(st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=40))
def test_over_a_line_that_fails_at_random_each_row_comes_once(attempts):
    """``True``: the server took it, but its answer was lost."""
    made = spool(*(row.as_line() for row in ROWS * 4))
    kept: list[Row] = []
    for count, lost in [*attempts, *[(4, False)] * 5]:
        taken = fresh(len(kept), made.first, made.batch()[:count])
        assert taken is not None
        kept += taken
        if not lost:
            assert made.arrived(len(kept))
    assert kept == ROWS * 4


def test_pauses_grow_and_stop_growing():
    assert [pause(count) for count in (0, 1, 2, 3, 20)] == [0.5, 0.5, 1.0, 2.0, 30.0]


def test_a_name_for_people():
    assert file_name(HEAD) == "capture-terraform-apply-20260310T120000.jsonl"
    assert file_name(Head("k", "/usr/bin/bash -c 'x; y'", "h", "/", "")) == "capture-bash--c-.jsonl"
    assert file_name(Head("k", "", "h", "/", "")) == "capture-command-.jsonl"


def test_a_line_keeps_its_letters():
    assert line_of(capture="line", text="é") == '{"capture": "line", "text": "é"}\n'

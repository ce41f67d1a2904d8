"""YAML as programs print it: what is read of it, and that nothing in it can do harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.ports.reading.yamls import has_time, looks_so, parse_yaml


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb:\n  c: x\n  d: null\n", [{"a": 1, "b": {"c": "x", "d": None}}]),
        ("items:\n- name: a\n  at: 'x: y'\n- name: b\n", [{"items": [{"name": "a", "at": "x: y"}, {"name": "b"}]}]),
        ("- cmd: ls: x\n  when: 1772460000\n", [[{"cmd": "ls: x", "when": 1772460000}]]),
        ("---\na: 1\n---\n- 1\n- [2]\n...\n", [{"a": 1}, [1, [2]]]),
        ("text: |\n  one\n\n  two: 2\nnext: >-\n  folded\n", [{"text": "one\n\ntwo: 2", "next": "folded"}]),
        ("a: one line\n  more\nb: \"over\n  two lines\"\n", [{"a": "one line more", "b": "over two lines"}]),
        ("a:\n- - 1\n  - 2\n# note\nb: 'it''s'\nc: {}\n", [{"a": [[1, 2]], "b": "it's", "c": {}}]),
        ("a: &x [1]\nb: *x\n", [{"a": "&x [1]", "b": "*x"}]),
        ("a: 1\nthis is prose\n", []),
    ],
)  # fmt: skip
def test_what_programs_print_is_read(text: str, expected: list[object]) -> None:
    assert parse_yaml(text) == expected


def test_lines_of_a_log_do_not_look_like_it() -> None:
    assert not looks_so(("2026-03-02 14:00:00 a: b", "  at x"))
    assert not looks_so(("INFO: started", "WARN: slow", "INFO: done"))


def test_a_block_that_is_nested_too_deep_is_no_yaml() -> None:
    assert parse_yaml("- " * 5000 + "x") == []


def test_a_number_is_a_time_only_by_its_name() -> None:
    assert has_time({"a": [{"when": 1772460000}]})
    assert not has_time({"a": [{"bytes": 1772460000}], "day": "2026-03-02"})


@given(st.text(alphabet="ab:- \n'\"|>[{#&*!0", max_size=80))
def test_nothing_makes_it_raise(text: str) -> None:
    assert isinstance(parse_yaml(text), list)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.improve.core.suggestions import Misfit, apply_change, change_between, diff_lines, path_at

PROCESS = """\
version: 1
severities:
  - key: sev1
    label: Critical
    action_days: 15
  - key: sev2
    label: Major
    action_days: 30
stages:
  actions:
    # what this stage asks
    deadlines:
      first: 5
  improve:
    follow_up: 30
"""


def test_a_change_leads_from_one_text_to_the_other() -> None:
    edited = PROCESS.replace("action_days: 15", "action_days: 10").replace("follow_up: 30", "follow_up: 45")
    assert apply_change(change_between(PROCESS, edited), PROCESS) == edited


def test_a_change_names_its_place_and_shows_its_lines() -> None:
    hunks = change_between(PROCESS, PROCESS.replace("first: 5", "first: 3"))
    assert hunks[0].where == "stages > actions > deadlines > first"
    assert [(sign, text.strip()) for sign, text in diff_lines(hunks) if sign in "-+"] == [
        ("-", "first: 5"),
        ("+", "first: 3"),
    ]


def test_a_change_still_fits_after_another_part_moved() -> None:
    hunks = change_between(PROCESS, PROCESS.replace("follow_up: 30", "follow_up: 45"))
    newer = PROCESS.replace("version: 1", "version: 2\nowner: reliability")
    assert apply_change(hunks, newer) == newer.replace("follow_up: 30", "follow_up: 45")


@pytest.mark.parametrize(
    ("newer", "words"),
    [
        (PROCESS.replace("first: 5", "first: 4"), "has changed since"),
        (PROCESS + PROCESS, "more than once"),
        ("", "has changed since"),
    ],
)
def test_a_change_that_does_not_fit_changes_nothing(newer: str, words: str) -> None:
    found = apply_change(change_between(PROCESS, PROCESS.replace("first: 5", "first: 3")), newer)
    assert isinstance(found, Misfit)
    assert words in found.message
    assert "under stages > actions > deadlines > first" in found.message


def test_no_difference_is_no_change() -> None:
    assert change_between(PROCESS, PROCESS.replace("\n", "  \r\n")) == ()


def test_paths() -> None:
    lines = PROCESS.split("\n")
    assert path_at(lines, 4) == "severities > key > action_days"
    assert path_at(lines, 14) == "stages > improve > follow_up"


_TEXT = st.lists(st.sampled_from(["a: 1", "b:", "  c: 2", "  - d", "", "# note"]), max_size=12).map("\n".join)


@given(_TEXT, _TEXT)
def test_round_trip_or_a_misfit_never_something_else(base: str, edited: str) -> None:
    found = apply_change(change_between(base, edited), base)
    wanted = [line.rstrip() for line in edited.rstrip("\n").split("\n")] if edited.strip() else []
    if not isinstance(found, Misfit):
        assert found.rstrip("\n").split("\n") == (wanted or [""]) or found.strip() == edited.strip()

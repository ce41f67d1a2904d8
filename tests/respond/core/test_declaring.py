from datetime import timedelta

import pytest

from hotwash.respond.core.declaring import (
    FIELDS,
    MAX_NOTE,
    MAX_TITLE,
    Declaration,
    IncidentValues,
    in_words,
    problem_of_note,
    stamps,
)
from hotwash.respond.core.lifecycle import Change
from hotwash.respond.core.states import FoundBy
from tests.cast import NOON

SEVERITIES = ("sev1", "sev2")
NONE = dict.fromkeys(("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at"))
VALUES = {"title": "Down", "summary": "", "found_by": FoundBy.COLLEAGUE, "private": False, "near_miss": False, **NONE}


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({}, []),
        ({"title": " \x00 "}, ["title"]),
        ({"title": "x" * (MAX_TITLE + 1)}, ["title"]),
        ({"severity": "sev9"}, ["severity"]),
        ({"started_at": NOON + timedelta(hours=1)}, ["started_at"]),
        ({"started_at": NOON, "detected_at": NOON - timedelta(minutes=1)}, ["detected_at"]),
        ({"title": "", "severity": ""}, ["title", "severity"]),
    ],
)
def test_what_cannot_be_declared(given: dict, fields: list[str]):
    declaration = Declaration(**({"title": "Down", "severity": "sev1"} | given))
    assert [reason.field for reason in declaration.problems(SEVERITIES, NOON)] == fields


@pytest.mark.parametrize(
    ("pages", "near_miss", "calls"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_nobody_is_called_for_what_nearly_happened(pages: bool, near_miss: bool, calls: bool):
    assert Declaration(title="Down", severity="sev1", pages=pages, near_miss=near_miss).calls is calls


@pytest.mark.parametrize(
    ("given", "changes"),
    [
        ({}, {}),
        ({"title": " Down \r\n"}, {}),
        ({"title": "Up", "near_miss": True}, {"title": "Up", "near_miss": True}),
        ({"mitigated_at": NOON}, {"mitigated_at": NOON}),
    ],
)
def test_only_what_differs_is_written(given: dict, changes: dict):
    before = {name: VALUES[name] for name in FIELDS}
    assert IncidentValues(**(VALUES | given)).changes(before) == changes


@pytest.mark.parametrize(
    ("field", "words"), [("mitigated_at", "mitigated"), ("found_by", "found by"), ("title", "title")]
)
def test_fields_in_words(field: str, words: str):
    assert in_words(field) == words


@pytest.mark.parametrize(
    ("change", "closed", "stamped"),
    [
        (Change.MITIGATE, None, {"mitigated_at": NOON}),
        (Change.RESOLVE, None, {"resolved_at": NOON}),
        (Change.CLOSE, None, {"closed_at": NOON}),
        (Change.REOPEN, None, {"mitigated_at": None, "resolved_at": None}),
        (Change.REOPEN, NOON, {"closed_at": None}),
    ],
)
def test_the_times_that_a_change_of_state_sets(change: Change, closed: object, stamped: dict):
    assert stamps(change, NOON, closed) == stamped


@pytest.mark.parametrize(("said", "code"), [("", "empty"), ("x" * (MAX_NOTE + 1), "long"), ("It is back.", None)])
def test_notes(said: str, code: str | None):
    refusal = problem_of_note(said)
    assert (refusal.reasons[0].code if refusal else None) == code

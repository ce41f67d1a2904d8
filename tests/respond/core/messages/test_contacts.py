from datetime import time, timedelta

import pytest

from hotwash.respond.core.messages.codes import too_soon, unfit_code
from hotwash.respond.core.messages.contacts import ContactValues, moved, reordered, unfit_hours, unfit_method
from hotwash.respond.core.messages.troubles import Stuck, Trouble, troubles
from tests.cast import NOON


def fields(values: ContactValues, problem: str = "", known: list[tuple[str, str]] | None = None) -> list[str]:
    refusal = unfit_method(values, problem, known or [])
    return [reason.field or reason.code for reason in refusal.reasons] if refusal else []


@pytest.mark.parametrize(
    ("values", "problem", "known", "expected"),
    [
        (ContactValues("email", "a@example.org"), "", [], []),
        (ContactValues("email", "a"), "No.", [], ["address"]),
        (ContactValues("email", "a@example.org"), "", [("email", "a@example.org")], ["address"]),
        (ContactValues("email", "a@example.org"), "", [("sms", "a@example.org")], []),
        (ContactValues("email", "a" * 1001), "", [], ["address"]),
        (ContactValues("email", "a", "l" * 81, 61), "", [], ["label", "minutes"]),
        (ContactValues("email", "a"), "", [("email", str(n)) for n in range(20)], ["many"]),
    ],
)
def test_what_is_no_contact_method(
    values: ContactValues, problem: str, known: list[tuple[str, str]], expected: list[str]
):
    assert fields(values, problem, known) == expected


@pytest.mark.parametrize(
    ("typed", "age", "tries", "right", "code"),
    [("123456", 1, 0, True, ""), ("", 1, 0, False, "Enter"), ("9", 1, 0, False, "This is not"),
     ("123456", 16, 0, True, "There is no"),
     ("123456", 1, 5, True, "Too many"), ("123456", None, 0, True, "There is no")],
)  # fmt: skip
def test_a_code_confirms_once_and_not_for_ever(typed: str, age: int | None, tries: int, right: bool, code: str):
    sent = None if age is None else NOON - timedelta(minutes=age)
    refusal = unfit_code(typed, sent, tries, NOON, is_right=right)
    assert (refusal is None) if not code else (refusal is not None and refusal.reasons[0].message.startswith(code))


def test_nobody_is_flooded_with_codes():
    refusal = too_soon(NOON - timedelta(seconds=10), NOON)
    assert refusal is not None
    assert "20 seconds" in refusal.reasons[0].message
    assert too_soon(NOON - timedelta(seconds=30), NOON) is None


@pytest.mark.parametrize(
    ("key", "by", "expected"),
    [(2, -1, [2, 1, 3]), (1, -1, [1, 2, 3]), (3, 1, [1, 2, 3]), (1, 1, [2, 1, 3]), (9, 1, [1, 2, 3])],
)
def test_one_is_moved(key: int, by: int, expected: list[int]):
    assert moved([1, 2, 3], key, by) == expected


@pytest.mark.parametrize(("wanted", "expected"), [([3, 1], [3, 1, 2]), ([], [1, 2, 3]), ([9, 2, 2], [2, 1, 3])])
def test_all_are_put_in_order(wanted: list[int], expected: list[int]):
    assert reordered([1, 2, 3], wanted) == expected


@pytest.mark.parametrize(
    ("begins", "ends", "field"),
    [
        (time(22), time(7), ""),
        (None, None, ""),
        (time(22), None, "quiet_until"),
        (None, time(7), "quiet_from"),
        (time(1), time(1), "quiet_until"),
    ],
)
def test_quiet_hours_have_two_ends(begins: time | None, ends: time | None, field: str):
    refusal = unfit_hours(begins, ends)
    assert (refusal.reasons[0].field if refusal else "") == field


def test_troubles_are_told_by_channel_and_reason():
    later = NOON + timedelta(minutes=1)
    found = troubles([Stuck("E-mail", "down", later), Stuck("Slack", "429", NOON), Stuck("E-mail", "down", NOON)])
    assert found == [Trouble("E-mail", "down", 2, NOON), Trouble("Slack", "429", 1, NOON)]

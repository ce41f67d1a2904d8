from datetime import UTC, datetime, timedelta

import pytest

from hotwash.evidence.core.writing import LONGEST, Affected, Written, amount_in_words, unfit_mark
from hotwash.kernel.core.refusal import Refusal

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
FAR = datetime(1, 1, 1, tzinfo=UTC)
ENTRY = {"at": NOON, "until": None, "text": "Rolled back", "detail": "", "precision": "second", "line": None}
IMPACT = {
    "audience": "customers",
    "confidence": "estimated",
    "starts_at": None,
    "ends_at": None,
    "amount": 3.0,
    "unknown": False,
    "note": "",
}


def fields(refusal: Refusal | None) -> list[str]:
    return [reason.field for reason in refusal.reasons] if refusal else []


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, []),
        ({"text": " \x00"}, ["text"]),
        ({"text": "x" * (LONGEST + 1)}, ["text"]),
        ({"detail": "x" * (LONGEST + 1)}, ["text"]),
        ({"line": 0}, ["line"]),
        ({"line": 2**53}, ["line"]),
        ({"until": NOON - timedelta(seconds=1)}, ["until"]),
        ({"precision": "roughly"}, ["precision"]),
        ({"own_file": False}, ["file"]),
        ({"at": FAR, "text": ""}, ["at", "text"]),
    ],
)
def test_entries(given: dict, wrong: list[str]):
    assert fields(Written(**(ENTRY | given)).unfit()) == wrong


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, []),
        ({"amount": None, "unknown": True}, []),
        ({"amount": None, "note": "some"}, []),
        ({"amount": None}, ["amount"]),
        ({"amount": -1.0}, ["amount"]),
        ({"amount": float("nan")}, ["amount"]),
        ({"amount": 101.0}, []),
        ({"amount": 101.0, "audience": "availability"}, ["amount"]),
        ({"audience": "nobody", "confidence": "certain"}, ["confidence", "audience"]),
        ({"starts_at": NOON, "ends_at": NOON - timedelta(1)}, ["ends_at"]),
        ({"starts_at": FAR}, ["starts_at"]),
    ],
)
def test_impacts(given: dict, wrong: list[str]):
    found = Affected(**(IMPACT | given)).unfit({"customers", "availability"}, {"estimated"})
    assert fields(found) == wrong


@pytest.mark.parametrize(
    ("amount", "unknown", "words"), [(3.0, False, "3 orders"), (None, False, ""), (3.0, True, "not known how much")]
)
def test_an_amount_in_words(amount: float | None, unknown: bool, words: str):
    assert amount_in_words(amount, "orders", unknown=unknown) == words


@pytest.mark.parametrize(
    ("name", "at", "precision", "own", "wrong"),
    [
        ("started", NOON, "second", True, []),
        ("", NOON, "second", True, ["name"]),
        ("x" * 41, NOON, "second", True, ["name"]),
        ("started", FAR, "roughly", False, ["at", "precision", "entry"]),
    ],
)
def test_marks(name: str, at: datetime, precision: str, own: bool, wrong: list[str]):
    assert fields(unfit_mark(name, at, precision, own_entry=own)) == wrong

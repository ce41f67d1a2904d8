from datetime import UTC, datetime, timedelta

import pytest

from hotwash.respond.core.messages import filled, next_update, subject_of, unknown_placeholders

NOW = datetime(2026, 3, 2, 4, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{reference}: {text}", "INC-7: All is {calm}"),
        ("{text} {what}", "All is {calm} {what}"),
        ("100 % {", "100 % {"),
        ("{}", "{}"),
    ],
)
def test_filled_once_and_never_again(template: str, expected: str) -> None:
    assert filled(template, {"reference": "INC-7", "text": "All is {calm}", "calm": "wrong"}) == expected


def test_unknown_placeholders() -> None:
    assert unknown_placeholders("{a} {b} {a} {c}", {"b": ""}) == ["a", "c"]


@pytest.mark.parametrize(
    ("state", "minutes", "expected"),
    [
        ("active", 30, NOW + timedelta(minutes=30)),
        ("mitigated", 60, NOW + timedelta(minutes=60)),
        ("resolved", 30, None),
        ("active", None, None),
    ],
)
def test_next_update(state: str, minutes: int | None, expected: datetime | None) -> None:
    assert next_update(NOW, state, minutes) == expected


def test_subject_of() -> None:
    assert subject_of("INC-7", "Checkout fails", "mitigated") == "[INC-7] Mitigated: Checkout fails"

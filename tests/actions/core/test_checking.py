from datetime import date

import pytest

from hotwash.actions.core.checking import MAX_TITLE, Wish, problems_of, unmoved

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("wish", "fields"),
    [
        (Wish("Add an alert", date(2026, 3, 20), ""), []),
        (Wish("Add an alert", None, "https://tracker.example/1"), []),
        (Wish(" ", None, ""), ["title"]),
        (Wish("x" * (MAX_TITLE + 1), None, ""), ["title"]),
        (Wish("x", date(2400, 1, 1), ""), ["due"]),
        (Wish("x", None, "javascript:alert(1)"), ["ticket_url"]),
        (Wish("x", None, "", gone_owner="Rhea", strangers=True), ["owner", "factors"]),
    ],
)
def test_what_cannot_be_about_an_action(wish: Wish, fields: list[str]):
    assert [reason.field for reason in problems_of(wish, TODAY)] == fields


@pytest.mark.parametrize(
    ("before", "after", "reason", "refused"),
    [
        (None, TODAY, "", False),
        (TODAY, TODAY, "", False),
        (TODAY, None, "", True),
        (TODAY, date(2026, 4, 1), " ", True),
        (TODAY, date(2026, 4, 1), "freeze", False),
    ],
)
def test_a_date_that_moves_has_a_reason(before: date | None, after: date | None, reason: str, refused: bool):
    assert (unmoved(before, after, reason) is not None) is refused

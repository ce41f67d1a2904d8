from datetime import date

import pytest

from hotwash.improve.core.review import ReviewLine, ReviewRecord, review_due_on, review_markdown
from hotwash.improve.core.verdicts import (
    Observation,
    Verdict,
    advise_verdict,
    follow_up_dates,
    looks_due,
    on_a_working_day,
    unfit_verdict,
)

DONE = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("recurrences", "opportunities", "today", "expected"),
    [
        (1, 5, date(2026, 1, 7), Verdict.NOT),
        (0, 5, date(2026, 1, 20), Verdict.TOO_EARLY),
        (0, 0, date(2026, 6, 1), Verdict.TOO_EARLY),
        (0, 2, date(2026, 6, 1), Verdict.EFFECTIVE),
    ],
)
def test_advice(recurrences: int, opportunities: int, today: date, expected: Verdict) -> None:
    assert advise_verdict(Observation(DONE, recurrences, opportunities), today).verdict is expected


def test_advice_says_why() -> None:
    assert (
        advise_verdict(Observation(DONE, 2, 3), DONE).why
        == "A factor that it answers came back 2 times since it was done."
    )


@pytest.mark.parametrize(
    ("verified", "today", "expected"),
    [
        ([], date(2026, 2, 3), None),
        ([], date(2026, 2, 4), date(2026, 2, 4)),
        ([date(2026, 1, 20)], date(2026, 2, 4), date(2026, 2, 4)),  # looked too early
        ([date(2026, 2, 5)], date(2026, 3, 1), None),
        ([date(2026, 2, 5)], date(2026, 4, 5), date(2026, 4, 5)),
        ([date(2026, 2, 5), date(2026, 4, 6)], date(2027, 1, 1), None),
    ],
)
def test_looks_due(verified: list[date], today: date, expected: date | None) -> None:
    assert looks_due(DONE, verified, today) == expected


def test_follow_up_dates() -> None:
    assert follow_up_dates(DONE) == (date(2026, 2, 4), date(2026, 4, 5))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 4, 3), date(2026, 4, 3)),
        (date(2026, 4, 4), date(2026, 4, 6)),
        (date(2026, 4, 5), date(2026, 4, 6)),
    ],
)
def test_meetings_are_not_on_a_weekend(day: date, expected: date) -> None:
    assert on_a_working_day(day) == expected


def test_review_due() -> None:
    assert review_due_on(None, None) is None
    assert review_due_on(None, date(2026, 1, 1)) == date(2026, 4, 1)
    assert review_due_on(date(2026, 3, 1), date(2026, 1, 1)) == date(2026, 5, 30)


def test_review_as_markdown() -> None:
    record = ReviewRecord(
        since=date(2026, 1, 1),
        until=date(2026, 3, 31),
        attendees=("Ada", "Bo"),
        incidents=(ReviewLine("INC-4", "Payments failed", "sev1"),),
        recurring=(),
        unresolved=(ReviewLine("INC-4 A-1", "Alert on expiry"),),
        decisions="Do A-1 by May.",
        next_on=date(2026, 6, 29),
    )
    assert review_markdown(record) == (
        "# Incident review, 2026-01-01 to 2026-03-31\n\nAttendees: Ada, Bo\n\n## Incidents\n\n"
        "- **INC-4** Payments failed (sev1)\n\n## Recurring factors\n\nNone found.\n\n"
        "## Unresolved and overdue actions\n\n- **INC-4 A-1** Alert on expiry\n\n## Decisions\n\nDo A-1 by May.\n\n"
        "Next review: 2026-06-29\n"
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"is_done": False}, "state"),
        ({"evidence": " "}, "evidence"),
        ({"by_owner": True}, "same_person"),
        ({"other_meeting": True}, "follow_up"),
    ],
)
def test_who_may_judge_what(changes: dict[str, object], code: str | None):
    given = {"is_done": True, "evidence": "It fired.", "by_owner": False, "other_meeting": False} | changes
    refusal = unfit_verdict("A-1", **given)
    assert (refusal.reasons[0].code if refusal else None) == code

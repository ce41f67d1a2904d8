from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.actions.core.deadlines import (
    ActionDue,
    Reminder,
    ReminderKind,
    RemindPolicy,
    allowed_days,
    beyond_policy,
    due_problem,
    proposed_due,
    reminders_due,
)
from hotwash.actions.core.states import ActionState
from hotwash.actions.core.strength import ActionKind
from hotwash.process.core.document import Deadlines

POLICY = RemindPolicy()
DEADLINES = Deadlines(
    debrief_days={},
    report_days={},
    corrective_days={"sev1": 15, "default": 45},
    preventive_days={"sev1": 30},
)
DUE = date(2026, 3, 20)  # a Friday
SOON, LATE, ESCALATE = ReminderKind.SOON, ReminderKind.OVERDUE, ReminderKind.ESCALATE


def action(**changes: object) -> ActionDue:
    return ActionDue(**({"id": 1, "state": ActionState.OPEN, "due": DUE, "owner": 7} | changes))


@pytest.mark.parametrize(
    ("today", "changes", "expected"),
    [
        (date(2026, 3, 10), {}, None),
        (date(2026, 3, 13), {}, (SOON, 7)),
        (date(2026, 3, 14), {"reminded": date(2026, 3, 13)}, None),
        (date(2026, 3, 15), {}, (SOON, 5)),  # the server was off on the 13th
        (date(2026, 3, 19), {"reminded": date(2026, 3, 13)}, (SOON, 1)),
        (date(2026, 3, 20), {"reminded": date(2026, 3, 19)}, None),
        (date(2026, 3, 21), {"reminded": date(2026, 3, 19)}, (LATE, -1)),
        (date(2026, 3, 22), {"reminded": date(2026, 3, 21)}, None),
        (date(2026, 3, 27), {"reminded": date(2026, 3, 21)}, (ESCALATE, -7)),
        (date(2026, 3, 27), {"reminded": date(2026, 3, 21), "escalated": date(2026, 3, 27)}, None),
        (date(2026, 3, 28), {"reminded": date(2026, 3, 21), "escalated": date(2026, 3, 27)}, (LATE, -8)),
        (date(2026, 4, 3), {"reminded": date(2026, 3, 28), "escalated": date(2026, 3, 27)}, (ESCALATE, -14)),
        (date(2026, 4, 3), {"state": ActionState.DONE}, None),
        (date(2026, 4, 3), {"state": ActionState.WONT_DO}, None),
        (date(2026, 4, 3), {"due": None}, None),
        # the due date was moved after an escalation: the old one says nothing about the new
        (date(2026, 3, 27), {"reminded": date(2026, 3, 2), "escalated": date(2026, 3, 2)}, (ESCALATE, -7)),
    ],
)
def test_reminders(today: date, changes: dict[str, object], expected: tuple[ReminderKind, int] | None) -> None:
    want = [Reminder(1, *expected)] if expected else []
    assert reminders_due([action(**changes)], POLICY, today) == want


@given(st.lists(st.integers(0, 4), min_size=1, max_size=120))
def test_nobody_is_reminded_twice_a_day_or_never(gaps: list[int]) -> None:
    """Whatever days the worker runs on, at most one reminder a run, and one at the latest after the repeat time."""
    today, reminded, escalated = DUE, None, None
    last: date | None = None
    for gap in gaps:
        today += timedelta(days=gap)
        found = reminders_due([action(reminded=reminded, escalated=escalated)], POLICY, today)
        assert len(found) <= 1
        if found and found[0].kind is ESCALATE:
            escalated = last = today
        elif found:
            reminded = last = today
        if today > DUE:
            assert last is not None
            assert (today - last).days <= POLICY.every


@pytest.mark.parametrize(
    ("kind", "severity", "expected"),
    [
        (ActionKind.CORRECTIVE, "sev1", 15),
        (ActionKind.CORRECTIVE, "unknown", 45),
        (ActionKind.PREVENTIVE, "sev1", 30),
        (ActionKind.PREVENTIVE, "sev4", 30),
    ],
)
def test_what_the_process_allows(kind: ActionKind, severity: str, expected: int) -> None:
    assert allowed_days(DEADLINES, kind, severity) == expected


@pytest.mark.parametrize(
    ("declared", "today", "expected"),
    [
        (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 17)),
        (date(2026, 3, 6), date(2026, 3, 6), date(2026, 3, 20)),  # the 21st is a Saturday
        (date(2026, 3, 7), date(2026, 3, 9), date(2026, 3, 20)),  # the 22nd is a Sunday
        (date(2025, 3, 7), date(2026, 3, 9), date(2026, 3, 9)),  # long ago: not in the past
    ],
)
def test_proposed_due(declared: date, today: date, expected: date) -> None:
    assert proposed_due(declared, 15, today) == expected


@pytest.mark.parametrize(("due", "expected"), [(date(2026, 3, 17), 0), (date(2026, 3, 20), 3), (date(2026, 3, 1), 0)])
def test_beyond_policy(due: date, expected: int) -> None:
    assert beyond_policy(due, date(2026, 3, 2), 15) == expected


@pytest.mark.parametrize(
    ("due", "refused"), [(None, False), (DUE, False), (date(1970, 1, 1), True), (date(2400, 1, 1), True)]
)
def test_dates_of_another_age_are_refused(due: date | None, refused: bool) -> None:
    assert bool(due_problem(due, date(2026, 3, 2))) is refused

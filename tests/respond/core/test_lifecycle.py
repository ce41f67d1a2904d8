from datetime import UTC, datetime, timedelta

import pytest

from hotwash.kernel.core.refusal import Refusal
from hotwash.respond.core.lifecycle import Change, Times, changed, possible, problems_of
from hotwash.respond.core.states import IncidentState as S

NOW = datetime(2026, 3, 2, 4, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "change", "expected"),
    [
        (S.ACTIVE, Change.MITIGATE, S.MITIGATED),
        (S.ACTIVE, Change.RESOLVE, S.RESOLVED),
        (S.MITIGATED, Change.RESOLVE, S.RESOLVED),
        (S.MITIGATED, Change.REOPEN, S.ACTIVE),
        (S.RESOLVED, Change.REOPEN, S.ACTIVE),
        (S.RESOLVED, Change.CLOSE, S.CLOSED),
        (S.CLOSED, Change.REOPEN, S.RESOLVED),
    ],
)
def test_changed(state: S, change: Change, expected: S) -> None:
    assert changed(state, change) == expected


@pytest.mark.parametrize(
    ("state", "change"),
    [
        (S.ACTIVE, Change.CLOSE),
        (S.ACTIVE, Change.REOPEN),
        (S.MITIGATED, Change.MITIGATE),
        (S.RESOLVED, Change.MITIGATE),
        (S.RESOLVED, Change.RESOLVE),
        (S.CLOSED, Change.RESOLVE),
    ],
)
def test_a_change_that_does_not_fit_is_refused(state: S, change: Change) -> None:
    found = changed(state, change)
    assert isinstance(found, Refusal)
    assert found.reasons[0].code == "state"


def test_what_is_offered_can_be_done() -> None:
    assert {state: possible(state) for state in S} == {
        S.ACTIVE: [Change.MITIGATE, Change.RESOLVE],
        S.MITIGATED: [Change.RESOLVE, Change.REOPEN],
        S.RESOLVED: [Change.REOPEN, Change.CLOSE],
        S.CLOSED: [Change.REOPEN],
    }


@pytest.mark.parametrize(
    ("times", "fields"),
    [
        (Times(), []),
        (Times(started=NOW - timedelta(days=3), resolved=NOW), []),
        (Times(started=datetime(1970, 1, 1, tzinfo=UTC)), ["started_at"]),
        (Times(resolved=datetime(2400, 1, 1, tzinfo=UTC)), ["resolved_at"]),
        (Times(started=NOW, resolved=NOW - timedelta(hours=1)), ["resolved_at"]),
        (Times(mitigated=NOW, resolved=NOW - timedelta(hours=1)), ["resolved_at"]),
        (
            Times(started=NOW, detected=NOW - timedelta(1), acknowledged=NOW - timedelta(1)),
            ["detected_at", "acknowledged_at"],
        ),
    ],
)
def test_times_that_cannot_be(times: Times, fields: list[str]) -> None:
    assert [reason.field for reason in problems_of(times, NOW)] == fields

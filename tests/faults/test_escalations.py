"""Escalations running while workers are killed and the database is restarted; the thousand are in ``tests/bench``."""

from pathlib import Path

import pytest

from tests.climbing import Trial, climb


@pytest.mark.parametrize(
    "trial",
    [
        Trial(escalations=200, seconds=12, workers=1, kills=3, restarts=1),
        Trial(escalations=200, seconds=8, workers=3, kills=4, restarts=1),
    ],
    ids=lambda trial: f"{trial.workers} workers",
)
def test_every_due_level_is_paged_once_and_soon(data: Path, trial: Trial) -> None:
    outcome = climb(data, trial)
    assert (outcome.paged, outcome.twice) == (trial.expected, [])
    assert max(outcome.late) <= 15

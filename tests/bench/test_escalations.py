"""A thousand escalations climbing while workers are killed ten times and the database is restarted twice."""

import shutil

import pytest

from tests import database
from tests.bench.conftest import figure
from tests.climbing import Trial, climb

pytestmark = pytest.mark.bench


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_a_thousand_escalations_under_fire(workers: int) -> None:
    folder = database.temporary_folder()
    trial = Trial(escalations=1000, seconds=60, levels=2, workers=workers, kills=10, restarts=2, seed=workers)
    try:
        outcome = climb(folder, trial)
    finally:
        shutil.rmtree(folder)
    late = sorted(outcome.late)
    label = f"1,000 escalations, {workers} worker{'s' if workers > 1 else ''}, 10 kills, 2 restarts"
    figure(f"{label}: levels paged", f"{outcome.paged:,} of {trial.expected:,}", "all")
    figure("... twice", str(len(outcome.twice)), "0")
    figure("... late, median and longest", f"{late[len(late) // 2]:.1f} s, {late[-1]:.1f} s", "15 s")
    assert (outcome.paged, outcome.twice) == (trial.expected, [])
    assert late[-1] <= 15

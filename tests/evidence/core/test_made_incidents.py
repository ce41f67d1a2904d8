"""The measure of ``tests/bench/test_moments.py`` on small versions of its incidents, with a floor."""

from pathlib import Path

import pytest

from tests.bench.incidents import TUNED
from tests.bench.test_moments import NOTHING, measured

SCALE = 0.01


@pytest.mark.parametrize("cut", [False, True], ids=["whole", "cut"])
def test_what_matters_in_made_incidents_is_among_the_first(cut: bool, tmp_path: Path) -> None:
    firsts = alls = NOTHING
    for name in TUNED:
        first, every, _ = measured(name, tmp_path / name.replace(" ", "_"), SCALE, cut=cut)
        assert every.proposed <= 300
        firsts, alls = firsts + first, alls + every
    assert firsts.recall >= 0.92
    assert firsts.precision >= 0.45
    assert alls.precision >= 0.4


@pytest.mark.parametrize("name", ["bad deploy"])
def test_an_incident_is_made_the_same_each_time(name: str, tmp_path: Path) -> None:
    one = measured(name, tmp_path / "one", SCALE)
    assert measured(name, tmp_path / "two", SCALE) == one

"""Are the moments that matter among the first? Measured on made incidents; see ``tests/bench/incidents``."""

from pathlib import Path

import pytest

from tests.bench.conftest import figure
from tests.bench.incidents import HELD_OUT, TUNED, story_of
from tests.bench.incidents.score import FIRST, Figures, figures_of, moments_of

MOST = 300
NOTHING = Figures(0, 0, 0, 0)


def measured(name: str, folder: Path, scale: float = 1.0, *, cut: bool = False) -> tuple[Figures, Figures, int]:
    """Of the first 30, of all that are proposed, and how many lines were read. ``cut``: of the incident's time only."""
    story = story_of(name, scale)
    if cut:
        story.cut()
    story.save(folder)
    found = moments_of(folder)
    lines = sum(path.read_bytes().count(b"\n") for path in folder.iterdir())
    return figures_of(found[:FIRST], story.truths), figures_of(found, story.truths), lines


def shown(first: Figures, every: Figures) -> str:
    hits = f"({first.found} of {first.wanted})"
    return (
        f"first {first.proposed}: precision {first.precision:.2f}, recall {first.recall:.2f} {hits}; "
        f"all {every.proposed}: precision {every.precision:.2f}, recall {every.recall:.2f}"
    )


@pytest.mark.bench
@pytest.mark.parametrize("cut", [False, True], ids=["whole", "cut"])
@pytest.mark.parametrize(("group", "least"), [(TUNED, 0.9), (HELD_OUT, 0.75)], ids=["tuned", "held out"])
def test_what_matters_is_among_the_first(group: dict[str, object], least: float, cut: bool, tmp_path: Path) -> None:
    firsts, alls = NOTHING, NOTHING
    how = "cut to its time" if cut else "whole"
    for name in group:
        first, every, lines = measured(name, tmp_path / name.replace(" ", "_"), cut=cut)
        figure(f"moments, {name}, {how} ({lines:,} lines)", shown(first, every), "")
        firsts, alls = firsts + first, alls + every
    title = "tuned on" if group is TUNED else "held out"
    wanted = f"recall of the first 30 >= {least}"
    figure(f"moments, {len(group)} incidents {title}, {how}, in sum", shown(firsts, alls), wanted)
    assert firsts.recall >= least


@pytest.mark.bench
@pytest.mark.parametrize(("name", "scale"), [("bad deploy", 2.5), ("crash loop", 3.7), ("expired certificate", 3.9)])
def test_few_moments_are_proposed_of_a_million_lines(name: str, scale: float, tmp_path: Path) -> None:
    """A mixed folder: the sources of an incident, each so many times as busy."""
    first, every, lines = measured(name, tmp_path, scale)
    figure(f"moments, {name}, {lines:,} lines", shown(first, every), f"at most {MOST} proposed")
    assert lines >= 1_000_000
    assert every.proposed <= MOST
    assert first.recall >= 0.75

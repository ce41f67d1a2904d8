"""How good proposed moments are: which truths are among the first, and how many of the first are true."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hotwash.evidence.core.moments import Finder, Sourced, ranked
from hotwash.evidence.core.moments.merge import from_moment, with_years
from hotwash.evidence.core.reading import Reading
from hotwash.ports.formats import Body, Format
from hotwash.ports.registry import plugins
from tests.bench.incidents.story import Truth

FIRST, MOST = 30, 300


@dataclass(frozen=True, slots=True)
class Figures:
    """``missed`` and ``wrong`` are for people: what is not among the first, and what stands there for nothing."""

    right: int
    proposed: int
    found: int
    wanted: int
    missed: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        return self.right / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.wanted if self.wanted else 1.0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.right + other.right,
            self.proposed + other.proposed,
            self.found + other.found,
            self.wanted + other.wanted,
        )


def moments_of(folder: Path) -> list[Sourced]:
    """What is proposed for a folder, the most telling first: the same road that ``hotwash timeline`` takes."""
    formats = list(plugins("formats", Format).values())  # type: ignore[type-abstract]
    found: list[Sourced] = []
    for place, path in enumerate(sorted(folder.iterdir())):
        reading = Reading(Body(path.name, io.BytesIO(path.read_bytes())), formats)
        finder = Finder()
        for record in reading.records():
            finder.feed(record)
        found += [from_moment(moment, path.name, reading.tally.format, place) for moment in finder.moments()]
    return ranked(with_years(found), MOST)


def fits(one: Sourced, truth: Truth) -> bool:
    if one.file != truth.file or truth.needle not in one.record.text:
        return False
    if (
        truth.kind
        and not (one.kind or one.record.kind).startswith(truth.kind)
        and (not truth.why or truth.why not in one.why)
    ):
        return False
    stamp = one.record.stamp
    return truth.at is None or (stamp is not None and abs(stamp.ns / 1e9 - truth.at) <= truth.slack)


def figures_of(proposed: Sequence[Sourced], truths: Iterable[Truth]) -> Figures:
    """Each truth counts once: a second moment for the same one is not right. Recall is over what must be seen."""
    left = list(truths)
    wanted = sum(truth.must for truth in left)
    right, wrong = 0, []
    for one in proposed:
        hits = [truth for truth in left if fits(one, truth)]
        if hits:
            left = [truth for truth in left if truth not in hits]
        right += bool(hits)
        if not hits:
            wrong.append(f"{one.score} {one.file}: {one.record.text[:90]!r} ({one.why})")
    missed = tuple(f"{truth.file}: {truth.what} {truth.needle!r}" for truth in left if truth.must)
    return Figures(right, len(proposed), wanted - len(missed), wanted, missed, tuple(wrong))

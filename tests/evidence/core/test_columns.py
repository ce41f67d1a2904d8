"""What goes into columns comes out of them as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.evidence.core.columns import (
    BASES,
    LEVELS,
    SHOWN,
    TYPES,
    UNKNOWN_NS,
    UNKNOWN_OFFSET,
    Batch,
    Row,
    batches,
    places_of,
    precision_of,
    row_of,
)
from hotwash.evidence.core.density import BINS, Density
from hotwash.ports.formats import Level, Record
from hotwash.ports.stamps import Basis, Stamp

NS = 1_000_000_000
BEGIN = 1_772_456_640


def record(number: int, text: str = "", *, stamp: Stamp | None = None, level: Level | None = Level.INFO) -> Record:
    made = stamp or Stamp((BEGIN + number) * NS, 0, 0, Basis.LINE)
    return Record(made, text or f"line {number}", number * 3 + 1, number * 100, level, size=3)


def rows(batch: Batch) -> list[Row]:
    """As the engine gives them back."""
    columns = batch.columns()
    shown = zip(*(columns[name] for name in SHOWN), strict=True)
    missing = {"ns": UNKNOWN_NS, "zone": UNKNOWN_OFFSET}
    return [
        row_of(tuple(None if missing.get(name) == value else value for name, value in zip(SHOWN, one, strict=True)))  # type: ignore[arg-type]
        for one in shown
    ]


@pytest.mark.parametrize(
    ("stamp", "at"),
    [
        (Stamp(BEGIN * NS, 0, 0, Basis.LINE), "2026-03-02T13:04:00Z"),
        (Stamp(BEGIN * NS + 123_456_789, 9, 0, Basis.FORMAT), "2026-03-02T13:04:00.123456789Z"),
        (Stamp(BEGIN * NS, 3, None), "2026-03-02T13:04:00.000"),
        (Stamp(BEGIN * NS, 0, 3600, Basis.ASSUMED), "2026-03-02T14:04:00+01:00"),
        (Stamp(951_782_400 * NS, 0, None, yearless=True), "--02-29T00:00:00"),
        (Stamp(BEGIN * NS, -1, 0, Basis.LINE), "2026-03-02T13:04Z"),
        (Stamp(2**63, 0, 0, Basis.LINE), ""),
    ],
)
def test_a_time_is_kept_whole(stamp: Stamp, at: str) -> None:
    (batch,) = batches([record(0, stamp=stamp)])
    assert rows(batch)[0].at == at


def test_a_record_without_a_time_has_none() -> None:
    (batch,) = batches([Record(None, "Apply complete!", 7, 300, None, "terraform.apply_complete")])
    (row,) = rows(batch)
    assert (row.at, row.ns, row.basis, row.level, row.kind) == ("", None, "", "", "terraform.apply_complete")
    assert precision_of(row) == "unknown"


@pytest.mark.parametrize("count", [0, 1, 6, 7])
def test_batches_hold_so_many_and_count_on(count: int) -> None:
    found = list(batches((record(number) for number in range(count)), size=3))
    assert [len(batch.number) for batch in found] == [3] * (count // 3) + [count % 3] * bool(count % 3)
    assert [number for batch in found for number in batch.number] == list(range(count))
    assert all(len(column) == len(batch.number) for batch in found for column in batch.columns().values())


@given(st.lists(st.text(max_size=60), max_size=12))
def test_every_text_comes_back(texts: list[str]) -> None:
    found = [
        row.text for batch in batches(record(n, text or "-") for n, text in enumerate(texts)) for row in rows(batch)
    ]
    assert found == [(text or "-").encode("utf-8", "replace").decode() for text in texts]


def test_levels_and_bases_have_places_that_do_not_move() -> None:
    assert LEVELS == ("", "debug", "info", "notice", "warning", "error", "critical")
    assert BASES[0] is Basis.LINE
    assert places_of(["warning", "nothing", "critical"]) == [4, 6]
    assert list(TYPES) == list(Batch.__dataclass_fields__)


def test_density_is_bounded_and_keeps_the_count() -> None:
    density = Density({})
    for number in range(0, 3_000_000, 977):
        density.add(record(number))
    found = density.summed_up()
    counts = found["counts"]
    assert isinstance(counts, list)
    assert len(counts) <= BINS
    assert sum(counts) == len(range(0, 3_000_000, 977))
    assert Density({}).summed_up() == {}

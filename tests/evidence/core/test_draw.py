"""The picture of lanes: bounded, escaped, within its frame."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from hotwash.evidence.core.draw import BINS, Lane, Picture, Rule, axis, bin_of, lanes_svg

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


def test_a_picture_has_a_lane_for_each_source_and_a_rule_for_each_key_time() -> None:
    counts = [0] * BINS
    counts[3] = 7
    picture = Picture(
        NOON,
        NOON + timedelta(hours=2),
        [Lane("terraform", counts), Lane("<script>", [1] * BINS, [5] * BINS)],
        [Rule("detected", NOON)],
    )
    root = ET.fromstring(lanes_svg(picture))
    assert [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "lane-name"] == [
        "terraform",
        "<script>",
    ]
    assert len(list(root.iter(f"{SVG}circle"))) == 1 + BINS
    assert "detected 2026-03-02 12:00 UTC" in (root.get("aria-label") or "")
    assert "style=" not in lanes_svg(picture)


@pytest.mark.parametrize(
    "length",
    [
        timedelta(0),
        timedelta(seconds=1),
        timedelta(minutes=7),
        timedelta(days=3),
        timedelta(days=400),
        timedelta(days=200_000),
    ],
)
def test_any_length_of_time_can_be_drawn(length: timedelta) -> None:
    root = ET.fromstring(
        lanes_svg(Picture(datetime(1970, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC) + length, []))
    )
    assert len(list(root.iter(f"{SVG}line"))) <= 20


def test_names_of_key_times_cannot_leave_their_place() -> None:
    name = 'x" onmouseover="alert(1)<b>'
    root = ET.fromstring(
        lanes_svg(Picture(NOON, NOON + timedelta(hours=1), [], [Rule(name, NOON), Rule("resolved", NOON)]))
    )
    lines = [line for line in root.iter(f"{SVG}line") if (line.get("class") or "").startswith("rule")]
    assert [line.get("class") for line in lines] == ["rule rule-own", "rule rule-resolved"]
    assert all(line.get("onmouseover") is None for line in lines)


def test_bins_hold_every_time() -> None:
    end = NOON + timedelta(hours=1)
    assert [bin_of(at, NOON, end) for at in (NOON - timedelta(1), NOON, end, end + timedelta(1))] == [
        0,
        0,
        BINS - 1,
        BINS - 1,
    ]
    assert bin_of(NOON, NOON, NOON) == 0


NINE = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (-10, 70, (-10, 70)),
        (-10, 60 * 24 * 36, (-10, 240)),
        (-60 * 24 * 365, 70, (-180, 70)),
    ],
)
def test_a_far_entry_does_not_press_the_rest_into_one_line(first: int, last: int, expected: tuple[int, int]) -> None:
    def at(minutes: int) -> datetime:
        return NINE + timedelta(minutes=minutes)

    assert axis(at(first), at(last), [at(0), at(60)]) == (at(expected[0]), at(expected[1]))
    assert axis(at(first), at(last), [at(0)]) == (at(min(first, 0)), at(last))

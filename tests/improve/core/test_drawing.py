from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.improve.core.drawing import Bars, Dot, DotRow, draw_bars, draw_dots, duration_words

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (3660, "1 h 1 min"), (7200, "2 h"), (90_000, "1 d 1 h"), (86_460, "1 d")],
)
def test_durations_in_words(seconds: float, expected: str) -> None:
    assert duration_words(seconds) == expected


def test_every_incident_is_a_dot_with_its_name_and_link() -> None:
    rows = [DotRow("Time to detect", (Dot("INC-1", 60, "/incidents/INC-1/"), Dot("INC-2", 3600)), median=1830)]
    root = ET.fromstring(draw_dots(rows))
    assert [title.text for title in root.iter(f"{SVG}title")] == ["INC-1: 1 min", "INC-2: 1 h", "median 30 min"]
    assert [link.get("href") for link in root.iter(f"{SVG}a")] == ["/incidents/INC-1/"]


def test_foreign_text_is_escaped() -> None:
    drawn = draw_dots([DotRow("<script>", (Dot("</svg><script>", 5, '"onload="x'),))])
    assert "<script" not in drawn
    assert len(list(ET.fromstring(drawn).iter(f"{SVG}circle"))) == 1


def test_equal_values_do_not_cover_each_other() -> None:
    drawn = ET.fromstring(draw_dots([DotRow("x", tuple(Dot(f"INC-{at}", 60) for at in range(5)))]))
    places = {(circle.get("cx"), circle.get("cy")) for circle in drawn.iter(f"{SVG}circle")}
    assert len(places) == 5


@given(st.lists(st.floats(0, 1e12, allow_nan=False), min_size=1, max_size=40))
def test_every_dot_stays_inside_the_picture(values: list[float]) -> None:
    root = ET.fromstring(draw_dots([DotRow("x", tuple(Dot(str(at), value) for at, value in enumerate(values)))]))
    for circle in root.iter(f"{SVG}circle"):
        assert 0 <= float(circle.get("cx", "-1")) <= 640
        assert 0 <= float(circle.get("cy", "-1")) <= 92


def test_bars_share_one_scale() -> None:
    root = ET.fromstring(draw_bars(["2026-01", "2026-02"], [Bars("technical", (4, 0)), Bars("process", (1, 2))]))
    assert [bar.get("height") for bar in root.iter(f"{SVG}rect")] == ["28.0", "7.0", "14.0"]


def test_nothing_to_draw_is_no_picture() -> None:
    assert draw_dots([DotRow("x", ())]) == ""
    assert draw_bars([], []) == ""
    assert draw_bars(["2026-01"], [Bars("x", (0,))]) == ""

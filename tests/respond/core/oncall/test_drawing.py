import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest

from hotwash.respond.core.oncall.drawing import DESK, PHONE, Lane, Weeks, draw_weeks
from hotwash.respond.core.oncall.rotations import LayerValue, ScheduleValue, shifts

BERLIN = ZoneInfo("Europe/Berlin")
NAMES = {1: "Ada <script>", 2: "Ben"}
VALUE = ScheduleValue(BERLIN, (LayerValue(name="W", members=(1, 2), starts_on=date(2026, 3, 23)),))
BEGIN, END = datetime(2026, 3, 16, tzinfo=BERLIN), datetime(2026, 4, 13, tzinfo=BERLIN)
SHIFTS = list(shifts(VALUE, BEGIN, END))


def drawn(width: int, lanes: int = 1) -> str:
    final = Lane("On call", SHIFTS, shows_gaps=True)
    now = datetime(2026, 3, 25, 12, tzinfo=UTC)
    return draw_weeks(
        Weeks(BERLIN, date(2026, 3, 16), 4, [Lane("Layer", SHIFTS)] * (lanes - 1) + [final], NAMES, now), width
    )


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("lanes", [1, 3])
def test_a_picture_is_whole_and_nothing_leaves_it(width: int, lanes: int) -> None:
    text = drawn(width, lanes)
    root = ET.fromstring(text)
    assert "<script" not in text
    for rect in root.iter("rect"):
        x, wide = float(rect.get("x", "0")), float(rect.get("width", "0"))
        assert (x >= 0, wide > 0, x + wide <= width + 1) == (True, True, True)
    assert text.count('class="now"') == 1


def test_a_shift_over_a_weekend_has_a_bar_in_each_week_and_a_gap_is_seen() -> None:
    root = ET.fromstring(drawn(DESK))
    kinds = [group.get("class") for group in root.iter("g")]
    assert kinds == ["gap", "gap", "s1", "s1", "s2", "s2", "s1"]


def test_a_dst_night_bends_no_column() -> None:
    begins = re.findall(r'x1="([\d.]+)" x2="\1" y1="4"', drawn(DESK))
    assert [round(float(x) / (DESK / 7), 2) for x in begins] == [0, 1, 2, 3, 4, 5, 6]
    titles = [str(title.text) for title in ET.fromstring(drawn(DESK)).iter("title")]
    assert titles[2] == "Ada <script>, Mon 23 Mar 09:00 to Mon 30 Mar 09:00"

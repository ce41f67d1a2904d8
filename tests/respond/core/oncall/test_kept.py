from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from hotwash.respond.core.oncall.kept import layer_from_json, layer_to_json, points_of, points_text
from hotwash.respond.core.oncall.rotations import LayerValue, Point
from hotwash.respond.core.states import Rotation

WEEKEND = (Point(0, time(9)), Point(4, time(17)))


@pytest.mark.parametrize(
    "layer",
    [
        LayerValue(name="Plain", members=(1, 2), starts_on=date(2026, 3, 2)),
        LayerValue(
            name="Whole",
            members=(1,),
            starts_on=date(2026, 3, 2),
            ends_on=date(2026, 4, 2),
            rotation=Rotation.SHIFTS,
            handover=time(7, 30),
            weekdays=frozenset({5, 6}),
            from_time=time(20),
            to_time=time(6),
            points=WEEKEND,
            zone=ZoneInfo("Asia/Kolkata"),
        ),
    ],
)
def test_a_layer_survives_being_kept(layer: LayerValue) -> None:
    assert layer_from_json(layer_to_json(layer)) == layer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon 09:00, Fri 17:00", WEEKEND),
        ("monday 9:00; friday 17:00", WEEKEND),
        ("Mon 09:00\nMon 09:00", (Point(0, time(9)),)),
        ("", ()),
        ("Mon 09:00, Foo 10:00", "Foo 10:00"),
        ("Mon 25:00", "Mon 25:00"),
        ("Mon", "Mon"),
    ],
)
def test_custom_shifts_as_people_write_them(text: str, expected: object) -> None:
    assert points_of(text) == expected


def test_custom_shifts_are_written_as_they_are_read() -> None:
    assert points_of(points_text(WEEKEND)) == WEEKEND

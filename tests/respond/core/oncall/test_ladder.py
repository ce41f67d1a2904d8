from datetime import UTC, datetime, timedelta

import pytest

from hotwash.respond.core.oncall.ladder import (
    LastResort,
    Level,
    PageLevel,
    Place,
    Plan,
    Target,
    next_level,
    plan_from_json,
    plan_to_json,
)

NOW = datetime(2026, 3, 2, 4, 11, tzinfo=UTC)
FIRST = Level(5, (Target("schedule", 1, "Web"),))
SECOND = Level(10, (Target("person", 2, "Ada"), Target("team", 3, "Leads")))
PLAN = Plan("Web", (FIRST, SECOND), rounds=2, fallback=9)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place(), PageLevel(Place(1, 1), FIRST, NOW + timedelta(minutes=5))),
        (Place(1, 1), PageLevel(Place(2, 1), SECOND, NOW + timedelta(minutes=10))),
        (Place(2, 1), PageLevel(Place(1, 2), FIRST, NOW + timedelta(minutes=5))),
        (Place(1, 2), PageLevel(Place(2, 2), SECOND, NOW + timedelta(minutes=10))),
        (Place(2, 2), LastResort(Place(3, 2))),
    ],
)
def test_next_level(place: Place, expected: PageLevel | LastResort) -> None:
    assert next_level(PLAN, place, NOW) == expected


def test_a_plan_without_levels_goes_to_the_last_resort_at_once() -> None:
    assert next_level(Plan("Empty", ()), Place(), NOW) == LastResort(Place(1, 1))


def test_a_level_of_no_minutes_still_waits_one() -> None:
    plan = Plan("Hasty", (Level(0, FIRST.targets),))
    assert next_level(plan, Place(), NOW) == PageLevel(Place(1, 1), plan.levels[0], NOW + timedelta(minutes=1))


def test_a_plan_survives_being_kept() -> None:
    assert plan_from_json(plan_to_json(PLAN)) == PLAN


@pytest.mark.parametrize("kept", [{}, {"levels": None}, {"levels": [{"targets": [{"kind": "ship", "id": 1}, 7]}]}])
def test_what_cannot_be_read_of_a_kept_plan_is_left_out(kept: dict[str, object]) -> None:
    assert all(not level.targets for level in plan_from_json(kept).levels)

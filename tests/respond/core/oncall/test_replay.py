from datetime import UTC, datetime, timedelta

from hotwash.respond.core.oncall.ladder import Level, Place, Plan, Target
from hotwash.respond.core.oncall.replay import Called, Climbed, Replay, Told, Tried, ladder_times, replay

START = datetime(2026, 3, 2, 4, 11, tzinfo=UTC)
WEB, ADA = Target("schedule", 1, "Web"), Target("person", 2, "Ada")
PLAN = Plan("Shop", (Level(5, (WEB,)), Level(10, (ADA,))), rounds=2)


def after(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def shown(found: Replay) -> list[tuple[int, list[str], list[str]]]:
    return [
        (one.number, [line.text for line in one.planned], [line.text for line in one.happened]) for one in found.minutes
    ]


def test_the_times_of_a_ladder() -> None:
    times = [
        (place.round, place.level, (at - START) / timedelta(minutes=1)) for place, at, _ in ladder_times(PLAN, START)
    ]
    assert times == [(1, 1, 0), (1, 2, 5), (2, 1, 15), (2, 2, 20), (2, 3, 30)]


def test_planned_and_happened_stand_side_by_side() -> None:
    told = Told(
        PLAN,
        START,
        climbed=[
            Climbed(Place(1, 1), START, START),
            Climbed(Place(2, 1), after(5), after(6.5), ["webhook ops"], ["Ben is no longer active."]),
        ],
        called=[
            Called(Place(1, 1), "Rhea", "on call in Web", START, "ended", after(8)),
            Called(Place(2, 1), "Ada", "named", after(6.5), "acknowledged", after(8), "e-mail"),
        ],
        tried=[
            Tried("Rhea", "email", after(0.1), arrived=False, said="refused"),
            Tried("Ada", "email", after(6.6), True),
        ],
        ended_at=after(8),
        end="acknowledged by Ada",
    )
    found = replay(told)
    assert shown(found) == [
        (0, ["Level 1: Web"], ["Paged Rhea: on call in Web", "email to Rhea failed: refused"]),
        (5, ["Level 2: Ada"], []),
        (
            6,
            [],
            [
                "Level 2 was paged 90 s after it was due",
                "Ben is no longer active.",
                "Called webhook ops",
                "Paged Ada: named",
                "email to Ada was delivered",
            ],
        ),
        (8, [], ["Ada acknowledged by e-mail, 1 min 30 s after the page", "Ended: acknowledged by Ada"]),
    ]
    assert (found.late, found.failed, found.end) == (1, 1, "acknowledged by Ada")


def test_a_level_that_was_due_and_not_paged_is_seen() -> None:
    found = replay(Told(PLAN, START, climbed=[Climbed(Place(1, 1), START, START)], ended_at=after(7), end="x"))
    assert shown(found)[1] == (5, ["Level 2: Ada (not reached)"], [])


def test_without_a_policy_the_last_resort_is_the_plan() -> None:
    found = replay(Told(Plan("", ()), START))
    assert shown(found) == [(0, ["Last resort: the fallback, without one the administrators (not reached)"], [])]

"""Whom a level means: any policy on any state of the house leads to somebody, or says that nobody is left."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.respond.core.oncall.calling import Calling, Known, Reserve, Turn, calling
from hotwash.respond.core.oncall.ladder import (
    LastResort,
    Level,
    PageLevel,
    Place,
    Plan,
    Target,
    lateness,
    next_level,
    plan_from_json,
    plan_to_json,
    put_back,
)

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
ADA, BEN, EVE, OLGA = 1, 2, 3, 9
PEOPLE = {ADA: "Ada", BEN: "Ben", EVE: "Eve", OLGA: "Olga"}
PERSON, SCHEDULE, TEAM = Target("person", BEN, "Ben"), Target("schedule", 5, "Web"), Target("team", 7, "Ops")
CHAT = Target("channel", 0, "webhook https://chat.example.org", "webhook", "https://chat.example.org")
RESERVE = Reserve(administrators=(ADA,))


def called(*targets: Target, known: Known, reserve: Reserve = RESERVE, plan: Plan | None = None) -> Calling:
    level = Level(5, targets)
    plan = plan or Plan("Web", (level,))
    return calling(plan, PageLevel(Place(1, 1), level, NOW), known, lambda: reserve)


def house(**changes: object) -> Known:
    whole = {
        "people": PEOPLE,
        "active": frozenset(PEOPLE),
        "teams": {7: (BEN, EVE)},
        "schedules": {5: Turn(EVE, "09:00")},
    }
    return Known(**{**whole, **changes})


@pytest.mark.parametrize(
    ("targets", "people"),
    [
        ((PERSON,), [(BEN, "named in the escalation policy")]),
        ((SCHEDULE,), [(EVE, "on call in Web until 09:00")]),
        ((TEAM, PERSON), [(BEN, "member of Ops"), (EVE, "member of Ops")]),
    ],
)
def test_whom_a_level_means(targets: tuple[Target, ...], people: list[tuple[int, str]]) -> None:
    assert called(*targets, known=house()) == Calling(people=tuple(people))


@pytest.mark.parametrize(
    ("target", "known", "trouble"),
    [
        (PERSON, house(active=frozenset({ADA})), "Ben is no longer active."),
        (PERSON, house(people={}, active=frozenset()), "Ben is no longer here."),
        (TEAM, house(teams={7: ()}), "The team Ops has nobody who is active."),
        (TEAM, house(teams={}), "The team Ops is no longer here."),
        (SCHEDULE, house(schedules={5: Turn(None, "06:00")}), "Nobody is on call in Web until 06:00."),
        (SCHEDULE, house(schedules={}), "The schedule Web is no longer here."),
        (SCHEDULE, house(active=frozenset({ADA})), "Eve in Web is no longer active."),
    ],
)
def test_who_is_not_there_is_told_and_the_administrators_are_paged(target: Target, known: Known, trouble: str) -> None:
    why = "level 1 of Web means nobody at this time"
    assert called(target, known=known) == Calling(people=((ADA, why),), troubles=(trouble,))


def test_one_who_is_missing_does_not_call_the_reserve_while_another_is_there() -> None:
    found = called(PERSON, SCHEDULE, known=house(active=frozenset({EVE})))
    assert (found.people, found.troubles) == (((EVE, "on call in Web until 09:00"),), ("Ben is no longer active.",))


def test_a_channel_is_enough() -> None:
    assert called(CHAT, known=Known()) == Calling(channels=(CHAT,))


def test_the_fallback_comes_before_the_administrators() -> None:
    found = called(TEAM, known=house(teams={7: ()}), reserve=Reserve(fallback=OLGA, administrators=(ADA,)))
    assert [person for person, _ in found.people] == [OLGA]


@pytest.mark.parametrize(
    ("reserve", "people", "trouble"),
    [
        (Reserve(administrators=(ADA,)), [ADA], "The fallback is no longer active."),
        (
            Reserve(everybody=(BEN, EVE)),
            [BEN, EVE],
            "The fallback is no longer active. No administrator is active: everybody is paged.",
        ),
        (Reserve(), [], "The fallback is no longer active. Nobody at all is active: nobody could be paged."),
    ],
)
def test_when_the_fallback_left(reserve: Reserve, people: list[int], trouble: str) -> None:
    found = calling(
        Plan("Web", (Level(5, (PERSON,)),), fallback=OLGA), LastResort(Place(2, 1)), Known(), lambda: reserve
    )
    assert ([person for person, _ in found.people], found.troubles) == (people, (trouble,))


@pytest.mark.parametrize(
    ("plan", "why"),
    [(Plan("Web", ()), "The escalation policy Web has no levels."), (Plan("", ()), "There is no escalation policy.")],
)
def test_without_levels(plan: Plan, why: str) -> None:
    found = calling(plan, LastResort(Place(1, 1)), Known(), lambda: RESERVE)
    assert ([person for person, _ in found.people], found.troubles) == ([ADA], (why,))


numbers = st.integers(1, 6)
rows = st.builds(Target, st.sampled_from(["person", "schedule", "team"]), numbers, st.just("T"))
targets = rows | st.just(CHAT)
plans = st.builds(
    Plan,
    st.sampled_from(["", "Web"]),
    st.lists(st.builds(Level, st.integers(0, 60), st.lists(targets, max_size=3).map(tuple)), max_size=4).map(tuple),
    st.integers(0, 4),
    st.none() | numbers,
)
houses = st.builds(
    Known,
    people=st.dictionaries(numbers, st.just("P")),
    active=st.frozensets(numbers),
    teams=st.dictionaries(numbers, st.lists(numbers)),
    schedules=st.dictionaries(numbers, st.builds(Turn, st.none() | numbers)),
)
reserves = st.builds(
    Reserve,
    fallback=st.none() | numbers,
    administrators=st.lists(numbers, max_size=2, unique=True),
    everybody=st.lists(numbers, max_size=2, unique=True),
)


@given(plan=plans, known=houses, reserve=reserves)
def test_every_way_up_every_ladder_ends_and_each_level_reaches_somebody_or_says_that_nobody_is_left(
    plan: Plan, known: Known, reserve: Reserve
) -> None:
    place, now, seen = Place(), NOW, set()
    while True:
        following = next_level(plan, place, now)
        found = calling(plan, following, known, lambda: reserve)
        assert found.reaches_somebody or "nobody could be paged" in found.troubles[-1]
        assert len({person for person, _ in found.people}) == len(found.people)
        assert following.place not in seen
        seen.add(following.place)
        if isinstance(following, LastResort):
            break
        assert following.due_at > now
        place, now = following.place, following.due_at
    assert len(seen) == len(plan.levels) * max(plan.rounds, 1) + 1
    assert plan_from_json(plan_to_json(plan)).levels == plan.levels


@pytest.mark.parametrize(
    ("climbed", "minutes"),
    [(NOW, None), (NOW + timedelta(seconds=30), None), (NOW + timedelta(hours=1), 5), (NOW + timedelta(days=400), 5)],
)
def test_a_clock_that_went_back_makes_nobody_wait_longer_than_the_level(climbed: datetime, minutes: int | None) -> None:
    plan = Plan("Web", (Level(5, (PERSON,)), Level(9, (PERSON,))))
    back = put_back(plan, Place(1, 1), climbed, NOW)
    assert (back and back.due_at) == (NOW + timedelta(minutes=minutes) if minutes else None)


@pytest.mark.parametrize(
    ("late", "words"),
    [(14, ""), (15, "15 s"), (61, "1 min 1 s"), (7322, "2 h 2 min")],
)
def test_lateness_is_told(late: int, words: str) -> None:
    found = lateness(NOW, NOW + timedelta(seconds=late))
    assert found == (
        f"This level was paged {words} late: no worker was running, or the clock jumped ahead." if words else ""
    )

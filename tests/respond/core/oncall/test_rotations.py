import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.respond.core.oncall.rotations import (
    LayerValue,
    OverrideValue,
    Point,
    ScheduleValue,
    Shift,
    gaps,
    shifts,
    stand_ins,
    who,
)
from hotwash.respond.core.states import Rotation

BERLIN = ZoneInfo("Europe/Berlin")
ADA, BEN, EVE = 1, 2, 3
WEEKLY = LayerValue(name="Weekly", members=(ADA, BEN), starts_on=date(2026, 3, 2))
DAILY = LayerValue(name="Daily", members=(ADA, BEN, EVE), starts_on=date(2026, 3, 2), rotation=Rotation.DAILY)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def berlin(*layers: LayerValue, overrides: tuple[OverrideValue, ...] = ()) -> ScheduleValue:
    return ScheduleValue(BERLIN, layers, overrides)


@pytest.mark.parametrize(
    ("schedule", "at", "person"),
    [
        (berlin(WEEKLY), "2026-03-02 07:59", None),  # before the first hand-over
        (berlin(WEEKLY), "2026-03-02 08:00", ADA),
        (berlin(WEEKLY), "2026-03-09 07:59", ADA),
        (berlin(WEEKLY), "2026-03-09 08:00", BEN),
        (berlin(WEEKLY), "2026-03-30 06:59", BEN),  # after the DST night 9:00 in Berlin is 7:00 UTC
        (berlin(WEEKLY), "2026-03-30 07:00", ADA),
        (berlin(DAILY), "2026-03-03 08:00", BEN),
        (berlin(DAILY), "2026-03-04 07:00", BEN),
        (berlin(DAILY), "2026-03-05 09:00", ADA),
        (berlin(DAILY, WEEKLY), "2026-03-03 08:00", ADA),  # the later layer stands above
    ],
)
def test_who(schedule: ScheduleValue, at: str, person: int | None) -> None:
    assert who(schedule, utc(at)).person == person


def test_until_when() -> None:
    assert who(berlin(WEEKLY), utc("2026-03-04 12:00")) == Shift(
        ADA, utc("2026-03-04 12:00"), utc("2026-03-09 08:00"), "Weekly"
    )


def test_an_override_stands_above_all_layers() -> None:
    override = OverrideValue(EVE, utc("2026-03-04 10:00"), utc("2026-03-04 12:00"))
    found = list(shifts(berlin(WEEKLY, overrides=(override,)), utc("2026-03-04 09:00"), utc("2026-03-04 13:00")))
    assert [(shift.person, shift.starts_at.hour, shift.ends_at.hour, shift.via) for shift in found] == [
        (ADA, 9, 10, "Weekly"),
        (EVE, 10, 12, "override"),
        (ADA, 12, 13, "Weekly"),
    ]


def test_a_turn_over_a_dst_night_is_an_hour_shorter() -> None:
    found = list(shifts(berlin(DAILY), utc("2026-03-28 08:00"), utc("2026-03-30 07:00")))
    assert [(shift.ends_at - shift.starts_at) / timedelta(hours=1) for shift in found] == [23, 24]


def test_turns_of_hours_do_not_care_about_dst() -> None:
    layer = LayerValue(name="12 h", members=(ADA, BEN), starts_on=date(2026, 3, 28), rotation=Rotation.HOURS, every=12)
    found = list(shifts(berlin(layer), utc("2026-03-28 08:00"), utc("2026-03-30 08:00")))
    assert [(shift.ends_at - shift.starts_at) / timedelta(hours=1) for shift in found] == [12, 12, 12, 12]


def test_working_hours_leave_gaps() -> None:
    office = LayerValue(
        name="Office",
        members=(ADA,),
        starts_on=date(2026, 3, 2),
        handover=time(0),
        weekdays=frozenset(range(5)),
        from_time=time(9),
        to_time=time(17),
    )
    found = gaps(berlin(office), utc("2026-03-06 15:00"), utc("2026-03-09 09:00"))  # Friday to Monday
    assert found == [Shift(None, utc("2026-03-06 16:00"), utc("2026-03-09 08:00"))]


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    friday_night = LayerValue(
        name="Friday night",
        members=(BEN,),
        starts_on=date(2026, 3, 2),
        weekdays=frozenset({4}),
        from_time=time(20),
        to_time=time(6),
    )
    found = [
        shift
        for shift in shifts(berlin(friday_night), utc("2026-03-06 00:00"), utc("2026-03-09 00:00"))
        if shift.person
    ]
    assert found == [Shift(BEN, utc("2026-03-06 19:00"), utc("2026-03-07 05:00"), "Friday night")]


def test_a_layer_that_ended_leaves_a_gap() -> None:
    layer = LayerValue(name="Short", members=(ADA,), starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 4))
    assert who(berlin(layer), utc("2026-03-04 07:59")).person == ADA
    assert who(berlin(layer), utc("2026-03-04 08:00")).person is None


@pytest.mark.parametrize(
    "schedule", [berlin(), berlin(LayerValue(name="Empty", members=(), starts_on=date(2026, 3, 2)))]
)
def test_nobody_at_all_is_one_gap(schedule: ScheduleValue) -> None:
    begin, end = utc("2026-03-04 00:00"), utc("2026-03-05 00:00")
    assert list(shifts(schedule, begin, end)) == [Shift(None, begin, end)]


@pytest.mark.parametrize(
    ("members", "active", "expected"),
    [
        ((ADA, BEN, EVE), {ADA, BEN, EVE}, (ADA, BEN, EVE)),
        ((ADA, BEN, EVE), {ADA, EVE}, (ADA, EVE, EVE)),
        ((ADA, BEN, EVE), {BEN}, (BEN, BEN, BEN)),
        ((EVE, ADA), {ADA}, (ADA, ADA)),
        ((ADA, BEN), set(), ()),
    ],
)
def test_who_left_is_stood_in_for_and_the_turns_of_the_others_stay(members, active, expected) -> None:
    assert stand_ins(members, active) == expected


TOKYO, NEW_YORK = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")
WEEKENDS = LayerValue(
    name="Weekends",
    members=(ADA, BEN),
    starts_on=date(2026, 3, 4),
    rotation=Rotation.SHIFTS,
    points=(Point(4, time(17)), Point(0, time(9))),
)


def test_custom_shifts_change_at_fixed_times_of_the_week() -> None:
    found = list(shifts(berlin(WEEKENDS), utc("2026-03-03 00:00"), utc("2026-03-17 00:00")))
    assert [(shift.person, f"{shift.starts_at:%d %H}") for shift in found] == [
        (None, "03 00"),
        (ADA, "06 16"),
        (BEN, "09 08"),
        (ADA, "13 16"),
        (BEN, "16 08"),
    ]


def test_a_hand_over_in_the_zone_of_whoever_takes_over() -> None:
    layer = replace(DAILY, members=(ADA, BEN), zones={ADA: TOKYO, BEN: NEW_YORK}, starts_on=date(2026, 3, 6))
    found = list(shifts(berlin(layer), utc("2026-03-06 00:00"), utc("2026-03-10 12:00")))
    assert [(shift.person, f"{shift.starts_at:%d %H}") for shift in found] == [
        (ADA, "06 00"),  # nine in Tokyo
        (BEN, "07 14"),  # nine in New York
        (ADA, "08 00"),
        (BEN, "09 13"),  # New York has changed its clocks
        (ADA, "10 00"),
    ]


def test_a_layer_in_another_zone_than_its_schedule() -> None:
    found = who(berlin(replace(WEEKLY, zone=TOKYO)), utc("2026-03-02 00:00"))
    assert (found.person, found.ends_at) == (ADA, utc("2026-03-09 00:00"))


layers = st.builds(
    LayerValue,
    name=st.just("L"),
    members=st.lists(st.integers(1, 4), max_size=4).map(tuple),
    starts_on=st.dates(date(2026, 2, 1), date(2026, 4, 20)),
    rotation=st.sampled_from(Rotation),
    every=st.integers(1, 30),
    handover=st.times(),
    weekdays=st.frozensets(st.integers(0, 6), max_size=4),
    from_time=st.none() | st.times(),
    to_time=st.none() | st.times(),
    points=st.lists(st.builds(Point, st.integers(0, 6), st.times()), max_size=5, unique=True).map(tuple),
    zone=st.none() | st.just(NEW_YORK),
    zones=st.just({}) | st.just({1: TOKYO, 2: NEW_YORK, 3: ZoneInfo("Pacific/Kiritimati")}),
)


@given(
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Pacific/Chatham", "Asia/Kolkata"]),
    layers=st.lists(layers, max_size=3).map(tuple),
    begin=st.integers(0, 40 * 24 * 60).map(lambda minutes: utc("2026-03-01 00:00") + timedelta(minutes=minutes)),
    hours=st.integers(1, 200),
    offset=st.floats(0, 0.999),
)
def test_shifts_cover_the_span_and_agree_with_who(zone, layers, begin, hours, offset) -> None:
    schedule, end = ScheduleValue(ZoneInfo(zone), layers), begin + timedelta(hours=hours)
    found = list(shifts(schedule, begin, end))
    assert [found[0].starts_at, found[-1].ends_at] == [begin, end]
    assert all(one.ends_at == two.starts_at for one, two in itertools.pairwise(found))
    at = begin + offset * (end - begin)
    (covering,) = [shift for shift in found if shift.starts_at <= at < shift.ends_at]
    assert who(schedule, at).person == covering.person

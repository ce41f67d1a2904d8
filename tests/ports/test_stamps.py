"""Times as they are spelt in the world, and what is never a time."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotwash.ports.stamps import STYLES, Basis, Stamp, find_stamp, from_counted, from_value, iso, to_stamp
from hotwash.ports.stamps.stamp import DAY, NS, to_datetime
from hotwash.ports.stamps.years import in_year, last_year, turns

LINES = [
    ("2026-03-02 14:00:00,424 p=26492", "2026-03-02T14:00:00.424", "ms"),
    ("web-1  | 2026-03-02T14:00:00.584725130Z up", "2026-03-02T14:00:00.584725130Z", "ns"),
    ("10.0.0.1 - - [02/Mar/2026:14:00:36 -0700] x", "2026-03-02T21:00:36Z", "second"),
    ("Monday 2 March 2026  15:32:44 +0100 (0:00:01)", "2026-03-02T14:32:44Z", "second"),
    ("[Mon Mar  2 22:49:12 2026] x", "2026-03-02T22:49:12", "second"),
    ("Mar  2 09:23:38 host x", "--03-02T09:23:38", "second"),
    ("août 19 11:08:37 host x", "--08-19T11:08:37", "second"),
    ("E0302 15:04:22.619632 195 x", "--03-02T15:04:22.619632", "us"),
    ("03-17 16:13:38.811  1702 x", "--03-17T16:13:38.811", "ms"),
    ("260302  0:04:00 [Warning] x", "2026-03-02T00:04:00", "second"),
    ("@40000000433225833b6e1a8c tcp", "2005-09-22T03:31:05.997071500Z", "ns"),
    ("Mar 02, 2026 3:04:05 PM x", "2026-03-02T15:04:05", "second"),
    ("02-Mar-2026 15:04:05.000 INFO", "2026-03-02T15:04:05.000", "ms"),
    ("2026-03-02 01:45:01.123 PST [1]", "2026-03-02T01:45:01.123-08:00", "ms"),
    ("2026-03-02T21:08:10.313913FOO x", "2026-03-02T21:08:10.313913", "us"),
    ("20260302T030405Z x", "2026-03-02T03:04:05Z", "second"),
    ("2026-03-02 10:30 x", "2026-03-02T10:30", "minute"),
    ("2026-03-02T23:59:60Z leap", "2026-03-03T00:00:00Z", "second"),
    ("20260302-9:4:7:15|Step|1|x", "2026-03-02T09:04:07.015", "ms"),
    ("[03.02 16:49:06] x.exe - open", "--03-02T16:49:06", "second"),
    ("[4018] 02 Mar 07:01:22.119 * saved", "--03-02T07:01:22.119", "ms"),
    ("2026 Mar  2 10:00:00 switch %X: y", "2026-03-02T10:00:00", "second"),
    ("03/02-12:55:38.765402  [**] [1:1:0] x", "--03-02T12:55:38.765402", "us"),
    ("03/02/2026-12:55:38.765402  [**] x", "2026-03-02T12:55:38.765402", "us"),
    ("[02/Mar/2026 10:00:00] GET", "2026-03-02T10:00:00", "second"),
    ("mar/02/2026 10:00:00 system,info x", "2026-03-02T10:00:00", "second"),
    ("Mar-02-26 19:57:00 [x] y", "2026-03-02T19:57:00", "second"),
    ("2026:03:02-00:17:45: x", "2026-03-02T00:17:45", "second"),
    ("Mon Mar  2 09:17:56 2026 UTC x", "2026-03-02T09:17:56Z", "second"),
    ("Mon Mar  2 02:00:00 PM CET 2026", "2026-03-02T14:00:00+01:00", "second"),
    ("[02-Mar-2026 15:04:05 Europe/Berlin] PHP", "2026-03-02T14:04:05Z", "second"),
    ("[02-Mar-2026 15:04:05 Nowhere/Else] PHP", "2026-03-02T15:04:05", "second"),
    ("Mon Mar 02 2026 15:04:05 GMT+0100 (CET)", "2026-03-02T14:04:05Z", "second"),
    ("2026-03-02T14:00:00.123+0000: 0.522: [GC", "2026-03-02T14:00:00.123Z", "ms"),
    ("date=2026-03-02 time=11:37:47 logid=1", "2026-03-02T11:37:47", "second"),
    ('<time="15:00:01.250-60" date="03-02-2026"', "2026-03-02T14:00:01.250Z", "ms"),
    ("15:04:05.5 2026-03-02 x", "2026-03-02T15:04:05.5", "ms"),
    ("15:04:05 02/03/2026 x", "2026-02-03T15:04:05", "second"),
    ("3/2/2026\t2:27:48 PM\tBlocked", "2026-03-02T14:27:48", "second"),
    ('"2026-03-02","10:00:00","x"', "2026-03-02T10:00:00", "second"),
    ("69a59a20.07dd3a31 0x7f5 conn=1", "2026-03-02T14:09:36.131938865Z", "ns"),
    ("20260302<;>1445<;>Eicar", "2026-03-02T14:45", "minute"),
    ("38020F0A2B32,46,2,9,LAP-1", "2026-03-15T10:43:50", "second"),
    ("  1234:20260302:100000.123 Starting", "2026-03-02T10:00:00.123", "ms"),
    ("I260302 10:00:00.123456 1 x.go:1", "2026-03-02T10:00:00.123456", "us"),
    ("[12:34:0302/150405.123456:ERROR:gpu.cc(4)] x", "--03-02T15:04:05.123456", "us"),
    ("20260302150405 x", "2026-03-02T15:04:05", "second"),
]


@pytest.mark.parametrize(("text", "expected", "precision"), LINES)
def test_a_time_in_a_line(text: str, expected: str, precision: str) -> None:
    found = find_stamp(text)
    assert found is not None
    assert (iso(found.stamp), found.stamp.precision.value) == (expected, precision)


@pytest.mark.parametrize("text", [text for text, _, _ in LINES])
def test_the_sign_of_a_style_is_there_wherever_the_style_is(text: str) -> None:
    found = [style for style in STYLES if style.sign and style.pattern.search(text)]
    assert all(style.sign and style.sign.search(text) for style in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing here",
        "version 1.2.3 of 4",
        "192.168.10.12:8080 up",
        "2026-13-40 25:61:61",
        "2026-02-30 10:00:00",
        "id 12:34",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert find_stamp(text) is None


VALUES = [
    (1433190184356, "2015-06-01T20:23:04.356Z"),
    (1502709956288000110, "2017-08-14T11:25:56.288000110Z"),
    ("1736478514.897649", "2025-01-10T03:08:34.897649Z"),
    (1466801812.435, "2016-06-24T20:56:52.435Z"),
    ("2021-04-28 21:50:00 +0200", "2021-04-28T19:50:00Z"),
    ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    ("2400-01-01T00:00:00Z", "2400-01-01T00:00:00Z"),
    ({"$date": "2026-07-28T18:00:00.903+02:00"}, "2026-07-28T16:00:00.903Z"),
    ("1/9/2007 9:41:00 PM", "2007-01-09T21:41:00"),
    (20260302140005, "2026-03-02T14:00:05"),
    ("20260302140005.250Z", "2026-03-02T14:00:05.250Z"),
    ("Mon, 2 Mar 2026 14:00:05 GMT", "2026-03-02T14:00:05Z"),
    ("Monday, 02-Mar-26 14:00:05 GMT", "2026-03-02T14:00:05Z"),
    ("Mon 2026-03-02 14:00:05 UTC", "2026-03-02T14:00:05Z"),
]


@pytest.mark.parametrize(("value", "expected"), VALUES)
def test_a_time_in_a_field(value: object, expected: str) -> None:
    stamp = from_value(value)
    assert stamp is not None
    assert iso(stamp) == expected


@pytest.mark.parametrize(
    "value",
    [
        0,
        None,
        "-",
        "",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        True,
        12,
        float("nan"),
        float("inf"),
        10**30,
        "soon",
        [],
    ],
)
def test_sentinels_and_others_are_no_value(value: object) -> None:
    assert from_value(value) is None


COUNTED = [
    ("filetime", 134169339000000000, "2026-03-02T14:05:00.0000000Z"),
    ("visitwebkittime", "13417013100000000", "2026-03-03T12:05:00.000000Z"),
    ("ticks", 639080571000000000, "2026-03-02T14:05:00.0000000Z"),
    ("cfabsolutetime", "794121900.5", "2026-03-02T05:25:00.5Z"),
]


@pytest.mark.parametrize(("name", "value", "expected"), COUNTED)
def test_counts_from_other_years_where_the_name_says_so(name: str, value: object, expected: str) -> None:
    stamp = from_counted(name, value)
    assert stamp is not None
    assert iso(stamp) == expected
    assert from_counted("time", value) is None


EARLY, LATE = datetime(2, 1, 1), datetime(9999, 12, 30)  # noqa: DTZ001 - hypothesis wants them naive


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.datetimes(min_value=EARLY, max_value=LATE), st.integers(-14 * 60, 14 * 60))
def test_every_iso_time_comes_back(moment: datetime, minutes: int) -> None:
    sign, size = ("-", -minutes) if minutes < 0 else ("+", minutes)
    text = moment.strftime("%m-%dT%H:%M:%S.") + f"{moment.microsecond:06d}{sign}{size // 60:02d}:{size % 60:02d}"
    stamp = from_value(f"{moment.year:04d}-{text}")
    assert stamp is not None
    expected = (moment - datetime(1970, 1, 1)) // timedelta(seconds=1) - minutes * 60  # noqa: DTZ001
    assert stamp.ns // NS == expected
    assert (stamp.offset, stamp.zone) == (minutes * 60, Basis.LINE)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(10**17, 9 * 10**18))
def test_nanoseconds_stay_whole_numbers(ns: int) -> None:
    stamp = from_value(ns)
    assert stamp is not None
    assert stamp.ns == ns


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    found = find_stamp(text)
    assert found is None or isinstance(iso(found.stamp), str)


def test_outside_the_calendar_is_no_time_for_rows() -> None:
    assert to_stamp((2026, 2, 29), (0, 0, 0), "", 0) is None
    assert to_datetime(Stamp(10**22, 0, 0)) is None
    assert to_datetime(Stamp(0, 0, None)) is None


def test_new_year_is_a_large_jump_back_only() -> None:
    december, january = 364 * DAY * NS, 2 * DAY * NS
    assert turns([december, january, january - NS, december]) == [0, 1, 1, 0]


def test_the_year_puts_the_last_record_before_the_reference() -> None:
    last = to_stamp((0, 12, 31), (10, 0, 0), "", None)
    reference = to_stamp((2026, 3, 2), (0, 0, 0), "", 0)
    assert last is not None
    assert reference is not None
    year = last_year([last.ns], reference.ns)
    moved = in_year(last, year, Basis.REFERENCE)
    assert year == 2025
    assert moved is not None
    assert iso(moved) == "2025-12-31T10:00:00"


def test_a_leap_day_has_no_place_in_a_common_year() -> None:
    leap = to_stamp((0, 2, 29), (10, 0, 0), "", None)
    assert leap is not None
    assert in_year(leap, 2026, Basis.FILE) is None
    moved = in_year(leap, 2024, Basis.FILE)
    assert moved is not None
    assert iso(moved) == "2024-02-29T10:00:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("134169264001234567", "2026-03-02T12:00:00.1234567Z"),  # FILETIME
        ("13416926400123456", "2026-03-02T12:00:00.123456Z"),  # WebKit
        ("2026-03-02-14.00.00.123456+060", "2026-03-02T13:00:00.123456Z"),  # Db2
        ("20260302140000.123456-300", "2026-03-02T19:00:00.123456Z"),  # WMI
    ],
)
def test_counts_and_zones_of_other_systems(text: str, expected: str) -> None:
    stamp = from_value(text)
    assert stamp is not None
    assert iso(stamp) == expected

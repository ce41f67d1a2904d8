import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.reports.core.reading.times import Clock, Day, Found, at_head, day_of, inside, zone_offset

Parts = tuple[tuple[int, int, int] | None, tuple[int, int] | None, int | None, str]


def parts(found: Found | None) -> Parts | None:
    if found is None:
        return None
    day = (found.day.year, found.day.month, found.day.day) if found.day else None
    clock = (found.clock.hour, found.clock.minute) if found.clock else None
    return day, clock, found.offset, found.rest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13:02 UTC - deploy", (None, (13, 2), 0, "deploy")),
        ("2025-03-04 13:02: deploy", ((2025, 3, 4), (13, 2), None, "deploy")),
        ("2025-03-04T13:02:11.5Z deploy", ((2025, 3, 4), (13, 2), 0, "deploy")),
        ("2025-03-04 13.02 deploy", ((2025, 3, 4), (13, 2), None, "deploy")),
        ("[13:02] deploy", (None, (13, 2), None, "deploy")),
        ("[13:02-14:40] slow", (None, (13, 2), None, "slow")),
        ("~13:30-13:45", (None, (13, 30), None, "")),
        ("c.15.30 job began", (None, (15, 30), None, "job began")),
        ("04:49 PM UTC down", (None, (16, 49), 0, "down")),
        ("2 am: quiet", (None, (2, 0), None, "quiet")),
        ("12:05 a.m. quiet", (None, (0, 5), None, "quiet")),
        ("4. March, 11:00", ((0, 3, 4), (11, 0), None, "")),
        ("March 4th, 2025, 12:42 PM", ((2025, 3, 4), (12, 42), None, "")),
        ("Tuesday 4 March 2025 at 9:15 CET: up", ((2025, 3, 4), (9, 15), 3600, "up")),
        ("04.03.2025 14:05 Uhr", ((2025, 3, 4), (14, 5), None, "Uhr")),
        ("03:00 (UTC+2) up", (None, (3, 0), 7200, "up")),
        ("13:02 CET to 13:40 CET outage", (None, (13, 2), 3600, "outage")),
        ("1430Z landed", (None, (14, 30), 0, "landed")),
        ("9.59 ALERT DOWN", (None, (9, 59), None, "ALERT DOWN")),
        ("18 May 2025", ((2025, 5, 18), None, None, "")),
        ("2025-12-12 through 2025-12-15: reports", ((2025, 12, 12), None, None, "reports")),
        ("24:00 end", (None, (0, 0), None, "end")),
        ("3 pods failed", None),
        ("12 hours later", None),
        ("5.5% of requests", None),
        ("10.128.0.7 pod", None),
        ("1.2.3 released", None),
        ("May we go", None),
        ("25:99 never", None),
        ("2025-13-40 never", None),
        ("", None),
    ],
)
def test_at_head(text: str, expected: Parts | None) -> None:
    assert parts(at_head(text)) == expected


def test_ranges_and_abouts() -> None:
    found = at_head("~13:30-13:45 nothing works")
    assert found == Found(None, Clock(13, 30), Clock(13, 45), None, True, "nothing works")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5-26-21", Day(2021, 5, 26)),
        ("26/5/2021", Day(2021, 5, 26)),
        ("26.05.2021", Day(2021, 5, 26)),
        ("2021/05/26", Day(2021, 5, 26)),
        ("26th of May, 2021", Day(2021, 5, 26)),
        ("May 26", Day(0, 5, 26)),
        ("1850-01-01", None),
        ("nothing", None),
    ],
)
def test_day_of(text: str, day: Day | None) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 4 March 2025 at 13:02 UTC the pool ran dry.", ((2025, 3, 4), (13, 2), 0)),
        ("The pool ran dry at 13:02 on 4 March 2025.", ((2025, 3, 4), (13, 2), None)),
        ("Version 1.10:20 is out", None),
        ("no time here", None),
    ],
)
def test_inside(text: str, expected: tuple[object, ...] | None) -> None:
    found = parts(inside(text))
    assert (found and found[:3]) == expected


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("UTC", 0), ("(CEST)", 7200), ("UTC-5", -18_000), ("+05:30", 19_800), ("the", None), ("DNS", None), ("", None)],
)
def test_zone_offset(text: str, seconds: int | None) -> None:
    assert zone_offset(text) == seconds


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    at_head(text)
    inside(text)

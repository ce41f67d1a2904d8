import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.evidence.core.customers import MOST_BINS, Reported, course, course_svg, known_by, read_table, told

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 3, 10)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("13:05", [(at(5), 1, "other", "")]),
        ("13:05;3\n13:06;2;mail", [(at(5), 3, "other", ""), (at(6), 2, "mail", "")]),
        ("2026-03-10T12:05:00Z,1,Ticket,cannot pay", [(at(5), 1, "ticket", "cannot pay")]),
        ("Time\tReports\tVia\n13:05\t4\tcall\n", [(at(5), 4, "call", "")]),
        ("ID,Subject,Created at\n7,\"pay, failed\",2026-03-10 13:05", [(at(5), 1, "other", "pay, failed")]),
        ("13:05, ,pigeon", [(at(5), 1, "other", "")]),
        ("\n \n", []),
    ],
)  # fmt: skip
def test_a_pasted_table(text, found):
    rows, problems = read_table(text, BERLIN, DAY)
    assert ([(row.at, row.count, row.channel, row.note) for row in rows], problems) == (found, [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("13:05\nsoon,2", "Line 2: “soon” is not a time."),
        ("13:05,many", "Line 1: “many” is not a number of reports."),
        ("13:05,0", "Line 1: 0 reports: between 1 and 1,000,000"),
        ("13:05,9999999", "Line 1: 9999999 reports: between 1 and 1,000,000"),
        ("13:05\n" * 5001, "More than 5,000 lines"),
        ("subject,number\nx,1", "Line 1: “subject” is not a time."),
    ],
)
def test_what_cannot_be_read_is_told(text, problem):
    assert read_table(text, BERLIN, DAY)[1][0].startswith(problem)


def test_the_course_holds_every_report_and_the_key_times_near_it():
    reports = [Reported(at(-7), 2), Reported(at(3), 5), Reported(at(40))]
    shown = course(reports, [at(0), at(60), at(60 * 24 * 9)])
    assert shown is not None
    assert (shown.start, shown.step, shown.total, len(shown.counts)) == (at(-7), timedelta(minutes=1), 8, 68)
    assert (shown.counts[0], shown.counts[10], shown.counts[47]) == (2, 5, 1)
    assert course([], [NOON]) is None


@given(st.lists(st.integers(0, 60 * 24 * 400), min_size=1, max_size=30), st.integers(1, 9))
def test_of_any_reports_none_is_lost_and_the_picture_is_bounded(minutes, count):
    reports = [Reported(at(minute), count) for minute in minutes]
    shown = course(reports, [at(10)])
    assert shown is not None
    assert (shown.total, len(shown.counts) <= MOST_BINS + 1) == (count * len(minutes), True)
    ET.fromstring(course_svg(shown, {"detected <b>": at(10)}, str))


def test_how_it_stands_to_alert_and_detection():
    reports = [Reported(at(-7), 2), Reported(at(3), 5)]
    assert told(reports, detected=at(0), alerted=at(-10))[1:] == [
        "The first report came 3 min after the first alert.",
        "The first report came 7 min before the detection.",
    ]
    assert told(reports, detected=at(-7), alerted=None)[1:] == ["The first report came with the detection."]
    assert (told([], detected=NOON, alerted=NOON), told(reports, detected=None, alerted=None)[0][:9]) == (
        [],
        "7 reports",
    )


def test_how_many_were_known():
    reports = [Reported(at(3), 5), Reported(at(-7), 2)]
    assert [known_by(reports, at(minute)) for minute in (-8, -7, 0, 3, 9)] == [0, 2, 2, 7, 7]


def test_the_picture_says_what_it_shows():
    shown = course([Reported(at(-7), 2), Reported(at(3), 5)], [at(0)])
    assert shown is not None
    svg = course_svg(shown, {"detected": at(0), "far": at(9999)}, lambda when: f"{when:%H:%M}")
    assert 'aria-label="Customer reports: 7 from 11:53 to 12:04, at most 5 at once; key times: detected 12:00"' in svg
    assert (svg.count('class="bar"'), svg.count('class="limit"'), "style=" in svg) == (2, 1, False)

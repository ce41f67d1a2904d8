"""What is decided about collecting, in tables."""

from datetime import UTC, datetime, timedelta

import pytest

from hotwash.evidence.core.collecting import (
    LONGEST,
    MOST_ORIGIN,
    Answered,
    file_name,
    for_once,
    origin_of,
    problems_of,
    proposed,
    told,
    wait_before,
)
from hotwash.ports.collectors import Window

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("times", "over", "now", "begin", "end"),
    [
        ([NOON], None, NOON + HOUR, NOON - 30 * MINUTE, NOON + HOUR),
        ([NOON, None, NOON - HOUR], None, NOON, NOON - 90 * MINUTE, NOON),
        ([NOON], NOON + HOUR, NOON + 9 * HOUR, NOON - 30 * MINUTE, NOON + 75 * MINUTE),
        ([NOON], NOON + HOUR, NOON + HOUR, NOON - 30 * MINUTE, NOON + HOUR),  # nothing is known of what lies ahead
        ([NOON + 2 * HOUR], NOON + HOUR, NOON + 9 * HOUR, NOON + 90 * MINUTE, NOON + 135 * MINUTE),
        ([], None, NOON, NOON - 30 * MINUTE, NOON),
        ([NOON], None, NOON + 90 * timedelta(days=1), NOON + 59 * timedelta(days=1), NOON + 90 * timedelta(days=1)),
    ],
)
def test_the_window_that_is_proposed(
    times: list[datetime | None], over: datetime | None, now: datetime, begin: datetime, end: datetime
):
    found = proposed(times, over, now)
    assert (found.begin, found.end) == (begin, end)
    assert problems_of(found, now) == []


@pytest.mark.parametrize(
    ("begin", "end", "field"),
    [
        (NOON, NOON + HOUR, ""),
        (NOON, NOON, "end"),
        (NOON, NOON + LONGEST + MINUTE, "end"),
        (NOON + 3 * HOUR, NOON + 4 * HOUR, "begin"),
    ],
)
def test_what_a_window_cannot_be(begin: datetime, end: datetime, field: str):
    assert [one.field for one in problems_of(Window(begin, end), NOON + 2 * HOUR)] == ([field] if field else [])


def test_waiting_doubles_up_to_half_an_hour_and_as_long_as_is_asked():
    waits = [wait_before(attempt, None).total_seconds() for attempt in range(2, 14)]
    assert waits[:4] == [5, 10, 20, 40]
    assert waits[-1] == 1800
    assert wait_before(2, 90.0).total_seconds() == 90
    assert wait_before(9, 1.0) == wait_before(9, None)


@pytest.mark.parametrize(
    ("records", "pages", "size", "words"),
    [
        (0, 3, 120, "nothing in this window"),
        (1, 1, 900, "1 record in 1 page, 900 bytes"),
        (12_000, 3, 2_400_000, "12,000 records in 3 pages, 2,400 kB"),
        (5, 2, 48_000_000, "5 records in 2 pages, 48 MB"),
    ],
)
def test_what_came_in_words(records: int, pages: int, size: int, words: str):
    assert told(records, pages, size) == words


def test_a_file_never_has_the_name_of_a_path():
    assert file_name("Logs", "a/b\\..\n c", NOON, b" [1]") == "Logs a-b-.. c 2026-03-02 12.00.json"
    assert file_name("x" * 200, "y", NOON, b"text").endswith(" 2026-03-02 12.00.log")
    assert len(file_name("x" * 200, "y" * 900, NOON, b"")) < 160


def test_where_a_file_is_from_is_told_and_does_not_grow_for_ever():
    answers = [Answered(f"GET https://a.example/?page={n}", 2, 900, "ab" * 32) for n in range(MOST_ORIGIN + 5)]
    window = Window(NOON, NOON + HOUR)
    one = origin_of("Logs", window, answers[:1])
    assert one.splitlines() == [
        "Collected from Logs, 2026-03-02 12:00:00 to 2026-03-02 13:00:00 UTC.",
        "GET https://a.example/?page=0",
        f"  2 records, 900 bytes, SHA-256 {'ab' * 32}",
    ]
    many = origin_of("Logs", window, answers, "the limit of 105 pages")
    assert "There was more: the limit of 105 pages ended it." in many
    assert "105 answers stand in it" in many
    assert many.endswith("… and 5 more.")


def test_a_dry_run_promises_nothing():
    assert for_once("Loki is busy (status 503). It will be asked again.") == "Loki is busy (status 503)."
    assert for_once("Loki has nothing at this address.") == "Loki has nothing at this address."

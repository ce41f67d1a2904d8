"""Several entries become one, one becomes several: the values of the result."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from hotwash.evidence.core.rearranging import MOST, Part, Told, brought_back, merged, parts_of, split, suggested
from hotwash.kernel.core.refusal import Refusal

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
HOUR = timezone(timedelta(hours=1))


def told(minute: int, text: str, **more: object) -> Told:
    return replace(Told(NOON + timedelta(minutes=minute), text), **more)  # type: ignore[arg-type]


def test_one_from_several_reaches_from_the_first_to_the_last():
    stays = told(5, "Pool exhausted", level="error", detail="200 of 200")
    early = told(2, "Latency rises", precision="minute", zone_basis="assumed", file_id=7, line=12)
    late = told(9, "Errors fall", until=NOON + timedelta(minutes=11), level="warning", why_known="We saw the chart.")
    found = merged(stays, [late, early])
    assert isinstance(found, Told)
    assert (found.at, found.until) == (early.at, late.until)
    assert (found.text, found.precision, found.zone_basis, found.level) == (
        "Pool exhausted",
        "minute",
        "assumed",
        "error",
    )
    assert found.detail == "200 of 200\n2026-03-10 12:02:00 UTC Latency rises\n2026-03-10 12:09:00 UTC Errors fall"
    assert (found.why_known, found.file_id, found.line) == ("We saw the chart.", 7, 12)


def test_entries_of_one_instant_stay_an_instant():
    found = merged(told(0, "a", file_id=1, line=1), [told(0, "b", file_id=2, line=2)])
    assert isinstance(found, Told)
    assert (found.until, found.file_id, found.line) == (None, 1, 1)


@pytest.mark.parametrize(
    ("others", "code"),
    [([], "others"), ([told(0, "x")] * (MOST + 1), "many"), ([told(0, "x" * 15_000), told(1, "y" * 15_000)], "long")],
)
def test_what_can_not_be_merged(others: list[Told], code: str):
    found = merged(told(0, "a"), others)
    assert isinstance(found, Refusal)
    assert found.reasons[0].code == code


def test_what_is_kept_for_the_undo_comes_back_the_same():
    for one in (told(0, "a"), told(0, "b", until=NOON + timedelta(hours=1), file_id=3, line=2**40, level="error")):
        assert brought_back(one.kept()) == one


def test_the_first_part_keeps_the_rest_and_the_others_share_the_proof():
    whole = told(0, "Restarted; errors fell", detail="more", why_known="then", precision="ms", file_id=4, line=8)
    found = split(whole, [Part(NOON, "Restarted"), Part(NOON + timedelta(minutes=2), " Errors fell ", "minute")])
    assert isinstance(found, list)
    first, second = found
    assert (first.text, first.detail, first.why_known, first.precision) == ("Restarted", "more", "then", "ms")
    assert (second.text, second.detail, second.why_known) == ("Errors fell", "", "")
    assert (second.precision, second.zone_basis, second.file_id, second.line) == ("minute", "setting", 4, 8)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ([Part(NOON, "one")], "Write at least two parts, each on a line of its own."),
        ([Part(NOON, "one"), Part(NOON, "  ")], "Part 2: Write what happened."),
        ([Part(NOON, "x")] * (MOST + 1), "An entry can be split into 50 parts at most."),
        (
            [Part(NOON, "one"), Part(NOON.replace(year=1700), "two")],
            "Part 2: 1700 is too far away. Enter a time between the years 1900 and 2999.",
        ),
    ],
)
def test_what_can_not_be_split(parts: list[Part], message: str):
    found = split(told(0, "a"), parts)
    assert isinstance(found, Refusal)
    assert str(found) == message


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Restarted the pool", "13:00:00 Restarted the pool"),
        ("Restarted; errors fell", "13:00:00 Restarted\n13:00:00 errors fell"),
        ("Down. 13:05 Restarted. 13:07:10 Up", "13:00:00 Down.\n13:05 Restarted.\n13:07:10 Up"),
        ("One\nTwo\n\nThree", "13:00:00 One\n13:00:00 Two\n13:00:00 Three"),
    ],
)
def test_where_an_entry_may_be_cut(text: str, lines: str):
    assert suggested(told(0, text), HOUR) == lines


def test_what_was_merged_is_offered_when_it_is_split_again():
    detail = "2026-03-10 12:02:00 UTC Latency rises\n2026-03-10 12:09:00 UTC Errors fall"
    assert suggested(told(0, "Down", detail=detail), UTC).startswith("12:00:00 Down\n2026-03-10 12:02:00")


def test_typed_parts_have_the_time_of_their_line_or_of_the_line_before():
    own = told(0, "x", precision="ms")
    exact = replace(own, at=own.at + timedelta(milliseconds=250))
    found = parts_of("13:00:00 Restarted\n\n  and waited\n13:05 Up\n2026-03-11 00:10:30 Down", exact, HOUR)
    assert found == [
        Part(exact.at, "Restarted", "ms"),
        Part(exact.at, "and waited", "ms"),
        Part(NOON + timedelta(minutes=5), "Up", "minute"),
        Part(datetime(2026, 3, 10, 23, 10, 30, tzinfo=UTC), "Down", "second"),
    ]


def test_a_time_that_is_none_is_said_with_its_part():
    found = parts_of("12:00 Up\n25:61 Down", told(0, "x"), UTC)
    assert isinstance(found, Refusal)
    assert str(found).startswith("Part 2: “25:61” is not a time.")

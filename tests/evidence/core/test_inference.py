"""Zones and years that are not in the line."""

from zoneinfo import ZoneInfo

import pytest

from hotwash.evidence.core.inference import Setting, infer
from hotwash.ports.formats import Record
from hotwash.ports.stamps import find_stamp, from_text, iso

NS = 1_000_000_000


def records(*texts: str) -> list[Record]:
    found = []
    for number, text in enumerate(texts):
        stamp = find_stamp(text)
        found.append(Record(stamp.stamp if stamp else None, text, number + 1))
    return found


def told(setting: Setting | None, *texts: str) -> list[tuple[str, str, str]]:
    return [(iso(r.stamp), r.stamp.zone.value, r.stamp.year.value) for r in infer(records(*texts), setting) if r.stamp]


def ns(text: str) -> int:
    stamp = from_text(text)
    assert stamp is not None
    return stamp.ns


CASES = [
    (None, ["2026/03/02 16:29:00 a", "2026-03-02T16:29:01+0200 b"], [
        ("2026-03-02T14:29:00Z", "file", "line"), ("2026-03-02T14:29:01Z", "line", "line")]),
    (None, ["2026-03-02 16:29:00 a", "2026-03-02 10:00:00 PST b", "2026-03-02 10:00:00 CET c"], [
        ("2026-03-02T16:29:00", "none", "line"), ("2026-03-02T10:00:00-08:00", "assumed", "line"),
        ("2026-03-02T10:00:00+01:00", "assumed", "line")]),
    (Setting(ZoneInfo("Europe/Berlin")), ["2026-07-01 12:00:00 a"], [("2026-07-01T10:00:00Z", "setting", "line")]),
    (None, ["Dec  9 12:00:03 h haproxy: 10.0.0.1 [09/Dec/2025:11:59:59.205] x", "Dec  9 12:00:04 h x"], [
        ("2025-12-09T12:00:03", "none", "record"), ("2025-12-09T12:00:04", "none", "file")]),
    (Setting(reference=ns("2026-01-02T00:00:00Z")), ["Dec 31 23:59:59 a", "Jan  1 00:00:01 b"], [
        ("2025-12-31T23:59:59", "none", "reference"), ("2026-01-01T00:00:01", "none", "reference")]),
    (Setting(ahead_ms=1500), ["2026-03-02T12:00:00.000Z a"], [("2026-03-02T11:59:58.500Z", "line", "line")]),
    (None, ["Mar  2 12:00:00 a"], [("--03-02T12:00:00", "none", "none")]),
]  # fmt: skip


@pytest.mark.parametrize(("setting", "texts", "expected"), CASES)
def test_what_a_line_lacks_is_inferred_and_marked(
    setting: Setting | None, texts: list[str], expected: list[tuple[str, str, str]]
) -> None:
    assert told(setting, *texts) == expected


def test_the_second_pass_of_an_autumn_hour_is_told_by_the_order_of_the_file() -> None:
    lines = ["2026-10-25 01:59:00 a", "2026-10-25 02:10:00 b", "2026-10-25 02:50:00 c", "2026-10-25 02:05:00 d",
             "2026-10-25 02:40:00 e", "2026-10-25 03:00:00 f"]  # fmt: skip
    assert [at for at, _, _ in told(Setting(ZoneInfo("Europe/Berlin")), *lines)] == [
        "2026-10-24T23:59:00Z", "2026-10-25T00:10:00Z", "2026-10-25T00:50:00Z", "2026-10-25T01:05:00Z",
        "2026-10-25T01:40:00Z", "2026-10-25T02:00:00Z",
    ]  # fmt: skip


def test_the_head_of_a_file_gives_its_year() -> None:
    found = [Record(stamp.stamp, "x", 2) for stamp in [find_stamp("I0302 14:00:00.5 7 a.cc:1] up")] if stamp]
    placed = list(infer(found, lines=["Log file created at: 2026/03/02 13:59:59"]))
    assert [(iso(r.stamp), r.stamp.year.value) for r in placed if r.stamp] == [("2026-03-02T14:00:00.5", "file")]


def test_a_year_holds_for_the_lines_of_the_file_that_have_none() -> None:
    lines = ["2025-12-31T23:59:59Z host a", "Jan  1 00:00:04 host b"]
    assert told(None, *lines)[1] == ("2026-01-01T00:00:04Z", "file", "file")

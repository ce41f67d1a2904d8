"""What logs look like on a bad day, each with what is read of it: how many records, from when to when, what is said."""

import io
import zipfile
from zoneinfo import ZoneInfo

import pytest

from hotwash.evidence.core.inference import Setting
from hotwash.evidence.core.opening import Limits, Member, open_members
from hotwash.evidence.core.reading import Reading, as_json
from hotwash.ports.formats import Body, Format, Record
from hotwash.ports.registry import plugins

FORMATS = plugins("formats", Format)
LINE = '{{"ts":"2026-03-02T14:00:0{0}Z","level":"info","msg":"m{0}"}}\n'
FIRST, LAST = "".join(map(LINE.format, range(3))), "".join(map(LINE.format, range(4, 7)))
SIX = (6, "2026-03-02T14:00:00Z", "2026-03-02T14:00:06Z")
MIXED = """2026-03-02 14:00:00,100 INFO a: up
{"ts":"2026-03-02T14:00:01Z","msg":"json"}
10.0.0.1 - - [02/Mar/2026:14:00:02 +0000] "GET / HTTP/1.1" 200 5
Mar  2 14:00:03 h app[1]: x
ts=2026-03-02T14:00:04Z level=info msg=x
"""
INTERLEAVED = """web-1  | 2026-03-02T14:00:00Z start
db-1   | 2026-03-02T14:00:00.5Z up
web-1  | 2026-03-02T14:00:01Z ERROR boom
db-1   | 2026-03-02T14:00:00.9Z slow
"""
LEAP = "2016-12-31T23:59:59Z a\n2016-12-31T23:59:60Z b\n2017-01-01T00:00:01Z c\n"
NANO = "2026-03-02T14:00:00.123456789Z a\n2026-03-02T14:00:00.123456790Z b\n"
COLOURS = (
    "\x1b[32m2026-03-02T14:00:00Z\x1b[0m \x1b[1;31mERROR\x1b[0m x\n\x1b]0;t\x07\x1b[90m2026-03-02T14:00:02Z\x1b[39m y\n"
)
ZEROS = "2026-03-02T14:00:00Z a\0b\n\0\x002026-03-02T14:00:01Z c\n" + "\0" * 3000 + "2026-03-02T14:00:02Z d\n"
TWO = (2, "2026-03-02T14:00:00Z", "2026-03-02T14:00:01Z")
CASES: dict[str, tuple[str, tuple[int, str, str], str]] = {
    "JSON cut off within a stream": (FIRST + '{"ts":"2026-03-02T14:00:03Z","lev\n' + LAST, SIX, "too early in line 4"),
    "JSON cut off, the next one glued to it": (FIRST + '{"ts":"2026-03-02T14:00:03Z","lev' + LAST, SIX, ""),
    "two objects in a line": (LINE.format(0).strip() + LINE.format(1) + LINE.format(6), (3, *SIX[1:]), ""),
    "mixed formats": (MIXED * 2, (10, "2026-03-02T14:00:00.100Z", "2026-03-02T14:00:04Z"), ""),
    "interleaved processes": (INTERLEAVED, (4, *TWO[1:]), ""),
    "a leap second": (LEAP, (3, "2016-12-31T23:59:59Z", "2017-01-01T00:00:01Z"), ""),
    "nanoseconds": (NANO, (2, NANO[:30], "2026-03-02T14:00:00.123456790Z"), ""),
    "epoch in s": ("1772460000 a\n1772460001 b\n", TWO, ""),
    "epoch in ms": ("1772460000000 a\n1772460001000 b\n", (2, *(f"{at[:-1]}.000Z" for at in TWO[1:])), ""),
    "epoch in us": ("1772460000000000 a\n1772460001000000 b\n", (2, *(f"{at[:-1]}.000000Z" for at in TWO[1:])), ""),
    "epoch in ns": ("1772460000000000001 a\n1772460001000000009 b\n",
                    (2, "2026-03-02T14:00:00.000000001Z", "2026-03-02T14:00:01.000000009Z"), ""),
    "colours": (COLOURS, (2, "2026-03-02T14:00:00Z", "2026-03-02T14:00:02Z"), ""),
    "CRLF": ("2026-03-02T14:00:00Z a\r\n  more\r\n2026-03-02T14:00:01Z b\r\n", TWO, ""),
    "NUL bytes and a hole of them": (ZEROS, (3, "2026-03-02T14:00:00Z", "2026-03-02T14:00:02Z"), ""),
}  # fmt: skip


def reading(raw: bytes, setting: Setting | None = None) -> Reading:
    return Reading(Body("evidence", io.BytesIO(raw)), FORMATS.values(), setting)


@pytest.mark.parametrize("name", CASES)
def test_a_bad_day(name: str) -> None:
    text, expected, said = CASES[name]
    got = as_json("x", reading(text.encode()).summed_up())
    assert (got["records"], got["earliest"], got["latest"]) == expected
    assert said in str(got["problems"])
    assert bool(got["problems"]) == bool(said)


@pytest.mark.parametrize("name", CASES)
def test_no_line_is_lost(name: str) -> None:
    """Whatever carries a word of its own is in a record, at the line where it stands."""
    text = CASES[name][0]
    records = list(reading(text.encode()).records())
    held = "".join(record.text for record in records)
    assert all(word in held for word in ("a", "b") if f" {word}\n" in text)
    lines = text.count("\n")
    assert all(1 <= record.line <= lines for record in records)
    assert [record.line for record in records] == sorted(record.line for record in records)


def test_a_clock_that_goes_back_an_hour() -> None:
    text = b"2026-10-25 02:30:00 a\n2026-10-25 02:59:00 b\n2026-10-25 02:10:00 c\n2026-10-25 03:00:00 d\n"
    records: list[Record] = list(reading(text, Setting(zone=ZoneInfo("Europe/Berlin"))).records())
    times = [record.stamp.ns for record in records if record.stamp]
    assert times == sorted(times)
    assert [(at - times[0]) // 60_000_000_000 for at in times] == [0, 29, 40, 90]


def nested(depth: int) -> bytes:
    raw, name = b"2026-03-02T14:00:00Z a\n" * 50, "a.log"
    for _ in range(depth):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(name, raw)
        raw, name = out.getvalue(), "inner.zip"
    return raw


def taken(raw: bytes, limits: Limits | None = None) -> list[tuple[Member, bytes]]:
    members = open_members("x.zip", io.BytesIO(raw), limits)
    return [(member, Body(member.name, member.stream).raw() if member.stream else b"") for member in members]


def test_an_archive_inside_an_archive_inside_an_archive() -> None:
    ((member, content),) = taken(nested(3))
    assert (member.name, content[-2:]) == ("x.zip/inner.zip/inner.zip/a.log", b"a\n")
    ((deep, _),) = taken(nested(6))
    assert "Unpack it and give it again" in deep.problem


def test_more_files_in_a_zip_than_anybody_reads() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(30):
            archive.writestr(f"{number}.log", "2026-03-02T14:00:00Z a\n")
    found = taken(out.getvalue(), Limits(members=20))
    assert len(found) == 21
    assert found[-1][0].problem == "Holds 30 files: the first 20 were read. Give the rest in parts."

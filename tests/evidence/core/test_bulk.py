"""Bulk reading gives what the reader of the format gives, on arrays and without them."""

import io
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotwash.evidence.core.bulk import Judge, Part, Plan, Unfit, index, judge_for, plan_for
from hotwash.evidence.core.bulk.index import blocks
from hotwash.evidence.core.columns import LEVELS
from hotwash.evidence.core.inference import Setting, infer
from hotwash.evidence.core.reading import Reading, Tally, as_json
from hotwash.ports.formats import Body, Record
from hotwash.ports.reading.body import SAMPLE
from hotwash.ports.reading.lines import AnyLog, LineReader
from hotwash.ports.stamps import Stamp

FORM = AnyLog()
WAYS = pytest.mark.parametrize("arrays", [True, False], ids=["arrays", "plain"])
Seen = tuple[int, int, int, int, str, int, object, object]


def log(count: int, line: str = "2026-03-10 {h:02d}:{m:02d}:{s:02d},{ms:03d} - {level:<5} [main] step {n}") -> bytes:
    levels = ("INFO", "WARN", "ERROR", "DEBUG")
    return "".join(
        line.format(h=n // 3600 % 24, m=n // 60 % 60, s=n % 60, ms=n * 7 % 1000, level=levels[n % 7 % 4], n=n) + "\n"
        for n in range(count)
    ).encode()


def reader_of(raw: bytes) -> tuple[Body, LineReader]:
    body = Body("some.log", io.BytesIO(raw))
    return body, FORM.reader(body.sample)


def by_reader(raw: bytes, setting: Setting | None = None) -> list[Seen]:
    return [seen(record) for record in infer(FORM.read(Body("some.log", io.BytesIO(raw))), setting)]


def seen(record: Record) -> Seen:
    stamp = record.stamp
    assert stamp is not None
    level = record.level.value if record.level else ""
    return (record.line, record.size, record.offset, stamp.ns, level, stamp.digits, stamp.zone, stamp.offset)


def in_bulk(
    raw: bytes, plan: Plan, setting: Setting | None = None, *, arrays: bool = True, step: int = 1000
) -> list[Seen]:
    judge = judge_for(plan, setting)
    found: list[Seen] = []
    for part in index((raw[at : at + step] for at in range(0, len(raw), step)), judge, arrays=arrays):
        found += rows(part, judge)
    return found


def rows(part: Part, judge: Judge) -> list[Seen]:
    columns = zip(part.line, part.size, part.start, part.ns, part.level, strict=True)
    found: list[Seen] = []
    for place, (line, size, start, ns, level) in enumerate(columns):
        stamp = part.others.get(place, judge.stamp)
        assert stamp is not None
        found.append((line, size, start, ns, LEVELS[level], stamp.digits, stamp.zone, stamp.offset))
    return found


def planned(raw: bytes) -> Plan:
    body, reader = reader_of(raw)
    plan = plan_for(body.sample, reader)
    assert plan is not None
    return plan


TRACE = (
    b"java.lang.IllegalStateException: closed\n\tat shop.Pool.take(Pool.java:41)\n\n\tat shop.Main.main(Main.java:7)\n"
)
ODD = [
    b"no time here at all\n",
    b"\n",
    b"   \n",
    TRACE,
    b"2026-03-10 00:00:61,000 - INFO  [main] a second that is none\n",
    b"2026-03-10 00:00:60,000 - INFO  [main] a leap second\n",
    b"2026-13-10 00:00:00,000 - INFO  [main] a month that is none\n",
    b"2026-03-10 00:00:0x,000 - INFO  [main] no digits\n",
    b"2026-03-10 00:00:00,00x - INFO  [main] no digits behind the point\n",
    b"2026-03-10 00:00:00,0001 - INFO  [main] one digit more\n",
    b"2026-03-10 00:00:00.000 - INFO  [main] a point\n",
    b"2026-03-10 00:00:00 - INFO  [main] without a fraction\n",
    b"2026-03-10 00:00:00,000 - INFORM [main] a longer word\n",
    b"2026-03-10 00:00:00,000 - INFO_2 [main] a word that goes on\n",
    b"2026-03-10 00:00:00,000 - FATAL [main] a word the sample does not have\n",
    b"2026-03-10 00:00:00,000 + ERROR [main] another sign\n",
    b"2026-03-10 00:00:00,000 - \n",
    b"2026-03-10 00:00:00,000\n",
    b"2026-03-10 00:00\n",
    b"\x1b[31m2026-03-10 00:00:00,000 - ERROR [main] in red\x1b[0m\n",
    b"2026-03-10 00:00:00,000 - ERROR [main] with a return\r\n",
    b"2026-03-10 00:00:00,000 - ERROR [main] \xff\xfe no UTF-8\n",
    "2026-03-10 00:00:00,000 - ERROR [main] größer\n".encode(),
    b"\x002026-03-10 00:00:00,000 - ERROR [main] after a NUL\n",
    b"10/Mar/2026:00:00:00 +0000 another style of time\n",
    b'{"time": "2026-03-10T00:00:00Z", "level": "error", "msg": "json in between"}\n',
]


@WAYS
@pytest.mark.parametrize("step", [7, 1000, 10**9])
def test_a_regular_log_is_read_as_its_reader_reads_it(arrays: bool, step: int) -> None:
    raw = log(3000)
    plan = planned(raw)
    assert (plan.shape.whole, plan.shape.point, plan.shape.digits, plan.between) == (19, ",", 3, " - ")
    assert plan.words == {"INFO": "info", "WARN": "warning", "ERROR": "error", "DEBUG": "debug"}
    assert in_bulk(raw, plan, arrays=arrays, step=step) == by_reader(raw)


@WAYS
@pytest.mark.parametrize("odd", ODD, ids=[odd[:44].decode("latin-1") for odd in ODD])
def test_a_line_that_differs_is_read_by_the_reader(odd: bytes, arrays: bool) -> None:
    raw = log(400) + odd + log(3) + odd + odd
    try:
        found = in_bulk(raw, planned(log(400)), arrays=arrays)
    except Unfit:
        assert b"+0000" in odd or b"json" in odd, "only a line with a zone among others without sends back"
        return
    assert found == by_reader(raw)


@settings(max_examples=60)
@given(st.lists(st.one_of(st.sampled_from(ODD[:-2]), st.binary(max_size=60), st.integers(0, 5000)), max_size=40))
def test_whatever_stands_between_the_lines_both_ways_agree(pieces: list[bytes | int]) -> None:
    lines = log(200).splitlines(keepends=True)
    raw = b"".join(lines[piece % 200] if isinstance(piece, int) else piece for piece in pieces)
    plan = planned(log(200))
    try:
        found = in_bulk(raw, plan, arrays=True, step=64)
    except Unfit:
        with pytest.raises(Unfit):
            in_bulk(raw, plan, arrays=False, step=64)
        return
    assert found == in_bulk(raw, plan, arrays=False, step=64)


@WAYS
def test_records_go_on_over_the_ends_of_blocks(arrays: bool) -> None:
    raw = b"".join(line + TRACE * 5 for line in log(200).splitlines(keepends=True)) + b"the end, without a line end"
    assert b"".join(blocks([raw], 256)) == raw
    assert in_bulk(raw, planned(raw), arrays=arrays, step=100) == by_reader(raw)


@WAYS
@pytest.mark.parametrize(
    "line",
    [
        "2026-03-10T{h:02d}:{m:02d}:{s:02d}.{ms:03d}Z {level} step {n}",
        "2026-03-10T{h:02d}:{m:02d}:{s:02d}.{ms:03d}456+02:00 worker-1 {level} step {n}",
        "[Tue Mar 10 {h:02d}:{m:02d}:{s:02d} 2026] [{level}] step {n}",
        "2026-03-10 {h:02d}:{m:02d}:{s:02d}, {level}, step {n}",
        "2026-03-10 {h:02d}:{m:02d}:{s:02d} step {n} without any level, error or not",
    ],
)
def test_other_ways_to_write_a_line(line: str, arrays: bool) -> None:
    raw = log(700, line)
    assert in_bulk(raw, planned(raw), arrays=arrays) == by_reader(raw)


@WAYS
def test_zone_and_clock_of_a_source_hold_here_too(arrays: bool) -> None:
    raw = log(7300)
    setting = Setting(ZoneInfo("Europe/Berlin"), None, 1500)
    assert in_bulk(raw, planned(raw), setting, arrays=arrays) == by_reader(raw, setting)


@pytest.mark.parametrize(
    "raw",
    [
        b"".join(b"Mar 10 00:00:%02d web app: step\n" % (n % 60) for n in range(300)),
        b"".join(b'{"time": "2026-03-10T00:00:%02dZ", "n": 1}\n' % (n % 60) for n in range(300)),
        b"".join(b"10.0.0.%d - - [10/Mar/2026:00:00:%02d +0000] x\n" % (n, n % 60) for n in range(300)),
    ],
    ids=["no year", "JSON", "a moving place"],
)
def test_what_does_not_fit_has_no_plan(raw: bytes) -> None:
    body, reader = reader_of(raw)
    assert plan_for(body.sample, reader) is None


def test_a_line_without_an_end_is_left_to_the_reader() -> None:
    for arrays in (True, False):
        with pytest.raises(Unfit):
            list(index([log(3), b"x" * (5 << 20)], judge_for(planned(log(9))), arrays=arrays, size=1 << 20))


def summed_up(raw: bytes, monkeypatch: pytest.MonkeyPatch | None = None) -> Tally:
    if monkeypatch:
        monkeypatch.setattr("hotwash.evidence.core.reading.wider_plan_for", lambda *_: None)
    return Reading(Body("some.log", io.BytesIO(raw)), [FORM]).summed_up()


@pytest.mark.parametrize(
    "tail",
    [b"", TRACE, b"2027-01-01 00:00:00.5 Z later, in another style\n", b"10/Mar/2026:00:00:00 +0000 x\n", b"# x"],
)
def test_the_sum_of_a_large_log_is_that_of_its_records(tail: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = log(8000) + tail * 3
    assert len(raw) > SAMPLE
    quick = summed_up(raw)
    slow = summed_up(raw, monkeypatch)
    assert as_json("x", quick) == as_json("x", slow)
    assert [bare(stamp) for stamp in ends(quick)] == [bare(stamp) for stamp in ends(slow)]


def ends(tally: Tally) -> list[Stamp]:
    return [stamp for stamp in (tally.earliest, tally.latest, tally.coarsest) if stamp]


def bare(stamp: Stamp) -> Stamp:
    return replace(stamp, raw="", ns=0)

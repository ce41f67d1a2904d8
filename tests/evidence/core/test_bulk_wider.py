"""Bulk reading of access logs, of times at a moving place, and of JSON lines gives what their readers give."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotwash.evidence.core.bulk import Plan, Unfit, index, judge_for, plan_for, wider_plan_for
from hotwash.evidence.core.columns import LEVELS
from hotwash.evidence.core.inference import infer
from hotwash.evidence.core.reading import Reading, as_json
from hotwash.plugins.formats.access_log import plugin as access_log
from hotwash.ports.formats import Body, Format
from hotwash.ports.reading.lines import AnyLog, LineReader
from hotwash.ports.reading.objects import AnyJson

WAYS = pytest.mark.parametrize("arrays", [True, False], ids=["arrays", "plain"])
Seen = tuple[int, int, int, int, str, int, object, object]


def clock(n: int) -> str:
    return f"{n // 3600 % 24:02d}:{n // 60 % 60:02d}:{n % 60:02d}"


def access(n: int) -> bytes:
    who, what, status = ("-", "bob", "alice")[n % 3], ("GET", "POST", "DELETE")[n % 5 % 3], (200, 404, 500, 302)[n % 4]
    lead = f"10.0.{n % 7}.{n % 250} - {who} [10/Mar/2026:{clock(n)} +0000]"
    return f'{lead} "{what} /cart/{n}?a=b HTTP/1.1" {status} {n} "-" "Mozilla/5.0 (X11; EE)"\n'.encode()


def service(n: int) -> bytes:
    level = ("INFO", "WARN", "ERROR")[n % 3]
    return f"web-{n % 11} shop[{n}]: 2026-03-10T{clock(n)}.{n % 1000:03d}Z {level} step {n}\n".encode()


def item(n: int) -> dict[str, object]:
    when = f"2026-03-10T{clock(n)}.{n * 7 % 1000:03d}Z"
    level = ("info", "warn", "error", 30)[n % 4]
    return {"time": when, "level": level, "msg": f'said "{n}"\n', "http": {"time": "x", "level": "y"}, "n": n / 3}


def line_of(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def objects(n: int) -> bytes:
    return line_of(item(n))


ODD_ACCESS = [
    b"\n",
    b"no request\n",
    b'10.0.0.1 - - [10/Mar/2026:00:00:00 +0000] "GET /a" 200 1 "x" 500 2\n',
    b'10.0.0.1 - - [10/Mar/2026:00:00:00 +0000] "GET /a"b HTTP/1.1" 500 1\n',
    b'10.0.0.1 - - [10/Mar/2026:00:00:00 +0000] "GET /a"b" 200 x" 500 1\n',
    b'10.0.0.1 - - [10/Mar/2026:00:00:00 +0000] "GET  /a HTTP/1.1" 200 1\n',
    b'10.0.0.1 - - [10/Mar/2026:00:00:00 +0000] "-" 408 0\n',
    b'10.0.0.1 - - [10/Mar/2026:00:00:00 +0000] "GET /a HTTP/1.1"  200 1\n',
    b'10.0.0.1 - - [10/Mar/2026:00:00:00 +0000] "GET /a HTTP/1.1" 2000 1\n',
    b'10.0.0.1 - - [10/Mar/2026:00:00:00 +0000] "GET /a HTTP/1.1" 500\n',
    b'10.0.0.1 - - [10/Mar/2026:00:00:00 +0000] "GET /a HTTP/1.1" 500 ',
    b'10.0.0.1 - - [10/Mar/2026:00:00:00 +0000] "TRACE /a HTTP/1.1" 500 7\n',
    b'10.0.0.1 - - [10/Mar/2026:00:00:00 +0000] "\\x16\\x03\\x01" 400 7\n',
    b'10.0.0.1 - - [10/Mar/2026:00:00:00 +0100] "GET /a HTTP/1.1" 200 another zone\n',
    b'10.0.0.1 - - [10/Mar/2026:00:00:60 +0000] "GET /a HTTP/1.1" 200 leap\n',
    b'10.0.0.1 - - [31/Feb/2026:00:00:00 +0000] "GET /a HTTP/1.1" 200 no day\n',
    b'10.0.0.1 - bob smith [10/Mar/2026:00:00:00 +0000] "GET /a HTTP/1.1" 200 a word more\n',
    b'10.0.0.1 -  - [10/Mar/2026:00:00:00 +0000] "GET /a HTTP/1.1" 200 two blanks\n',
    b'10.0.0.1 -\t- [10/Mar/2026:00:00:00 +0000] "GET /a HTTP/1.1" 200 tab\n',
    b'10.0.0.1 - b\xc2\xa0b [10/Mar/2026:00:00:00 +0000] "GET /a HTTP/1.1" 200 hard blank\n',
    b'10.0.0.1 - - [10/Mar/2026:00:00:00 +0000] "GET /\xe4 HTTP/1.1" 500 no UTF-8\n',
    b'10.0.0.1 - - [10/Mar/2026:00:00:00 +0000] "GET /a HTTP/1.1" 500 later \xe4\n',
    b'10.0.0.1 - - [10/Mar/2026:00:00:00 +0000] "GET /a HTTP/1.1" 500 return\r\n',
    b'\x1b[31m10.0.0.1 - - [10/Mar/2026:00:00:00 +0000] "GET /a HTTP/1.1" 500 red\n',
    b'10.0.0.1 - - \x00[10/Mar/2026:00:00:00 +0000] "GET /a HTTP/1.1" 500 NUL\n',
    b'at - - [10/Mar/2026:00:00:00 +0000] "GET /a HTTP/1.1" 200 a trace\n',
    b'my.Error - - [10/Mar/2026:00:00:00 +0000] "GET /a HTTP/1.1" 200 a trace\n',
    b'1Error.x - - [10/Mar/2026:00:00:00 +0000] "GET /a HTTP/1.1" 200 a trace\n',
    b'host {"a":1 - [10/Mar/2026:00:00:00 +0000] "GET /a HTTP/1.1" 200 {"b":1}\n',
    b'host {"time":"2026-03-10T00:00:00Z"} - [10/Mar/2026:00:00:00 +0000] "GET / HTTP/1.1" 200 {}\n',
    b' 10.0.0.1 - - [10/Mar/2026:00:00:00 +0000] "GET /a HTTP/1.1" 200 indented\n',
    b'::1 - - [10/Mar/2026:00:00:00 +0000] "GET /a HTTP/1.1" 200 IPv6\n',
    b"2026/03/10 00:00:00 [error] 7#7: *1 connect() failed\n",
    b"10.0.0.1\n",
    b"10.0.0.1 - - [",
]
ODD_SERVICE = [
    b"\n",
    b"\tat shop.Main.main(Main.java:7)\n",
    b"web-1  shop[1]: 2026-03-10T00:00:00.000Z ERROR two blanks\n",
    b"web-1 shop[1]: 2026-03-10T00:00:00.000+01:00 ERROR another zone\n",
    b"web-1 shop[1]: 2026-03-10T00:00:00.000Z ERRORS another word\n",
    b"web-1 2026-03-10T00:00:00.000Z ERROR a word less\n",
    b"Web-1 shop[1]: 2026-03-10T00:00:00.000Z ERROR a capital\n",
    b"2026-03-10T00:00:00.000Z ERROR at the margin\n",
]
ODD_JSON = [
    b"\n",
    b"   \n",
    b"not JSON\n",
    b'{"time":"2026-03-10T00:00:00.000Z","level":"error","msg":"cut o\n',
    b'{"time":"2026-03-10T00:00:00.000Z","level":"error","a":[1\n',
    b'2],"b":1}\n',
    b'{"time":"2026-03-10T00:00:00.000Z","level":"error","a":["x"}\n',
    line_of(item(1)).rstrip() + b"\r\n",
    b" " + line_of(item(1)),
    b" " * 90 + line_of(item(1)),
    line_of(item(1)).rstrip() + b"  \n",
    line_of(dict(reversed(item(2).items()))),
    line_of({**item(3), "timestamp": "2027-01-01T00:00:00Z"}),
    line_of({"timestamp": "soon", **item(3)}),
    line_of({**item(3), "new": 1, "created_at": "2020-01-01T00:00:00Z"}),
    line_of({**item(3), "log": {"level": "fatal"}, "level": "nothing"}),
    line_of({**item(3), "severity": "fatal", "level": "nothing"}),
    line_of({**item(3), "severity": "fatal"}),
    line_of({**item(3), "level": True}),
    line_of({**item(3), "level": 50.0}),
    line_of({**item(3), "level": None}),
    line_of({**item(3), "level": {"a": 1}}),
    line_of({**item(3), "level": "größer"}),
    line_of({**item(3), "time": "2026-03-10T00:00:61.000Z"}),
    line_of({**item(3), "time": "2026-13-10T00:00:00.000Z"}),
    line_of({**item(3), "time": "2026-03-10T00:00:00Z"}),
    line_of({**item(3), "time": "2026-03-10T00:00:00.000Zulu"}),
    line_of({**item(3), "time": "2026-03-10T00:00:00.000+02:00"}),
    line_of({**item(3), "time": "2026-03-10T00:00:00.000Z\n"}),
    line_of({**item(3), "time": "1970-01-01T00:00:00.000Z", "created": "2026-03-10T00:00:00Z"}),
    line_of({**item(3), "time": 1773100800}),
    line_of({**item(3), "time": 1773100800123}),
    line_of({**item(3), "time": {"$date": "2026-03-10T00:00:00Z"}}),
    line_of({**item(3), "time": ["2026-03-10T00:00:00Z"], "date": "2026-03-11T00:00:00Z"}),
    b'{"time":"2026-03-10T00:00:00.000Z","time":"2026-03-11T00:00:00.000Z","level":"info","level":"error"}\n',
    b'{"\\u0074ime":"2026-03-10T00:00:00.000Z","level":"\\u0065rror"}\n',
    b'{"time":"2026-03-10T00:00:00.000Z","level":"error","msg":"a\\\\","n":1e999}\n',
    b'{"time":"2026-03-10T00:00:00.000Z","level":"error","msg":"\\q"}\n',
    b'{"time":"2026-03-10T00:00:00.000Z","level":"error","msg":"\xff"}\n',
    b'{"time":"2026-03-10T00:00:00.000Z","level":"e\xff","msg":"x"}\n',
    b'{"time":"2026-03-10T00:00:00.000\xff","level":"error","msg":"x"}\n',
    b'{"time":"2026-03-10T00:00:00.000Z","level":' + b"9" * 5000 + b"}\n",
    b'{"time":"2026-03-10T00:00:00.000Z","level":"error","msg":"\x00"}\n',
    b'{"time":"2026-03-10T00:00:00.000Z","level":"error","msg":"\x1b[31m"}\n',
    b'{"time":"2026-03-10T00:00:00.000Z","level":"error","msg":"\\ud800"}\n',
    b'{"time":"2026-03-10T00:00:00.000Z","level":"error","n":01}\n',
    b'{"time":"2026-03-10T00:00:00.000Z","level":"error","a":' + b"[" * 1100 + b"]" * 1100 + b"}\n",
    b'{"":{"time":"2026-03-10T00:00:00.000Z"},"time":"2026-03-11T00:00:00.000Z"}\n',
    b'{"a\\"b":1,"time":"2026-03-11T00:00:00.000Z"}\n',
    b"{}\n",
    b'["time","2026-03-10T00:00:00.000Z"]\n',
    b'"time"\n',
    b'{"msg":"no time"}\n',
    line_of(item(4)).rstrip() + line_of(item(5)),
    line_of(item(4)).rstrip() + b" " + line_of(item(5)),
]


@dataclass(frozen=True, eq=False)
class Kind:
    form: AnyLog | AnyJson
    line: Callable[[int], bytes]
    odd: list[bytes]

    def raw(self, count: int) -> bytes:
        return b"".join(map(self.line, range(count)))

    def reader(self, body: Body) -> LineReader:
        return self.form.reader(body.sample)

    @cache  # noqa: B019 - a few, for as long as the tests run
    def plan(self) -> Plan:
        body = Body("some.log", io.BytesIO(self.raw(400)))
        assert plan_for(body.sample, self.reader(body)) is None
        plan = wider_plan_for(body.sample, self.reader(body))
        assert plan is not None
        return plan


KINDS = {
    "access log": Kind(access_log, access, ODD_ACCESS),  # type: ignore[arg-type]
    "words first": Kind(AnyLog(), service, ODD_SERVICE),
    "JSON lines": Kind(AnyJson(), objects, ODD_JSON),
}
EACH = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))


def by_reader(raw: bytes, plan: Plan) -> list[Seen]:
    body = Body("some.log", io.BytesIO(raw))
    body.encoding = "utf-8"  # as of the log that the plan was made for
    found: list[Seen] = []
    for record in infer(plan.reader.read(body)):
        stamp = record.stamp
        level = record.level.value if record.level else ""
        assert stamp is not None
        found.append((record.line, record.size, record.offset, stamp.ns, level, stamp.digits, stamp.zone, stamp.offset))
    return found


def in_bulk(raw: bytes, plan: Plan, *, arrays: bool = True, step: int = 1000) -> list[Seen]:
    judge = judge_for(plan)
    found: list[Seen] = []
    for part in index((raw[at : at + step] for at in range(0, len(raw), step)), judge, arrays=arrays, size=step):
        columns = zip(part.line, part.size, part.start, part.ns, part.level, strict=True)
        for place, (line, size, start, ns, level) in enumerate(columns):
            stamp = part.others.get(place, judge.stamp)
            assert stamp is not None
            found.append((line, size, start, ns, LEVELS[level], stamp.digits, stamp.zone, stamp.offset))
    return found


@EACH
@WAYS
@pytest.mark.parametrize("step", [77, 5000])
def test_a_regular_log_is_read_as_its_reader_reads_it(kind: Kind, arrays: bool, step: int) -> None:
    raw = kind.raw(700)
    assert in_bulk(raw, kind.plan(), arrays=arrays, step=step) == by_reader(raw, kind.plan())


@EACH
def test_lines_that_look_like_the_plan_are_not_read_one_by_one(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = kind.plan()
    monkeypatch.setattr("hotwash.evidence.core.bulk.vector.plain.look", None)
    monkeypatch.setattr("hotwash.evidence.core.bulk.judge.Judge.other", None)
    assert len(in_bulk(kind.raw(300), plan)) == 300


ODD = [(name, odd) for name, kind in KINDS.items() for odd in kind.odd]


@WAYS
@pytest.mark.parametrize(("name", "odd"), ODD, ids=[f"{name} {odd[:60].decode('latin-1')}" for name, odd in ODD])
def test_a_line_that_differs_is_read_by_the_reader(name: str, odd: bytes, arrays: bool) -> None:
    kind = KINDS[name]
    plan = kind.plan()
    for raw in (kind.raw(40) + odd + kind.raw(3) + odd + odd, kind.raw(3) + odd, kind.raw(1) + odd.rstrip(b"\n")):
        try:
            found = in_bulk(raw, plan, arrays=arrays)
        except Unfit:
            continue  # all of it is then read by the reader
        assert found == by_reader(raw, plan)


def test_few_of_the_odd_lines_send_the_whole_log_back() -> None:
    back = []
    for name, odd in ODD:
        kind = KINDS[name]
        try:
            in_bulk(kind.raw(40) + odd, kind.plan())
        except Unfit:
            back.append(odd)
    assert len(back) <= 9, back  # no time at all, several records in a line, a time without a zone


def test_a_word_that_goes_on_behind_a_nul_is_another_word() -> None:
    kind = KINDS["words first"]
    line = kind.line(10)
    raw = line.replace(b" WARN ", b" WARN\x00WARN ")
    assert raw != line
    assert in_bulk(raw, kind.plan()) == in_bulk(raw, kind.plan(), arrays=False) == by_reader(raw, kind.plan())


@EACH
@settings(max_examples=25)
@given(data=st.data())
def test_whatever_stands_between_the_lines_both_ways_agree(kind: Kind, data: st.DataObject) -> None:
    strange = st.one_of(st.sampled_from(kind.odd), st.binary(max_size=60), st.integers(0, 5000))
    torn = st.tuples(st.integers(0, 5000), st.integers(0, 80), st.integers(0, 120), st.binary(max_size=3))
    raw = b""
    for piece in data.draw(st.lists(st.one_of(strange, torn), max_size=25)):
        if isinstance(piece, int):
            raw += kind.line(piece)
        elif isinstance(piece, tuple):
            line = kind.line(piece[0])
            raw += line[: piece[1]] + piece[3] + line[piece[2] :]
        else:
            raw += piece
    plan = kind.plan()
    try:
        found = in_bulk(raw, plan, step=300)
    except Unfit:
        with pytest.raises(Unfit):
            in_bulk(raw, plan, arrays=False, step=300)
        return
    assert found == in_bulk(raw, plan, arrays=False, step=300) == by_reader(raw, plan)


@EACH
@pytest.mark.parametrize("tail", [b"", b"# x\n", b'{"time": "2026-03-10T00:00:00.000Z", "x": [1,\n', b"\n\n"])
def test_the_sum_of_a_large_log_is_that_of_its_records(
    kind: Kind, tail: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = kind.raw(400_000 // len(kind.line(1))) + (tail + kind.line(3)) * 3
    form: Format = kind.form
    quick = Reading(Body("some.log", io.BytesIO(raw)), [form])
    assert quick._summed_up_in_bulk()
    monkeypatch.setattr("hotwash.evidence.core.reading.wider_plan_for", lambda *_: None)
    slow = Reading(Body("some.log", io.BytesIO(raw)), [form])
    assert as_json("x", quick.tally) == as_json("x", slow.summed_up())

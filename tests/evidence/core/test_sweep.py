"""Reading a log by columns gives what reading it record by record gives: the columns, the moments and all the rest."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from hotwash.evidence.core import alike, landmarks, sheets, templates
from hotwash.evidence.core.bulk import Unfit
from hotwash.evidence.core.columns import TYPES, batches
from hotwash.evidence.core.inference import Setting
from hotwash.evidence.core.moments import Moment
from hotwash.evidence.core.moments import bins as bins_of
from hotwash.evidence.core.reading import Reading, as_json
from hotwash.evidence.core.sweep import sweep_of
from hotwash.evidence.core.watching import Watching
from hotwash.ports.formats import Body
from hotwash.ports.reading import body as bodies
from hotwash.ports.reading.lines import AnyLog

START = datetime(2026, 3, 10, 9)  # noqa: DTZ001 - a log names no zone
SAID = [
    ("INFO ", "order {n} placed by customer {m} in {ms} ms"),
    ("INFO ", "session 0x{n:x} opened from 10.0.{ms}.7, request run-{m}ab{n}"),
    ("WARN ", "cache miss for 'key {n}' in /var/lib/shop/{m}/data"),
    ("ERROR", "payment refused: card {m} of customer {n}"),
    ("INFO ", "> heartbeat {n}"),
    ("DEBUG", "größer als {n}"),
    ("INFO ", "pulled sha256:{n:064x} for 4bf92f35{n:08x}"),
]
TRACE = (
    "java.lang.IllegalStateException: closed {n}\n\tat shop.Pool.take(Pool.java:41)\n"
    "\n\tat shop.Main.main(Main.java:7)\n"
)
ODD = [
    "no time here at all\n",
    "\n",
    "2026-03-10 09:00:00,000 - INFORM [main] a longer word\n",
    "2026-03-10 09:00:00 - INFO  [main] without a fraction\n",
    "2026-03-10 09:00:00,000 - \n",
    "\x1b[31m2026-03-10 09:00:00,000 - ERROR [main] in red\x1b[0m\n",
    "2026-03-10 09:00:00,000 - ERROR [main] with a \x1b[1mcolour\x1b[0m\r\n",
    '{"time": "2026-03-10T09:00:00", "level": "error", "msg": "json in between", "trace_id": "4bf92f3577b34da6a3ce"}\n',
    "2026-03-10 09:00:00,000 - INFO  [main] " + "long " * 2000 + "\n",
    "2026-03-10 09:00:00,000 - INFO  [main] a \x0f control\n",
]


@dataclass
class Found:
    rows: list[tuple[object, ...]]
    moments: list[Moment]
    landmarks: object
    density: object
    tally: object


def line(n: int, at: datetime, said: tuple[str, str]) -> str:
    level, text = said
    text = text.format(n=n * 7919 % 65521, m=n * 31 % 977, ms=n % 250)
    return f"{at.isoformat(' ', 'milliseconds').replace('.', ',')} - {level} [main] {text}\n"


def log(count: int, step: Callable[[int], timedelta], odd: float = 0.0, seed: int = 1) -> bytes:
    chance, at, lines = Random(seed), START, list[str]()
    for n in range(count):
        at += step(n)
        said = SAID[3] if chance.random() < 0.02 or 0.6 < n / count < 0.63 else chance.choice(SAID)
        lines.append(line(n, at, said))
        if n > 100 and chance.random() < odd:  # the sample stands before
            lines.append(chance.choice([*ODD, TRACE.format(n=n)]))
    return "".join(lines).encode()


def by_record(raw: bytes, setting: Setting) -> Found:
    reading, watching = Reading(Body("some.log", io.BytesIO(raw)), [AnyLog()], setting), Watching()
    made = batches(watching.watched(reading.records()), ahead=setting.ahead_ms * 1_000_000)
    rows = [row for batch in made for row in zip(*batch.columns().values(), strict=True)]
    return found(rows, watching, reading)


def by_columns(raw: bytes, setting: Setting) -> Found:
    reading = Reading(Body("some.log", io.BytesIO(raw)), [AnyLog()], setting)
    sweep = sweep_of(reading, setting)
    assert sweep is not None
    rows: list[tuple[object, ...]] = []
    for table in sweep.tables():
        assert list(table) == list(TYPES)
        rows += zip(*(np.asarray(column).tolist() for column in table.values()), strict=True)
    return found(rows, sweep.watching, reading)


def found(rows: list[tuple[object, ...]], watching: Watching, reading: Reading) -> Found:
    return Found(
        rows,
        watching.finder.moments(),
        watching.landmarks.found(),
        watching.density.summed_up(),
        as_json("some.log", reading.tally),
    )


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small pieces, so that short logs have the seams of long ones."""
    for module, name, size in (
        (bodies, "SAMPLE", 4096),
        (bodies, "_CHUNK", 5000),
        (alike, "MOST", 300),
        (landmarks, "KEPT", 40),
        (bins_of, "BINS", 60),
        (templates, "MASKED", 120),
    ):
        monkeypatch.setattr(module, name, size)
    monkeypatch.setattr("hotwash.evidence.core.reading.SAMPLE", 4096)


STEPS: dict[str, Callable[[int], timedelta]] = {
    "steady": lambda n: timedelta(milliseconds=700),
    "silences": lambda n: timedelta(minutes=40) if n % 500 == 499 else timedelta(milliseconds=300),
    "storm": lambda n: timedelta(milliseconds=5) if 500 < n < 800 else timedelta(milliseconds=900),
    "backward": lambda n: timedelta(milliseconds=-400),
    "jumbled": lambda n: timedelta(seconds=(n * 7 % 5) - 1.5),
    "slow": lambda n: timedelta(seconds=47),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
@pytest.mark.parametrize("odd", [0.0, 0.05, 0.4])
def test_both_ways_give_the_same(step: Callable[[int], timedelta], odd: float) -> None:
    raw = log(1000, step, odd)
    setting = Setting()
    expected = by_record(raw, setting)
    assert by_columns(raw, setting) == expected
    assert len(expected.rows) >= 1000
    assert expected.moments


def test_with_a_zone_and_a_clock_that_was_ahead() -> None:
    setting = Setting(ZoneInfo("Europe/Vienna"), ahead_ms=1250)
    raw = log(1000, STEPS["silences"], 0.02)
    expected = by_record(raw, setting)
    assert by_columns(raw, setting) == expected
    assert expected.density


def test_a_log_of_another_kind_than_its_sample_is_told() -> None:
    raw = log(600, STEPS["steady"]) + b'{"time": "2026-03-10T09:00:00Z", "msg": "a zone, where the others have none"}\n'
    sweep = sweep_of(Reading(Body("some.log", io.BytesIO(raw)), [AnyLog()]), Setting())
    assert sweep is not None
    with pytest.raises(Unfit):
        list(sweep.tables())


def test_a_record_that_never_ends_is_left_to_the_other_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "HELD", 100_000)
    raw = log(600, STEPS["steady"]) + b"\tat shop.Pool.take(Pool.java:41)\n" * 10_000
    sweep = sweep_of(Reading(Body("some.log", io.BytesIO(raw)), [AnyLog()]), Setting())
    assert sweep is not None
    with pytest.raises(Unfit):
        list(sweep.tables())

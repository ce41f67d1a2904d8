"""Bulk reading of large logs beside lnav and wc, in one run: made by advancing the times of 2,000 lines.

A log of 300 MB with its time at a fixed place, an access log and JSON lines of 150 MB each.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count, cycle, islice
from pathlib import Path

import numpy as np
import orjson
import pytest

from hotwash.evidence.core.bulk import Judge, index, judge_for, wider_plan_for
from hotwash.evidence.core.reading import Reading
from hotwash.kernel.columns import engine
from hotwash.plugins.formats.access_log import plugin as access_log
from hotwash.ports.formats import Body, Format
from hotwash.ports.reading.lines import AnyLog, LineFormat
from hotwash.ports.reading.objects import AnyJson
from tests.bench.conftest import figure

pytestmark = pytest.mark.bench
Form = AnyLog | LineFormat | AnyJson
SIZE = 300_000_000
ROUNDS = 5
SAID = (
    ("INFO ", "QuorumPeer[myid=1]/0:0:0:0:0:0:0:0:2181:FastLeaderElection@774", "Notification time out: {n}"),
    ("WARN ", "SendWorker:188978561024:QuorumCnxManager$SendWorker@688", "Send worker leaving thread"),
    ("INFO ", "/10.10.34.{m}:3888:QuorumCnxManager$Listener@493", "Received connection request /10.10.34.{m}:{n}"),
    (
        "INFO ",
        "NIOServerCxn.Factory:0.0.0.0/0.0.0.0:2181:ZooKeeperServer@839",
        "Client attempting to establish a session",
    ),
    ("ERROR", "CommitProcessor:{m}:NIOServerCnxn@180", "Unexpected exception causing shutdown of session 0x{n:x}"),
)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("bulk")
    path = folder / "large.log"
    make(path, SIZE)
    yield path
    shutil.rmtree(folder)


def make(path: Path, most: int) -> None:
    """Lines whose time advances, about so many bytes of them."""
    rests = [
        f" - {level} [{where}] - {text}\n".format(n=n * 7919 % 60_000, m=n % 250).encode()
        for n in range(400)
        for level, where, text in SAID
    ]
    steps = cycle([timedelta(milliseconds=n * 7919 % 97 % 49) for n in range(1009)])
    at, size = datetime(2026, 3, 10), 0  # noqa: DTZ001 - a log names no zone
    with path.open("wb") as file:
        for rest in cycle(rests):
            line = at.isoformat(" ", "milliseconds").replace(".", ",").encode() + rest
            size += file.write(line)
            at += next(steps)
            if size >= most:
                break


REQUESTS = (
    ("GET", "/shop/cart/{n}?sort=price&page={m}", 200, "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0"),
    ("GET", "/static/app.{m}.js", 304, "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0.0.0"),
    ("POST", "/shop/checkout", 502, "curl/8.5.0"),
    ("GET", "/healthz", 200, "kube-probe/1.31"),
)  # fmt: skip


def make_access(path: Path, most: int) -> None:
    at, size = datetime(2026, 3, 10), 0  # noqa: DTZ001
    with path.open("w") as file:
        for n in count():
            method, place, status, agent = REQUESTS[n * 7919 % 97 % 4]
            place = place.format(n=n * 7919 % 60_000, m=n % 250)
            when = f"{at:%d/%b/%Y:%H:%M:%S} +0000"
            lead = f"10.{n % 4}.{n % 250}.{n * 31 % 199} - {('-', 'bob')[n % 9 == 0]} [{when}]"
            rest = f'{status} {n * 31 % 90_000} "https://shop.example/{n % 77}" "{agent}"'
            size += file.write(f'{lead} "{method} {place} HTTP/1.1" {rest}\n')
            at += timedelta(milliseconds=n % 31)
            if size >= most:
                break


def make_objects(path: Path, most: int) -> None:
    """As loggers write them: a time, a level, some fields, one of them an object."""
    at, size = datetime(2026, 3, 10), 0  # noqa: DTZ001
    with path.open("wb") as file:
        for n in count():
            row = {
                "timestamp": at.isoformat(timespec="milliseconds") + "Z",
                "level": ("info", "info", "warn", "info", "error", "debug")[n % 6],
                "service": "checkout",
                "host": f"web-{n % 17:02d}",
                "trace_id": f"{n * 2654435761 % 2**64:032x}",
                "span_id": f"{n * 40503 % 2**32:016x}",
                "message": f'request for cart {n * 7919 % 60_000} finished with "{n % 5}" items',
                "http": {"method": "GET", "path": f"/cart/{n}", "status": 200 + n % 3},
                "duration_ms": n % 977 / 10,
            }
            size += file.write(orjson.dumps(row) + b"\n")
            at += timedelta(milliseconds=n % 31)
            if size >= most:
                break


def least(work: Callable[[], object]) -> float:
    """The shortest of some times in seconds; the file is in the page cache after the first."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def planned(body: Body, form: Form) -> Judge:
    plan = wider_plan_for(body.sample, form.reader(body.sample))
    assert plan is not None
    return judge_for(plan)


def read(path: Path, form: Form) -> int:
    with path.open("rb") as file:
        body = Body(path.name, file)
        return sum(len(part.line) for part in index(body.parts(), planned(body, form)))


def written(path: Path, form: Form, columns: Path) -> None:
    """Time, level and place of each record, in a columnar file."""
    names = ("line", "start", "ns", "level")
    with path.open("rb") as file, engine() as connection:
        body = Body(path.name, file)
        connection.execute("CREATE TABLE found (line BIGINT, start BIGINT, ns BIGINT, level UTINYINT)")
        parts = index(body.parts(), planned(body, form))
        while some := list(islice(parts, 16)):
            batch = {
                name: np.concatenate([np.frombuffer(getattr(p, name), getattr(p, name).typecode) for p in some])
                for name in names
            }
            connection.register("batch", batch)
            connection.execute("INSERT INTO found SELECT * FROM batch")
            connection.unregister("batch")
        connection.execute("COPY found TO ? (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)", [str(columns)])


INSPECT = """
import sys
from hotwash.cli.main import main
try:
    main(["inspect", sys.argv[1]])
finally:
    print([line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")][0])
"""


def peak(path: Path) -> int:
    """The peak memory (MB) of ``hotwash inspect``, as it says itself: what ``wait4`` says counts its parent in."""
    return int(run(sys.executable, "-c", INSPECT, str(path)).split()[-1]) // 1024


def inspected(path: Path, form: Format) -> int:
    with path.open("rb") as file:
        return Reading(Body(path.name, file), [form]).summed_up().records


def run(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode()


def lnav(path: Path, lines: int) -> float | None:
    """How long lnav takes to index it, with the same count; None where it is not installed."""
    if not shutil.which("lnav"):
        return None
    query = ";SELECT count(*), min(log_time), max(log_time) FROM all_logs"
    assert str(lines) in run("lnav", "-n", "-c", query, str(path))
    return least(lambda: run("lnav", "-n", "-c", query, str(path)))


def test_a_log_with_its_time_at_a_fixed_place(log: Path) -> None:
    lines = int(run("wc", "-l", str(log)).split()[0])
    assert read(log, AnyLog()) == inspected(log, AnyLog()) == lines
    ours = least(lambda: read(log, AnyLog()))
    counted = least(lambda: run("wc", "-l", str(log)))
    figure("Index of a log of 300 MB, 2 million lines", f"{SIZE / ours / 1e6:.0f} MB/s", "")
    figure("... times the time of wc -l", f"{ours / counted:.1f}x", "8x or less")
    columns = log.with_suffix(".parquet")
    stored = least(lambda: written(log, AnyLog(), columns))
    size = f"{columns.stat().st_size / lines:.2f} bytes a record"
    figure("... and written to its columnar file", f"{SIZE / stored / 1e6:.0f} MB/s, {size}", "")
    if theirs := lnav(log, lines):
        figure("... as fast as lnav, so many times", f"{theirs / ours:.1f}x", "2.5x or more")
        figure("... with its columnar file", f"{theirs / stored:.1f}x", "2.5x or more")


def test_a_log_with_its_time_at_a_moving_place(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    make_access(path, SIZE // 2)
    size, lines = path.stat().st_size, int(run("wc", "-l", str(path)).split()[0])
    assert read(path, access_log) == inspected(path, access_log) == lines
    ours = least(lambda: read(path, access_log))
    figure("Index of an access log of 150 MB", f"{size / ours / 1e6:.0f} MB/s", "")
    if theirs := lnav(path, lines):
        figure("... as fast as lnav, so many times", f"{theirs / ours:.1f}x", "1x or more")


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "shop.jsonl"
    make_objects(path, SIZE // 2)
    size, lines = path.stat().st_size, int(run("wc", "-l", str(path)).split()[0])
    assert read(path, AnyJson()) == inspected(path, AnyJson()) == lines
    ours = least(lambda: read(path, AnyJson()))
    figure("Index of JSON lines, 150 MB, some 300 bytes each", f"{size / ours / 1e6:.0f} MB/s", "300 MB/s or more")


def test_peak_memory(log: Path) -> None:
    figure("Peak memory of inspect, 300 MB", f"{peak(log)} MB", "250 MB or less")
    huge = log.with_name("huge.log")
    make(huge, 2_000_000_000)
    figure("Peak memory of inspect, 2 GB", f"{peak(huge)} MB", "400 MB or less")
    huge.unlink()

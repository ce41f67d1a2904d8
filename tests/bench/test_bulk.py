"""Bulk reading of a large log beside lnav and wc, in one run: 300 MB, made by advancing the times of 2,000 lines."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

import numpy as np
import pytest

from hotwash.evidence.core.bulk import Part, index, judge_for, plan_for
from hotwash.evidence.core.reading import Reading
from hotwash.kernel.columns import engine
from hotwash.ports.formats import Body
from hotwash.ports.reading.lines import AnyLog
from tests.bench.conftest import figure

pytestmark = pytest.mark.bench
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
    at, step, size = datetime(2026, 3, 10), timedelta(milliseconds=24), 0  # noqa: DTZ001 - a log names no zone
    with path.open("wb") as file:
        for rest in cycle(rests):
            line = at.isoformat(" ", "milliseconds").replace(".", ",").encode() + rest
            size += file.write(line)
            at += step
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


def read(path: Path) -> int:
    count = 0
    with path.open("rb") as file:
        body = Body(path.name, file)
        plan = plan_for(body.sample, AnyLog().reader(body.sample))
        assert plan is not None
        part: Part
        for part in index(body.parts(), judge_for(plan)):
            count += len(part.line)
    return count


def written(path: Path, columns: Path) -> None:
    """Time, level and place of each record, in a columnar file."""
    with path.open("rb") as file, engine() as connection:
        body = Body(path.name, file)
        plan = plan_for(body.sample, AnyLog().reader(body.sample))
        assert plan is not None
        connection.execute("CREATE TABLE found (line BIGINT, start BIGINT, ns BIGINT, level UTINYINT)")
        for part in index(body.parts(), judge_for(plan)):
            names = ("line", "start", "ns", "level")
            batch = {name: np.frombuffer(getattr(part, name), getattr(part, name).typecode) for name in names}
            connection.register("batch", batch)
            connection.execute("INSERT INTO found SELECT * FROM batch")
            connection.unregister("batch")
        connection.execute("COPY found TO ? (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)", [str(columns)])


def peak(path: Path) -> int:
    """The peak memory (MB) of ``hotwash inspect``."""
    process = subprocess.Popen(
        [sys.executable, "-m", "hotwash", "inspect", str(path)], stdout=subprocess.DEVNULL, env=os.environ
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_maxrss // 1024


def inspected(path: Path) -> int:
    with path.open("rb") as file:
        return Reading(Body(path.name, file), [AnyLog()]).summed_up().records


def run(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode()


def test_a_log_with_its_time_at_a_fixed_place(log: Path) -> None:
    lines = int(run("wc", "-l", str(log)).split()[0])
    assert read(log) == inspected(log) == lines
    ours = least(lambda: read(log))
    counted = least(lambda: run("wc", "-l", str(log)))
    figure("Index of a log of 300 MB, 2 million lines", f"{SIZE / ours / 1e6:.0f} MB/s", "")
    figure("... times the time of wc -l", f"{ours / counted:.1f}x", "8x or less")
    columns = log.with_suffix(".parquet")
    stored = least(lambda: written(log, columns))
    size = f"{columns.stat().st_size / lines:.1f} bytes a record"
    figure("... and written to its columnar file", f"{SIZE / stored / 1e6:.0f} MB/s, {size}", "")
    if shutil.which("lnav"):
        query = ";SELECT count(*), min(log_time), max(log_time) FROM all_logs"
        assert str(lines) in run("lnav", "-n", "-c", query, str(log))
        theirs = least(lambda: run("lnav", "-n", "-c", query, str(log)))
        figure("... as fast as lnav, so many times", f"{theirs / ours:.1f}x", "2.5x or more")
        figure("... with its columnar file", f"{theirs / stored:.1f}x", "2.5x or more")


def test_peak_memory(log: Path) -> None:
    figure("Peak memory of inspect, 300 MB", f"{peak(log)} MB", "250 MB or less")
    huge = log.with_name("huge.log")
    make(huge, 2_000_000_000)
    figure("Peak memory of inspect, 2 GB", f"{peak(huge)} MB", "400 MB or less")
    huge.unlink()

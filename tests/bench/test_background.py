"""How fast the worker reads a large file: masked, recognised, its records kept as columns, its moments found."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.bench.conftest import figure
from tests.bench.test_bulk import make

pytestmark = pytest.mark.bench
LOG, LINES = 300_000_000, 100_000_000
SECRET = "AKIA" + "HOTWASHEXAMPLE77"


def read(path: Path, folder: Path) -> dict[str, float]:
    folder.mkdir()
    command = [sys.executable, "-m", "tests.bench.background", str(path), str(folder)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    found: dict[str, float] = json.loads(told)
    return found


def speed(found: dict[str, float], size: int) -> str:
    """By the clock, and by the time of one core, which is steadier beside other work."""
    return f"{size / found['seconds'] / 1e6:.1f} MB/s, {size / found['cpu'] / 1e6:.1f} MB for each second of a core"


def make_lines(path: Path) -> int:
    """JSON lines, one in five hundred of them with a secret; how many."""
    at, count, size = datetime(2026, 3, 10, tzinfo=UTC), 0, 0
    with path.open("wb") as file:
        while size < LINES:
            count += 1
            level = "error" if count % 97 == 0 else "warn" if count % 23 == 0 else "info"
            said = f"refused, key {SECRET}" if count % 500 == 0 else f"order {count} placed in {count % 900} ms"
            fields = {"logger": f"shop.orders.{count % 7}", "request_id": f"{count * 2654435761 % 2**64:016x}"}
            row = {"time": (at + timedelta(milliseconds=37 * count)).isoformat(), "level": level, "msg": said, **fields}
            size += file.write(json.dumps(row).encode() + b"\n")
    return count


def test_a_large_log(tmp_path: Path) -> None:
    path = tmp_path / "large.log"
    make(path, LOG)
    found = read(path, tmp_path / "kept")
    figure("Background reading of a log of 300 MB", speed(found, LOG), "10 MB/s, 30 wished")
    figure("... its peak memory", f"{found['peak']:.0f} MB", "under 1,000 MB, 400 wished")
    assert found["records"] == int(subprocess.check_output(["wc", "-l", str(path)]).split()[0])


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "large.jsonl"
    count = make_lines(path)
    found = read(path, tmp_path / "kept")
    figure("Background reading of JSON lines of 100 MB", speed(found, LINES), "")
    figure("... its peak memory", f"{found['peak']:.0f} MB", "under 1,000 MB")
    assert (found["records"], found["masked"]) == (count, count // 500)

"""How much memory the worst files take. Each is read by a process of its own, whose peak is asked of the system."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench.conftest import figure

HEAD = b"2026-03-02T14:00:00Z a\n"
SIZE = 100_000_000
MEASURE = """import resource, subprocess, sys
subprocess.run([sys.executable, "-m", "hotwash", "inspect", sys.argv[1], "--json"], check=False)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"""


def crowd() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(200_000):
            archive.writestr(f"{number}.log", HEAD)
    return out.getvalue()


WORST: dict[str, Callable[[], bytes]] = {
    "100 MB without a line end": lambda: HEAD + b"x" * SIZE,
    "100 MB of NUL bytes": lambda: HEAD + bytes(SIZE),
    "100 MB of JSON that never ends": lambda: b'{"a": "' + b"x" * SIZE,
    "100 MB of objects in one line": lambda: b"[" + b'{"ts":"2026-03-02T14:00:00Z","msg":"hello"},' * (SIZE // 45),
    "100 MB in one element": lambda: b"<e><time>2026-03-02T14:00:00Z</time></e><f>" + b"x" * SIZE,
    "100 MB in one cell": lambda: b'time,msg\n2026-03-02T14:00:00Z,"' + b"x" * SIZE,
    "200,000 files in a zip": crowd,
}


@pytest.mark.bench
@pytest.mark.parametrize("name", WORST)
def test_the_worst_files_stay_under_a_gigabyte(name: str, tmp_path: Path) -> None:
    path = tmp_path / "evidence"
    path.write_bytes(WORST[name]())
    run = subprocess.run([sys.executable, "-c", MEASURE, path], capture_output=True, check=True)
    *_, last, kilobytes = run.stdout.splitlines()
    peak = int(kilobytes) // 1024
    figure(f"peak memory of inspecting {name}", f"{peak} MB", "under 1,000 MB")
    assert peak < 1000
    told = json.loads(last)
    assert told["problems"]
    assert name != "100 MB of objects in one line" or told["records"] == SIZE // 45

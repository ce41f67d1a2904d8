"""Reads a file as the worker does, but for the rows of the database: ``python -m tests.bench.background FILE FOLDER``.

Says how long it took, without what loading the program takes, and the peak of its memory.
"""

import hashlib
import json
import os
import resource
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

os.environ.update(HOTWASH_MODE="test", DATABASE_URL="postgresql://nobody@localhost:1/none")

import django

django.setup()

from hotwash.evidence.core.aliases import Aliases, in_memory  # noqa: E402 - the settings come first
from hotwash.evidence.core.detectors import library_rules  # noqa: E402
from hotwash.evidence.core.inference import Setting  # noqa: E402
from hotwash.evidence.steps import intake  # noqa: E402
from hotwash.kernel import storage  # noqa: E402
from hotwash.ports.formats import Body, Format  # noqa: E402
from hotwash.ports.registry import plugins  # noqa: E402


def keep_in(folder: Path) -> None:
    """Stored files without their rows."""

    def put(chunks: bytes | Iterable[bytes], *, limit: int | None = None) -> storage.Stored:
        digest, size, part = hashlib.sha256(), 0, folder / "incoming"
        with part.open("wb") as file:
            for chunk in [chunks] if isinstance(chunks, bytes) else chunks:
                digest.update(chunk)
                size += file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / digest.hexdigest())
        return storage.Stored(digest.hexdigest(), size)

    def open_blob(sha256: str) -> BinaryIO:
        return (folder / sha256).open("rb")

    storage.put, storage.open_blob = put, open_blob


def main(path: Path, folder: Path) -> None:
    keep_in(folder)
    library_rules()
    plugins("formats", Format)  # type: ignore[type-abstract]
    began, busy = time.perf_counter(), time.process_time()
    with path.open("rb") as file:
        telling = intake._Telling(lambda done: None, (0, path.stat().st_size))
        found = intake._read(Body(path.name, file), Setting(), telling, Aliases((), in_memory()))
    seconds, cpu = time.perf_counter() - began, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    masked = sum(found.scrubber.counts.values())
    told = {"seconds": seconds, "cpu": cpu, "peak": peak, "records": found.tally.records, "masked": masked}
    print(json.dumps(told))  # noqa: T201 - what the bench asks for


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

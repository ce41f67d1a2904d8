"""How many of the public samples are read right: count, earliest and latest against their manifest.

Run as ``python -m tests.bench.formats_manifest [-v]`` beside a checkout of the samples; prints the share.
"""

import json
import os
import re
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hotwash.evidence.core.reading import Reading, as_json
from hotwash.ports.formats import Body, Format
from hotwash.ports.registry import plugins

SAMPLES = Path(os.environ.get("HOTWASH_SAMPLES", Path(__file__).parents[2].parent / "shared" / "samples"))
_ISO = re.compile(r"(--\d\d-\d\d|\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?")


def wall(text: str, *, utc: bool) -> tuple[str, float] | None:
    found = _ISO.fullmatch(text)
    if not found:
        return None
    day, clock, fraction, zone = found.groups()
    clock = clock if len(clock) == 8 else clock + ":00"
    yearless = day.startswith("--")
    moment = datetime.fromisoformat(("2000" + day[1:] if yearless else day) + "T" + clock)
    if utc and zone and zone != "Z":
        moment -= timedelta(hours=int(zone[:3]), minutes=int(zone[0] + zone[4:]))
    seconds = moment.replace(tzinfo=UTC).timestamp() + float("0." + (fraction or "0"))
    return ("--" if yearless else ""), seconds


def same_time(expected: str | None, got: str | None) -> bool:
    if expected is None:
        return True
    if got is None:
        return False
    zoned = expected.endswith("Z")
    a, b = wall(expected, utc=zoned), wall(got, utc=zoned)
    if a and b and a[0] and not b[0]:  # a year that was inferred where the file has none
        b = wall("--" + got[5:], utc=zoned)
    return bool(a and b and a[0] == b[0] and abs(a[1] - b[1]) < 2e-6)


def is_right(entry: dict[str, object], got: dict[str, object]) -> bool:
    return (
        got["records"] == entry["expected_events"]
        and same_time(entry.get("min"), got["earliest"])
        and same_time(entry.get("max"), got["latest"])
    )


def measure(*, wordy: bool = False) -> tuple[int, int]:
    """How many files were read right, of how many with an established count. Says which were not."""
    formats = list(plugins("formats", Format).values())
    right = asked = 0
    for entry in json.loads((SAMPLES / "manifest.json").read_text())["files"]:
        if entry["expected_events"] is None:
            continue
        with (SAMPLES / entry["file"]).open("rb") as stream:
            got = as_json(entry["file"], Reading(Body(entry["file"], stream), formats).summed_up())
        ok = is_right(entry, got)
        asked, right = asked + 1, right + ok
        if not ok or wordy:
            asked_for = (entry["expected_events"], entry.get("min"), entry.get("max"))
            found = tuple(got[name] for name in ("format", "records", "earliest", "latest", "explained", "problems"))
            sys.stdout.write(f"{'ok' if ok else 'BAD'} {entry['file']} want {asked_for} got {found}\n")
    return right, asked


def main(words: list[str]) -> int:
    if not (SAMPLES / "manifest.json").exists():
        sys.stdout.write("the public samples are not here: nothing measured\n")
        return 0
    start = time.perf_counter()
    right, asked = measure(wordy="-v" in words)
    sys.stdout.write(f"{right} of {asked} right ({100 * right / asked:.1f} %) in {time.perf_counter() - start:.1f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

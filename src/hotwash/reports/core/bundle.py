"""Checking the files of a publication against their SHA-256 sums.

A bundle has ``SHA256SUMS`` in the format of sha256sum(1), one line a file; ``events.jsonl`` in it is an event log.
"""

import re
from collections.abc import Iterator, Mapping

SUMS = "SHA256SUMS"
_SUM = re.compile(r"^([0-9a-f]{64}) [ *](.+)$")


def sums_of(text: str) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The sums by file name, and what is wrong with the list itself."""
    sums: dict[str, str] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        found = _SUM.match(line)
        if found:
            sums[found[2]] = found[1]
        elif line.strip():
            problems.append(f"{SUMS} line {number} can't be read.")
    return sums, tuple(problems)


def check_sums(expected: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    """Files that are missing, altered or were added since the bundle was made."""
    for name, checksum in expected.items():
        if name not in found:
            yield f"{name} is missing."
        elif found[name] != checksum:
            yield f"{name} was altered after the bundle was made."
    for name in found:
        if name not in expected and name != SUMS:
            yield f"{name} is not listed in {SUMS}: it was added later."

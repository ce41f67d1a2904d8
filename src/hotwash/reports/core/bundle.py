"""Checking what was exported: an event log as JSON lines, and bundles of files with their SHA-256 sums.

A log line is an object with the fields of ``kernel.core.chain.Line`` and its ``hash``. A bundle has ``SHA256SUMS``
in the format of sha256sum(1), one line a file; ``events.jsonl`` in it is a log.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import cast

from hotwash.kernel.core.chain import Line, verify

SUMS = "SHA256SUMS"
_SUM = re.compile(r"^([0-9a-f]{64}) [ *](.+)$")
_NAMES = tuple(field.name for field in fields(Line))


def to_json(line: Line, own_hash: str) -> str:
    """One line of an exported log."""
    body = {name: getattr(line, name) for name in _NAMES}
    return json.dumps({**body, "payload": dict(line.payload), "hash": own_hash}, ensure_ascii=False, sort_keys=True)


def is_log_line(text: str) -> bool:
    return isinstance(_parsed(text), tuple)


def check_log(lines: Iterable[str]) -> Iterator[str]:
    """Problems of an exported log in words; chains may be mixed, each has to be whole from its first line."""
    chains: dict[str, list[tuple[Line, str]]] = {}
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        found = _parsed(text)
        if isinstance(found, str):
            yield f"Line {number}: {found}"
            continue
        chains.setdefault(found[0].chain, []).append(found)
    for found_lines in chains.values():
        yield from verify(found_lines)


def _parsed(text: str) -> tuple[Line, str] | str:
    try:
        row = json.loads(text)
    except ValueError:
        return "this is not JSON."
    if not isinstance(row, dict):
        return "this is no object."
    missing = [name for name in (*_NAMES, "hash") if name not in row]
    if missing:
        return f"it lacks {', '.join(missing)}."
    if not isinstance(row["payload"], dict) or not isinstance(row["number"], int):
        return "a field has the wrong type."
    values = {name: row[name] for name in _NAMES if name not in {"number", "payload"}}
    if not all(isinstance(value, str) for value in (*values.values(), row["hash"])):
        return "a field has the wrong type."
    line = Line(number=row["number"], payload=cast("dict[str, None]", row["payload"]), **values)
    return line, str(row["hash"])


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

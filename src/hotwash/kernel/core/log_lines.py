"""An event log as JSON lines: written for an export, read and checked without a database.

A line is an object with the fields of ``kernel.core.chain.Line`` and its ``hash``.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import cast

from hotwash.kernel.core.chain import Line, verify

_NAMES = tuple(field.name for field in fields(Line))


def to_json(line: Line, own_hash: str) -> str:
    """One line of an exported log."""
    body = {name: getattr(line, name) for name in _NAMES}
    return json.dumps({**body, "payload": dict(line.payload), "hash": own_hash}, ensure_ascii=False, sort_keys=True)


def is_log_line(text: str) -> bool:
    return isinstance(_parsed(text), tuple)


def check_log(lines: Iterable[str], *, ends: str = "") -> Iterator[str]:
    """Problems of an exported log in words; chains may be mixed, each has to be whole from its first line.

    ``ends`` is the hash that one of the chains has to end with, noted when the log was exported.
    """
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
    if ends and ends not in {found_lines[-1][1] for found_lines in chains.values()}:
        yield f"the log does not end with the line that was its last ({ends[:12]}): its end was cut off or replaced."


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

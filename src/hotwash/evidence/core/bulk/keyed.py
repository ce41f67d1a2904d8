"""JSON lines of a block, all taken apart at once: the times of their fields as a block of its own, and the levels.

``msgspec`` checks each line as a whole and makes values of the few fields that count. Of the others only the names are
looked at: one that is not known may be a better time, and the block is then read line by line.
"""

from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from hotwash.evidence.core.bulk.arrays import Block, Room
from hotwash.evidence.core.bulk.judge import Judge
from hotwash.ports.reading.names import Names


@dataclass(frozen=True, slots=True)
class Times:
    """What stands in the field of the time, a line each, and the levels."""

    block: Block
    level: NDArray[np.uint8]


def keyed(lines: Block, judge: Judge, names: Names) -> Times | None:
    """None where not every line is one object with a time, and no fields but those that are known."""
    lasts = lines.ends - 1
    lasts -= lines.bytes[lasts] == ord("\r")
    if (lines.bytes[lines.starts] != ord("{")).any() or (lines.bytes[lasts] != ord("}")).any():
        return None
    decoder, values = _decoder(names, judge.known)
    try:
        found = decoder.decode_lines(lines.raw[: lines.size])
    except (msgspec.DecodeError, ValueError, RecursionError):  # ValueError: of bytes that are no UTF-8
        return None
    if len(found) != len(lines):  # as each line begins and ends one, each then is one
        return None
    room = Room(len(found) * 40)
    room.add("\n".join([row.time for row in found]).encode("utf-8", "replace") + b"\n")
    times = Block(room)
    if len(times) != len(lines):
        return None
    times.original = lines.line
    told = [values(row) for row in found] if names.levels else [()] * len(found)
    places = {value: judge.level_by(value if isinstance(value, tuple) else (value,)) for value in set(told)}
    return Times(times, np.array([places[value] for value in told], dtype=np.uint8))


@lru_cache(maxsize=16)
def _decoder(names: Names, known: frozenset[str]) -> tuple["msgspec.json.Decoder[Any]", "attrgetter[Any]"]:
    """What reads the fields that count, and what gives the values of those that settle the level."""
    levels = {f"level{number}": name for number, name in enumerate(names.levels)}
    others = {f"other{number}": name for number, name in enumerate(sorted(known))}
    fields: list[Any] = [
        ("time", str),
        *((field, str | int | None, None) for field in levels),
        *((field, msgspec.Raw, b"") for field in others),
    ]
    rename = {"time": names.time, **levels, **others}
    row = msgspec.defstruct("Row", fields, rename=rename, forbid_unknown_fields=True, gc=False)
    return msgspec.json.Decoder(row), attrgetter(*levels) if levels else attrgetter("time")

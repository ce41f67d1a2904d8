"""The index of a log: blocks of lines go in, records come out as columns; a record may reach over a block's end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from hotwash.evidence.core.bulk.judge import Judge
from hotwash.evidence.core.bulk.part import Part, Unfit
from hotwash.evidence.core.inference import Setting
from hotwash.ports.reading.body import LONGEST_LINE

if TYPE_CHECKING:
    from hotwash.evidence.core.bulk.plan import Plan

BLOCK = 8 << 20


def index(parts: Iterable[bytes], judge: Judge, *, arrays: bool = True, size: int = BLOCK) -> Iterator[Part]:
    """The records of a log, a block at a time. ``parts`` are its bytes in pieces of any length, ``size`` how many are
    looked at together.

    Raises ``Unfit`` where the log turns out to be of another kind than its sample. Memory: some blocks.
    """
    if arrays:
        from hotwash.evidence.core.bulk.vector import look  # noqa: PLC0415 - NumPy takes a tenth of a second to load
    else:
        from hotwash.evidence.core.bulk.plain import look  # noqa: PLC0415
    held, line, place = Part(), 1, 0
    for block in blocks(parts, size):
        found = look(block, judge, line, place)
        if held.line:
            held.size[-1] += found.head
        if found.part.line:
            if held.line:
                yield held
            held = found.part
        line += found.lines
        place += len(block)
    if held.line:
        yield held


def judge_for(plan: Plan, setting: Setting | None = None, encoding: str = "utf-8") -> Judge:
    return Judge(plan, setting or Setting(), encoding)


def blocks(parts: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The bytes in blocks of whole lines; the last one may lack its line end."""
    carry: list[bytes] = []
    length = 0
    for part in parts:
        cut = part.rfind(b"\n") + 1 if length + len(part) >= size else 0
        if cut:
            carry.append(part[:cut])
            yield b"".join(carry)
            carry, length = [], 0
        carry.append(part[cut:])
        length += len(part) - cut
        if length > size + LONGEST_LINE:
            raise Unfit
    if length:
        yield b"".join(carry)

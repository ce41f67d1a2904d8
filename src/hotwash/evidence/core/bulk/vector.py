"""Bulk reading on arrays: the same as ``plain``, a block at a time.

Lines are compared with the one before by loads of eight bytes; only where the minute changes is anything parsed. See
Lemire, "Parsing series of integers with SIMD" (2023), for the idea of digits by arithmetic.
"""

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hotwash.evidence.core.bulk.judge import PLACE, SECOND, Judge, level_place
from hotwash.evidence.core.bulk.part import Found, Part, Unfit
from hotwash.ports.formats import Record
from hotwash.ports.reading.body import LONGEST_LINE
from hotwash.ports.stamps import Stamp

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
PAD = 64  # loads may reach over the end of the block
_WORDLIKE = np.zeros(256, dtype=np.bool_)
_WORDLIKE[[byte for byte in range(256) if chr(byte).isascii() and (chr(byte).isalnum() or chr(byte) == "_")]] = True
CONTINUES, BEGINS, SKIPPED = 0, 1, 2


class Block:
    """The bytes of one block and where its lines begin and end; ``words`` are the eight bytes from any place on."""

    def __init__(self, block: bytes) -> None:
        self.raw = block
        self.bytes: NDArray[np.uint8] = np.frombuffer(block + bytes(PAD), dtype=np.uint8)
        self.words: NDArray[np.uint64] = np.ndarray((len(block) + PAD - 8,), "<u8", self.bytes.data, strides=(1,))
        ends = np.flatnonzero(self.bytes[: len(block)] == 10)
        if not block.endswith(b"\n"):
            ends = np.append(ends, len(block))
        self.ends: Integers = ends
        self.starts: Integers = np.concatenate(([0], ends[:-1] + 1)).astype(np.int64)
        if int((self.ends - self.starts).max()) > LONGEST_LINE:
            raise Unfit

    def line(self, number: int) -> bytes:
        return self.raw[self.starts[number] : self.ends[number]]

    def holds(self, at: int, wanted: bytes) -> Flags:
        """Which lines have these bytes at this place."""
        found = np.ones(len(self.starts), dtype=np.bool_)
        for begin in range(0, len(wanted), 8):
            piece = wanted[begin : begin + 8]
            mask = np.uint64((1 << 8 * len(piece)) - 1)
            found &= (self.words[self.starts + (at + begin)] & mask) == np.uint64(int.from_bytes(piece, "little"))
        return found

    def digits(self, at: int, count: int) -> tuple[Integers, Flags]:
        """The number that so many digits write, and which lines have digits there."""
        value = np.zeros(len(self.starts), dtype=np.int64)
        fine = np.ones(len(self.starts), dtype=np.bool_)
        for place in range(at, at + count):
            digit = self.bytes[self.starts + place] - np.uint8(48)
            fine &= digit < 10
            value = value * 10 + digit
        return value, fine

    def same_as_before(self, length: int) -> Flags:
        """Which lines begin with the same bytes as the line before them."""
        same = np.ones(len(self.starts), dtype=np.bool_)
        same[0] = False
        for at in [*range(0, length - 8, 8), length - 8]:
            word = self.words[self.starts + at]
            same[1:] &= word[1:] == word[:-1]
        return same


def look(block: bytes, judge: Judge, first: int, place: int) -> Found:
    """The records of one block, whose first line has the number ``first`` and begins at byte ``place``."""
    lines = Block(block)
    ns, level, fine = _as_planned(lines, judge)
    kind: NDArray[np.uint8] = fine.astype(np.uint8)
    judge.count(int(fine.sum()))
    others = _others(lines, judge, np.flatnonzero(~fine), (kind, ns, level))
    begun = np.flatnonzero(kind == BEGINS)
    counted = np.concatenate(([0], np.cumsum(kind != SKIPPED)))
    head = int(counted[begun[0]] if len(begun) else counted[-1])
    size = np.diff(np.append(counted[begun], counted[-1]))
    part = Part(_integers(begun + first), _integers(size), _integers(lines.starts[begun] + place), _integers(ns[begun]))
    part.level.frombytes(level[begun].tobytes())
    if others:
        position = np.cumsum(kind == BEGINS) - 1
        part.others = {int(position[number]): stamp for number, stamp in others.items()}
    return Found(part, head)


def _as_planned(lines: Block, judge: Judge) -> tuple[Integers, NDArray[np.uint8], Flags]:
    """Times and levels of the lines that look like the plan in every byte that counts, and which these are."""
    plan, shape = judge.plan, judge.plan.shape
    after = shape.whole + len(shape.point)
    rest = after + shape.digits
    fine = (lines.ends - lines.starts) >= rest + len(plan.constant)
    fine &= lines.holds(shape.whole, shape.point.encode()) & lines.holds(rest, plan.constant)
    seconds, second_digits = lines.digits(shape.minute, 2)
    fraction, all_digits = lines.digits(after, shape.digits)
    fine &= second_digits & (seconds < 60) & all_digits & (lines.bytes[lines.starts + rest] - np.uint8(48) >= 10)
    level = _levels(lines, judge, fine)
    base = _bases(lines, judge, fine)
    return base + (seconds * SECOND + fraction * 10 ** (9 - shape.digits)), level, fine


def _levels(lines: Block, judge: Judge, fine: Flags) -> NDArray[np.uint8]:
    """The levels of the lines; one whose word is not known is taken out of ``fine``."""
    level = np.zeros(len(lines.starts), dtype=np.uint8)
    words = judge.plan.words
    if words is None:
        for number in np.flatnonzero(fine):
            level[number] = judge.level(lines.line(int(number)))
        return level
    known = np.zeros(len(lines.starts), dtype=np.bool_)
    at = judge.plan.level_at
    for word, name in words.items():
        held = lines.holds(at, word.encode()) & ~_WORDLIKE[lines.bytes[lines.starts + at + len(word)]]
        held &= lines.starts + at + len(word) <= lines.ends
        level[held] = PLACE[name]
        known |= held
    fine &= known
    return level


def _bases(lines: Block, judge: Judge, fine: Flags) -> Integers:
    """The minutes of the lines; asked for where they change. What is no time after all is taken out of ``fine``."""
    length = judge.plan.shape.minute
    before = np.concatenate(([False], fine[:-1]))
    changed = fine & ~(lines.same_as_before(length) & before)
    base = np.zeros(len(lines.starts), dtype=np.int64)
    wrong = np.zeros(len(lines.starts), dtype=np.bool_)
    for number in np.flatnonzero(changed).tolist():
        line = lines.line(number)
        minute = judge.base(line[:length], line)
        if minute is None:
            wrong[number] = True
        else:
            base[number] = minute
    last = np.maximum.accumulate(np.where(changed, np.arange(len(changed)), 0))
    fine &= ~wrong[last]
    return base[last]


Columns = tuple[NDArray[np.uint8], Integers, NDArray[np.uint8]]


def _others(lines: Block, judge: Judge, numbers: NDArray[Any], columns: Columns) -> dict[int, Stamp]:
    """Writes the lines that differ from the plan into the columns; the times of those of them that are records."""
    kind, ns, level = columns
    found: dict[int, Stamp] = {}
    for number in numbers.tolist():
        seen = judge.other(lines.line(number))
        if isinstance(seen, Record):
            kind[number], level[number] = BEGINS, level_place(seen)
            if seen.stamp:  # a line that begins a record has a time
                ns[number], found[number] = seen.stamp.ns, seen.stamp
        elif seen is False:
            kind[number] = SKIPPED
    return found


def _integers(values: Sequence[int] | NDArray[Any]) -> "array[int]":
    made = array("q")
    made.frombytes(np.asarray(values, dtype=np.int64).tobytes())
    return made

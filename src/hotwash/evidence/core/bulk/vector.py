"""Bulk reading on arrays: the same as ``plain``, a block at a time.

Lines are compared with the one before by loads of eight bytes; only where the minute changes is anything parsed. See
Lemire, "Parsing series of integers with SIMD" (2023), for the idea of digits by arithmetic.
"""

from array import array
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hotwash.evidence.core.bulk import leads, plain
from hotwash.evidence.core.bulk.arrays import Block, Flags, Integers, Room
from hotwash.evidence.core.bulk.judge import PLACE, SECOND, Judge, level_place
from hotwash.evidence.core.bulk.keyed import keyed
from hotwash.evidence.core.bulk.part import Found, Part
from hotwash.ports.formats import Record
from hotwash.ports.stamps import Stamp

_WORDLIKE = np.zeros(256, dtype=np.bool_)
_WORDLIKE[
    [byte for byte in range(256) if byte == 0 or (chr(byte).isascii() and (chr(byte).isalnum() or chr(byte) == "_"))]
] = True
CONTINUES, BEGINS, SKIPPED = 0, 1, 2
Octets = NDArray[np.uint8]


def look(room: Room, judge: Judge, place: int) -> Found:
    """The records of one block, which begins at byte ``place``. Their lines are counted from its first, which is 0."""
    lines = Block(room)
    if judge.plan.names is None:
        return found(lines, judge, place, as_planned(lines, judge))
    if times := keyed(lines, judge, judge.plan.names):
        ns, _, fine = as_planned(times.block, judge)
        return found(lines, judge, place, (ns, times.level, fine))
    return plain.look(bytes(lines.raw[: lines.size]), judge, 0, place)


def found(lines: Block, judge: Judge, place: int, planned: "Planned") -> Found:
    """The records of a block of which this much went as planned; the reader is asked for the other lines."""
    ns, level, fine = planned
    kind: Octets = fine.astype(np.uint8)
    judge.count(int(fine.sum()))
    others, cut = _others(lines, judge, np.flatnonzero(~fine), (kind, ns, level))
    if len(others) == 0 and kind.all():
        part = Part(_integers(np.arange(len(lines))), _integers(kind), _integers(lines.starts + place), _integers(ns))
        part.level.frombytes(level.tobytes())
        return Found(part, 0, len(lines), cut)
    begun = np.flatnonzero(kind == BEGINS)
    counted = np.concatenate(([0], np.cumsum(kind != SKIPPED)))
    head = int(counted[begun[0]] if len(begun) else counted[-1])
    size = np.diff(np.append(counted[begun], counted[-1]))
    part = Part(_integers(begun), _integers(size), _integers(lines.starts[begun] + place), _integers(ns[begun]))
    part.level.frombytes(level[begun].tobytes())
    if others:
        position = np.cumsum(kind == BEGINS) - 1
        part.others = {int(position[number]): stamp for number, stamp in others.items()}
    return Found(part, head, len(lines), cut)


def moved(part: Part, lines: int) -> None:
    """Counts the lines of a part from the first of the file."""
    np.frombuffer(part.line, dtype=np.int64)[:] += lines


Planned = tuple[Integers, Octets, Flags]


def as_planned(lines: Block, judge: Judge) -> Planned:
    """Times and levels of the lines that look like the plan in every byte that counts, and which these are."""
    plan, shape = judge.plan, judge.plan.shape
    after = shape.whole + len(shape.point)
    rest = after + shape.digits
    fine = leads.settle(lines, plan.lead) if plan.lead else np.ones(len(lines), dtype=np.bool_)
    length = lines.ends - lines.at
    fine &= length == rest + len(plan.constant) if plan.alone else length >= rest + len(plan.constant)
    fine &= lines.holds(shape.whole, shape.point.encode()) & lines.holds(rest, plan.constant)
    seconds, second_digits = lines.digits(shape.minute, 2)
    fraction, all_digits = lines.digits(after, shape.digits)
    fine &= second_digits & (seconds < 60) & all_digits & (lines.bytes[lines.at + rest] - np.uint8(48) >= 10)
    level = _levels(lines, judge, fine)
    ns = _bases(lines, judge, fine)
    ns += seconds * SECOND
    if shape.digits:
        ns += fraction * 10 ** (9 - shape.digits)
    return ns, level, fine


def _levels(lines: Block, judge: Judge, fine: Flags) -> Octets:
    """The levels of the lines; one whose word is not known is taken out of ``fine``."""
    plan = judge.plan
    level = np.zeros(len(lines), dtype=np.uint8)
    if plan.alone:
        return level
    if plan.methods:
        return leads.statuses(lines, plan, fine)
    if plan.words is None:
        for number in np.flatnonzero(fine):
            level[number] = judge.level(lines.line(int(number)))
        return level
    known = np.zeros(len(lines), dtype=np.bool_)
    left = lines.ends - lines.at
    for word, name in plan.words.items():
        end = plan.level_at + len(word)
        held = lines.holds(plan.level_at, word.encode())
        held &= ~_WORDLIKE[lines.bytes[lines.at + end]]
        held &= left >= end
        level[held] = PLACE[name]
        known |= held
    fine &= known
    return level


def _bases(lines: Block, judge: Judge, fine: Flags) -> Integers:
    """The minutes of the lines; asked for where they change. What is no time after all is taken out of ``fine``."""
    length = judge.plan.shape.minute
    changed = fine & ~lines.same_as_before(length)
    changed[1:] |= fine[1:] & ~fine[:-1]
    base = np.zeros(len(lines), dtype=np.int64)
    wrong = np.zeros(len(lines), dtype=np.bool_)
    places = np.flatnonzero(changed)
    for number in places.tolist():
        line = lines.line(number)
        written = line[int(lines.at[number] - lines.starts[number]) :]
        minute = judge.base(written[:length], lines.original(number) if judge.plan.alone else line, written)
        if minute is None:
            wrong[number] = True
        else:
            base[number] = minute
    last = np.maximum.accumulate(np.where(changed, np.arange(len(changed)), 0))
    if wrong.any():
        fine &= ~wrong[last]
    return base[last]


Columns = tuple[Octets, Integers, Octets]


def _others(lines: Block, judge: Judge, numbers: NDArray[Any], columns: Columns) -> tuple[dict[int, Stamp], list[int]]:
    """Writes the lines that differ from the plan into the columns; the times of those of them that are records, and
    which of them are objects that end too early.
    """
    kind, ns, level = columns
    stamps: dict[int, Stamp] = {}
    cut: list[int] = []
    for number in numbers.tolist():
        seen = judge.other(lines.line(number))
        if isinstance(seen, Record):
            kind[number], level[number] = BEGINS, level_place(seen)
            if seen.stamp:  # a line that begins a record has a time
                ns[number], stamps[number] = seen.stamp.ns, seen.stamp
        elif seen is False:
            kind[number] = SKIPPED
        elif judge.is_cut(lines.line(number)):
            cut.append(number)
    return stamps, cut


def _integers(values: NDArray[Any]) -> "array[int]":
    made = array("q")
    made.frombytes(np.asarray(values, dtype=np.int64).tobytes())
    return made
